import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { Answer } from '../harness/exchange.ts';
import { orderSet } from './support/order-set.ts';
import { collectPushes, type Push } from './support/push.ts';
import { readStatus } from './support/status.ts';
import { carriesState } from './support/verification.ts';

/** Below this a retransmission was not delayed at all, ms. No standard gives a figure; a back-off starts far above it. */
const NO_DELAY = 80;

const UNAVAILABLE: Answer = { kind: 'reply', status: 503 };

/** An error as RFC 8935 2.3 wants it. It says that the SET itself is at fault, so that sending it again is useless. */
const INVALID_REQUEST: Answer = {
  kind: 'reply',
  status: 400,
  headers: { 'content-type': 'application/json', 'content-language': 'en' },
  body: JSON.stringify({ err: 'invalid_request', description: 'Conformance test: this SET is refused.' }),
};

function jti({ set }: Push): unknown {
  return set.parsed.claims?.jti;
}

/** The same SET once more: known by its jti, or where it has none by its text. */
function repeats(first: Push): (push: Push) => boolean {
  return (push) =>
    push !== first &&
    (jti(push) === undefined
      ? push.set.parsed.compact === first.set.parsed.compact
      : jti(push) === jti(first));
}

/** Pushes that a scripted answer met: a stream may send other SETs than the one that we ordered, at any time. */
function wasAccepted({ arrival }: Push): boolean {
  return arrival.response?.status === 202;
}

/** What a Transmitter does after the answer to a push (RFC 8935 section 2). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'push-delivery/retransmission',
    title: 'A push that failed for a passing reason is sent again after a while, as the same SET.',
    requirements: ['RFC8935-2-16', 'RFC8935-2-15', 'RFC8935-2-14'],
    what: 'Answers a push with 503 and its repetition with a reset of the connection, and watches whether, when and with which jti the SET comes again.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      await t.answer(stream, [UNAVAILABLE, { kind: 'reset' }]);
      const { state, limitMs } = await orderSet(t, stream);
      const first = await collectPushes(t, stream, 0, limitMs, (push) => !wasAccepted(push));
      let failed = first.hit;
      if (failed === null) return t.notTested('No push came that could be refused.');
      for (const how of ['503', 'a reset of the connection']) {
        const before: Push = failed;
        const isRepeated = repeats(before);
        // With a new jti it is no longer the same SET, but it is the same event if it has our state.
        const same = (push: Push): boolean =>
          isRepeated(push) ||
          (state !== null && carriesState(before.set, state) && carriesState(push.set, state));
        const { hit: again } = await collectPushes(
          t,
          stream,
          before.arrival.index + 1,
          t.limits.redelivery,
          same,
        );
        if (again === null) {
          const status = await readStatus(t, stream);
          if (status !== null && status !== 'enabled') {
            return t.notApplicable(
              `The Transmitter set the stream to ${status} after the push had failed, as it may.`,
            );
          }
          t.violates('RFC8935-2-16', {
            message: `After ${how} the SET is not sent again.`,
            expected: `another attempt within ${t.limits.redelivery / 1_000} s`,
            actual: 'none',
            hint: 'If the Transmitter waits longer, raise the limit "redelivery".',
            exchange: before.arrival,
          });
          return;
        }
        const sameSet = t.expect(isRepeated(again), 'RFC8935-2-15', {
          message: 'The event is sent again as another SET: its jti has changed.',
          expected: `jti ${String(jti(before))}`,
          actual: `jti ${String(jti(again))}`,
          set: again.set,
        });
        const gap = again.arrival.atMs - (before.arrival.atMs + before.arrival.durationMs);
        const delayed = t.expect(gap >= NO_DELAY, 'RFC8935-2-14', {
          message: `After ${how} the SET is sent again at once; a Receiver in trouble would be flooded.`,
          expected: 'a delay that grows with each attempt',
          actual: `${Math.max(0, Math.round(gap))} ms`,
          exchange: again.arrival,
        });
        if (!sameSet || !delayed || wasAccepted(again)) return;
        failed = again;
      }
    },
  }),

  transmitterCheck({
    id: 'push-delivery/not-again-after-202',
    title: 'A SET that was answered 202 is not sent again.',
    requirements: ['RFC8935-2-13', 'RFC8935-2.2-03'],
    what: 'Accepts a SET and watches the push endpoint for the time "quiet".',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      const { limitMs } = await orderSet(t, stream);
      const { hit } = await collectPushes(t, stream, 0, limitMs, wasAccepted);
      if (hit === null) return t.notTested('The SET that was ordered did not come.');
      const { hit: again } = await collectPushes(
        t,
        stream,
        hit.arrival.index + 1,
        t.limits.quiet,
        repeats(hit),
      );
      t.expect(again === null, 'RFC8935-2-13', {
        message: 'A SET that was accepted with 202 is sent again.',
        expected: `jti ${String(jti(hit))} just once`,
        actual: `a second push ${Math.round((again?.arrival.atMs ?? 0) - hit.arrival.atMs)} ms after the first`,
        exchange: again?.arrival,
      });
    },
  }),

  transmitterCheck({
    id: 'push-delivery/error-object',
    title: 'After a 400 error object the Transmitter goes on, and does not send the refused SET again.',
    requirements: ['RFC8935-2.3-09', 'RFC8935-2-13'],
    what: 'Refuses a SET as invalid_request, orders another one and sees that it comes and that the refused one does not.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      await t.answer(stream, [INVALID_REQUEST]);
      const { limitMs } = await orderSet(t, stream);
      const first = await collectPushes(t, stream, 0, limitMs, (push) => !wasAccepted(push));
      const refused = first.hit;
      if (refused === null) return t.notTested('No push came that could be refused.');
      await orderSet(t, stream);
      const next = (push: Push): boolean => !repeats(refused)(push);
      const from = refused.arrival.index + 1;
      const { pushes, hit } = await collectPushes(t, stream, from, limitMs, next);
      if (hit === null) {
        const status = await readStatus(t, stream);
        if (status !== null && status !== 'enabled') {
          return t.notApplicable(`The Transmitter set the stream to ${status} after the refusal, as it may.`);
        }
        t.violates('RFC8935-2.3-09', {
          message: 'After a SET was refused with a 400 error object nothing more comes.',
          expected: 'the next SET',
          actual: `nothing new within ${limitMs / 1_000} s`,
          exchange: refused.arrival,
        });
        return;
      }
      const later = await collectPushes(t, stream, hit.arrival.index + 1, t.limits.quiet, repeats(refused));
      const again = [...pushes, ...later.pushes].filter(repeats(refused));
      t.expect(again.length === 0, 'RFC8935-2-13', {
        message: 'A SET that was refused as invalid_request is sent again; it will not become valid.',
        expected: 'no second attempt',
        actual: `${again.length} more`,
        exchange: again[0]?.arrival,
      });
    },
  }),
];
