import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { Identity } from '../harness/exchange.ts';
import type { TestStream, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { alteredToken } from './support/altered-token.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { type Attempt, isRefusedToAll, prepareAttempt } from './support/attempt.ts';
import { tokenOf } from './support/credentials.ts';
import { type ManagedOperation, OPERATIONS } from './support/operations.ts';

/** SSF 8 and the 401 row of each operation: the management API lets nobody in without a right token. */
export const checks: readonly TransmitterCheck[] = OPERATIONS.map((entry) =>
  transmitterCheck({
    id: `authorization/${entry.operation}`,
    title: `Without a right access token ${entry.what} is refused with 401.`,
    requirements:
      entry.operation === 'read-status'
        ? [entry.unauthorized, 'SSF-8.1.2.1-20', 'SSF-8-01']
        : [entry.unauthorized, 'SSF-8-01'],
    what: `Tries ${entry.what} without a token, with a token that was never issued, and with the Receiver's own token after one character was changed, up to the first that is accepted; then looks whether anything happened all the same.`,
    endpoints: [entry.endpoint],
    run: (t) => judge(t, entry, entry.unauthorized),
  }),
);

async function judge<R extends RequirementId>(
  t: TransmitterProbe<R>,
  entry: ManagedOperation,
  requirement: R,
): Promise<void> {
  const stream = await t.stream();
  const attempt = await prepareAttempt(t, entry.operation, stream);
  for (const [as, who] of intruders(stream)) {
    const exchange = await t.call(entry.operation, { ...attempt.options, as });
    if (entry.operation === 'create-stream') t.adopt(exchange, stream.delivery);
    const status = statusOf(exchange);
    if (status === 429) return t.notTested('The target answered 429, too many requests.');
    if (succeeded(exchange)) {
      t.violates(requirement, {
        message: `Anybody can come in: ${entry.what} is accepted ${who}.`,
        expected: 'status 401',
        actual: outcomeOf(exchange),
        hint: 'Check the token (signature or introspection, issuer, expiry) before the request is looked at.',
        exchange,
      });
      // Worse credentials are accepted as well then; one finding says it all.
      return;
    }
    if (status === 401) continue;
    // Before the Receiver's own request has its effect.
    if (await tookEffect(t, entry, requirement, attempt)) return;
    // A method that is not offered, or a policy, may speak before the credentials are looked at.
    if (await isRefusedToAll(t, entry.operation, attempt.options, exchange)) {
      return t.notApplicable(`The Transmitter refuses ${entry.what} to everybody: the status is ${status}.`);
    }
    t.expectStatus(exchange, [401], requirement, `${capital(entry.what)} ${who}`);
    return;
  }
  await tookEffect(t, entry, requirement, attempt);
}

/** Whether refused requests were applied all the same, which is a finding. */
async function tookEffect<R extends RequirementId>(
  t: TransmitterProbe<R>,
  { what }: ManagedOperation,
  requirement: R,
  attempt: Attempt,
): Promise<boolean> {
  const effect = await attempt.effect();
  return !t.expect(effect === null, requirement, {
    message: `${capital(what)} without a right token was refused, yet ${effect}.`,
    expected: 'a refused request changes nothing',
    actual: effect ?? '',
    hint: 'Authorize before anything is applied.',
  });
}

function intruders(stream: TestStream): [Identity, string][] {
  const token = tokenOf(stream);
  const altered = token === null ? null : alteredToken(token);
  const list: [Identity, string][] = [
    ['nobody', 'without a token'],
    ['stranger', 'with a token that was never issued'],
  ];
  if (altered !== null) list.push([{ bearer: altered }, 'with an altered token']);
  return list;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
