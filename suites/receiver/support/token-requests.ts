import type { SeenCall } from '../../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { formIn, only } from './calls.ts';
import { seenCalls } from './managed.ts';

/** Every request to our token endpoint; ends the check when there is none. */
export async function tokenRequests(
  r: Parameters<typeof seenCalls>[0] & Pick<ReceiverProbe, 'notTested'>,
): Promise<SeenCall[]> {
  const asked = only(await seenCalls(r), 'token');
  if (asked.length === 0) {
    return r.notTested('The target never asked for a token: it may hold one from before.');
  }
  return asked;
}

/** The parameter grant_type, where the body is a form that has it. */
export function grantOf(call: SeenCall): string | null {
  return formIn(call)?.get('grant_type') ?? null;
}

/** How the client says who it is (RFC 6749 section 2.3, RFC 7521 section 4.2); null when it does not. */
export function authenticationOf(call: SeenCall): 'header' | 'secret' | 'assertion' | null {
  if (call.request.headers.authorization !== undefined) return 'header';
  const form = formIn(call);
  if ((form?.get('client_secret') ?? '') !== '') return 'secret';
  return (form?.get('client_assertion') ?? '') === '' ? null : 'assertion';
}
