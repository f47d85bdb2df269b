import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { SeenSet, TestStream, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { prepareAttempt, streamIds } from './support/attempt.ts';
import { requireSecondReceiver } from './support/credentials.ts';
import { OPERATIONS } from './support/operations.ts';
import { orderSet } from './support/order-set.ts';
import { acknowledging, fetchOne, isAgain, type PollAnswer, pollFor } from './support/poll.ts';
import { until } from './support/until.ts';
import { patience, verificationInterval } from './support/verification.ts';

/** Operations that name a stream, with the row for a stream that is not the caller's. */
const onOneStream = OPERATIONS.flatMap(({ unknown, ...entry }) =>
  unknown === null ? [] : [{ ...entry, unknown }],
);

/** SSF 8: authorization ties a Receiver to its streams. The second Receiver has a right token, and no right. */
export const checks: readonly TransmitterCheck[] = [
  ...onOneStream.map((entry) =>
    transmitterCheck({
      id: `isolation/${entry.operation}`,
      title: `Another Receiver is refused when ${entry.what} that is not its own.`,
      requirements: ['SSF-8-02', entry.unknown],
      what: `With the second Receiver's token tries ${entry.what} of the first Receiver: 404 or 403 is expected, and the stream stays as it is.`,
      hooks: ['second-receiver'],
      endpoints: [entry.endpoint],
      run: (t) => judge(t, entry, entry.unknown),
    }),
  ),

  transmitterCheck({
    id: 'isolation/list-streams',
    title: "A Receiver's list of streams has its own streams only.",
    requirements: ['SSF-8-02'],
    what: 'Creates a stream as the first Receiver and lists the streams as the second one.',
    hooks: ['second-receiver'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      await requireSecondReceiver(t);
      const stream = await t.stream();
      const exchange = await t.call('list-streams', { as: 'second' });
      t.expect(!streamIds(exchange).includes(stream.id), 'SSF-8-02', {
        message: "A Receiver's list of streams contains the stream of another Receiver.",
        expected: 'own streams only',
        actual: `${stream.id} is in the list`,
        hint: 'Filter the list by the Receiver that the token stands for.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'isolation/push-credentials',
    title: 'The authorization_header of a push stream is shown to no other Receiver.',
    requirements: ['SSF-6.1.1-09'],
    what: 'Creates a push stream with an authorization_header and looks for its value in what the second Receiver is answered when it reads, lists and updates streams.',
    delivery: 'push',
    hooks: ['second-receiver'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      await requireSecondReceiver(t);
      const stream = await t.stream();
      const secret = stream.authorizationHeader;
      if (secret === null) return t.notTested('The push stream was created without an authorization_header.');
      for (const operation of ['read-stream', 'list-streams', 'update-stream'] as const) {
        const { options } = await prepareAttempt(t, operation, stream);
        const exchange = await t.call(operation, { ...options, as: 'second' });
        t.expect(exchange.response?.text.includes(secret) !== true, 'SSF-6.1.1-09', {
          message: 'The secret with which events are pushed to one Receiver is shown to another.',
          expected: 'no authorization_header of a foreign stream',
          actual: `status ${statusOf(exchange)}, the value is in the body`,
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'isolation/poll',
    title: 'Another Receiver can neither fetch nor acknowledge the SETs of a poll stream.',
    requirements: ['SSF-6.1.2-05', 'SSF-8-02'],
    what: "Has SETs wait on a poll stream, polls its URL with the second Receiver's token, after the owner and before it, acknowledges a SET so, and sees that it is still there for its owner. Not judged where the URL asks nobody for credentials.",
    delivery: 'poll',
    hooks: ['second-receiver'],
    async run(t) {
      await requireSecondReceiver(t);
      const stream = await t.stream({ delivery: 'poll' });
      const open = await t.poll(stream, { returnImmediately: true }, { as: 'nobody' });
      if (succeeded(open.exchange)) {
        return t.notApplicable(
          'The poll URL asks nobody for credentials; poll-delivery/unauthorized speaks of that.',
        );
      }
      const { set } = await fetchOne(t, stream);
      const same = isAgain(set);
      const { foreign, taken } = await pollAsAnother(t, stream, same);
      t.expect(taken === undefined, 'SSF-6.1.2-05', {
        message: 'Another Receiver gets the SETs of this stream by polling its URL.',
        expected: '401, 403, 404 or no SET of this stream',
        actual: outcomeOf(foreign.exchange),
        hint: 'Look up the queue by the Receiver that the token stands for as well, not by the URL alone.',
        exchange: foreign.exchange,
        set: taken,
      });
      // A queue that drops what it gave once would look as if the other Receiver had emptied it.
      const again = await pollFor(t, stream, same, t.limits.quiet);
      if (again === null) return;
      const acked = await t.poll(
        stream,
        { returnImmediately: true, ack: acknowledging(set) },
        { as: 'second' },
      );
      const kept = await pollFor(t, stream, same, t.limits.quiet);
      t.expect(kept !== null, 'SSF-8-02', {
        message:
          'Another Receiver can acknowledge the SETs of this stream, so that its owner never gets them.',
        expected: 'the SET is still there for its owner',
        actual: `gone after another Receiver's acknowledgement (${outcomeOf(acked.exchange)})`,
        exchange: acked.exchange,
      });
    },
  }),
];

/** What another Receiver gets at the URL of a poll stream; `taken` is a SET of the stream. */
async function pollAsAnother(
  t: TransmitterProbe,
  stream: TestStream,
  same: (set: SeenSet) => boolean,
): Promise<{ foreign: PollAnswer; taken: SeenSet | undefined }> {
  const poll = (): Promise<PollAnswer> => t.poll(stream, { returnImmediately: true }, { as: 'second' });
  const first = await poll();
  const taken = first.sets.find(same);
  // The URL may be shared by Receivers (SSF 6.1.2), each with SETs of its own.
  if (taken !== undefined || !succeeded(first.exchange)) return { foreign: first, taken };
  if (verificationInterval(stream) > patience(t)) return { foreign: first, taken };
  // A queue may hide for a while what its owner has fetched: what nobody has fetched yet shows whose it is.
  const { state, isMet } = await orderSet(t, stream);
  if (state === null) return { foreign: first, taken };
  const later = await until(t, poll, ({ sets }) => sets.some(isMet), t.limits.quiet);
  return { foreign: later, taken: later.sets.find(isMet) };
}

async function judge<R extends RequirementId>(
  t: TransmitterProbe<R | 'SSF-8-02'>,
  { operation, what }: (typeof onOneStream)[number],
  unknown: R,
): Promise<void> {
  await requireSecondReceiver(t);
  const stream = await t.stream();
  const attempt = await prepareAttempt(t, operation, stream);
  const exchange = await t.call(operation, { ...attempt.options, as: 'second' });
  const status = statusOf(exchange);
  if (status === 429) return t.notTested('The target answered 429, too many requests.');
  const effect = await attempt.effect();
  if (effect !== null || reveals(operation, exchange, stream)) {
    t.violates('SSF-8-02', {
      message:
        effect === null
          ? `Another Receiver, ${what} that is not its own, is answered ${status}.`
          : `Another Receiver can act on a stream that is not its own: after ${what}, ${effect}.`,
      expected: 'status 404 or 403, and nothing changed',
      actual: outcomeOf(exchange),
      hint: 'Look up the stream by its id and by the Receiver that the token stands for, in every operation.',
      exchange,
    });
    return;
  }
  // 403 does not deny that the stream exists, 404 does; SSF allows both, and nothing forbids another refusal.
  if (status !== 501) t.expectStatus(exchange, '4xx', unknown, `Another Receiver, ${what}`);
}

/** Whether an answer shows the stream of another Receiver, or says that something was done to it. */
function reveals(operation: string, exchange: Exchange, stream: TestStream): boolean {
  if (!succeeded(exchange)) return false;
  // Neither shows afterwards what was done.
  if (operation === 'add-subject' || operation === 'remove-subject') return true;
  if (operation === 'read-status' && objectIn(exchange)?.status !== undefined) return true;
  return streamIds(exchange).includes(stream.id);
}
