import type { Identity } from '../../harness/exchange.ts';
import type { TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { objectIn, succeeded } from './answers.ts';

/** The access token with which a stream was created; null when it was none. */
export function tokenOf(stream: TestStream): string | null {
  return /^Bearer +(\S+)$/i.exec(stream.created.request.headers.authorization ?? '')?.[1] ?? null;
}

/** Ends the check unless the second Receiver's credentials work: a refusal would prove nothing otherwise. */
export async function requireSecondReceiver<R extends RequirementId>(t: TransmitterProbe<R>): Promise<void> {
  const status = (await t.call('list-streams', { as: 'second' })).response?.status;
  if (status === undefined || status === 401 || status === 403 || status >= 500) {
    t.notTested(
      `The second Receiver cannot work with this Transmitter: listing its own streams is answered ${status ?? 'not at all'}. Configure other credentials for it.`,
    );
  }
}

/**
 * The Receiver with a token for `ssf.read` and nothing more. Ends the check where no such token can be had, where the
 * authorization server says that it grants more or does not tell scopes apart, or where the token is no good even for
 * reading.
 */
export async function readOnlyIdentity<R extends RequirementId>(t: TransmitterProbe<R>): Promise<Identity> {
  const as = { scope: 'ssf.read' };
  const listed = await t.call('list-streams', { as });
  if (listed.request.headers.authorization === undefined) {
    return t.notTested('No token for the scope ssf.read alone could be had.');
  }
  const status = listed.response?.status;
  if (status === undefined || status === 401 || status === 403 || status >= 500) {
    return t.notTested(
      `The token for ssf.read is not even good for reading (status ${status ?? 'none'}), so its refusal elsewhere would prove nothing.`,
    );
  }
  const granted = t.tokenEndpoint === null ? null : await t.requestToken({ scope: 'ssf.read' });
  const scope = granted === null ? undefined : objectIn(granted)?.scope;
  if (typeof scope === 'string' && scope.split(' ').includes('ssf.manage')) {
    return t.notTested(`The authorization server grants more than ssf.read when asked for it: "${scope}".`);
  }
  // SSF itself has no scopes; the profile has, and there RFC 6749 5.1 counts: what was asked for was granted.
  if (granted !== null && succeeded(granted) && typeof scope !== 'string' && t.profile === 'ssf') {
    const odd = await t.requestToken({ scope: `no-such-scope-${t.random().slice(0, 8)}` });
    if (succeeded(odd) && objectIn(odd)?.scope === undefined) {
      return t.notApplicable(
        'The authorization server gives a token for any scope, even an invented one, without a word: scopes mean nothing here.',
      );
    }
  }
  return as;
}
