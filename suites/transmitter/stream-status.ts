import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { TestStream, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { mediaType, objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { canOrder, orderSet } from './support/order-set.ts';
import { changeStatus, readStatus, STATUSES } from './support/status.ts';
import { until } from './support/until.ts';

/** Reading and updating the status of a stream (SSF 8.1.2). What a pause holds back is judged elsewhere. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'stream-status/read',
    title: 'Reading the status of an own stream gives its stream_id and status.',
    requirements: ['SSF-8.1.2.1-02', 'SSF-8.1.2.1-03', 'SSF-8.1.2.1-04', 'SSF-8.1.2.1-05'],
    what: 'Creates a stream, reads its status and looks at the members stream_id and status of the answer.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const stream = await t.stream();
      // How soon the status of a new stream can be read is judged by create-stream/usable-at-once.
      const exchange = await until(
        t,
        () => t.call('read-status', { streamId: stream.id }),
        (answer) => statusOf(answer) !== 404,
        t.limits.quiet,
      );
      if (statusOf(exchange) === 403) {
        t.notApplicable("The Transmitter's policy does not let this Receiver read the status (403).");
      }
      if (!t.expectStatus(exchange, [200], 'SSF-8.1.2.1-02', 'Reading the status of an own stream')) return;
      const answer = objectIn(exchange);
      if (answer === null) {
        t.violates('SSF-8.1.2.1-02', {
          message: 'The status answer is no JSON object.',
          expected: 'a JSON object with stream_id and status',
          actual: outcomeOf(exchange),
          exchange,
        });
        return;
      }
      if (mediaType(exchange) !== 'application/json') {
        t.warns('SSF-8.1.2.1-02', {
          message: 'The status answer is JSON but is not declared as such.',
          expected: 'Content-Type: application/json',
          actual: mediaType(exchange) ?? 'no Content-Type',
          exchange,
        });
      }
      t.expect(answer.stream_id === stream.id, 'SSF-8.1.2.1-03', {
        message: 'The status answer does not name the stream that was asked for in stream_id.',
        expected: stream.id,
        actual: answer.stream_id ?? 'no stream_id',
        hint: 'Before SSF 1.0 the answer had no stream_id; now it is required.',
        exchange,
      });
      const status = answer.status;
      if (typeof status !== 'string') {
        t.violates('SSF-8.1.2.1-04', {
          message: 'The status answer has no string in status.',
          expected: `one of ${STATUSES.join(', ')}`,
          actual: status ?? 'no status',
          exchange,
        });
        return;
      }
      t.expect((STATUSES as readonly string[]).includes(status), 'SSF-8.1.2.1-05', {
        message: 'The status is none of the three allowed words.',
        expected: `one of ${STATUSES.join(', ')}, in lower case`,
        actual: status,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'stream-status/reason',
    title: 'The reason in a status answer is a string that says something.',
    requirements: ['SSF-8.1.2.1-06', 'SSF-8.1.2.1-07'],
    what: 'Reads the status of a new stream, and again after a status update that gave a reason; judges reason where there is one.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const atFirst = await t.call('read-status', { streamId: stream.id });
      await changeStatus(t, stream, 'paused', { reason: 'Conformance test: the reason of a pause' });
      const afterwards = await t.call('read-status', { streamId: stream.id });
      let seen = false;
      for (const exchange of [atFirst, afterwards]) {
        const reason = objectIn(exchange)?.reason;
        if (!succeeded(exchange) || reason === undefined) continue;
        seen = true;
        if (reason === null) {
          t.warns('SSF-8.1.2.1-06', {
            message:
              'The reason in the status answer is null; an optional member without a value is left out.',
            expected: 'a string, or no reason at all',
            actual: null,
            exchange,
          });
        } else if (typeof reason !== 'string') {
          t.violates('SSF-8.1.2.1-06', {
            message: 'The reason in the status answer is not a string.',
            expected: 'a string, or no reason at all',
            actual: reason,
            exchange,
          });
        } else {
          t.expect(reason.trim() !== '', 'SSF-8.1.2.1-07', {
            message:
              'The reason in the status answer is empty; it ought to tell why the status is what it is.',
            expected: 'a text, or no reason at all',
            actual: reason,
            exchange,
          });
        }
      }
      if (!seen) t.notApplicable('The optional member reason was in no status answer.');
    },
  }),

  transmitterCheck({
    id: 'stream-status/update',
    title: 'Updating the status answers with the updated status, and reading shows it.',
    requirements: ['SSF-8.1.2.2-04', 'SSF-8.1.2.2-05'],
    what: 'Pauses, disables and enables a stream, judges each answer and reads the status back. 403 passes for a change that policy forbids; after a 202 the change has the limit "change" to show.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const stream = await t.stream();
      let [allowed, forbidden] = [0, 0];
      for (const status of ['paused', 'disabled', 'enabled'] as const) {
        const reason = `Conformance test: ${status}`;
        const { exchange, result, seen } = await changeStatus(t, stream, status, { reason });
        const what = `Changing the status to ${status}`;
        if (t.profile === 'caep-interop' && [405, 501].includes(statusOf(exchange) ?? 0)) {
          return t.notApplicable(
            'The Transmitter does not offer to change the status, which the profile need not ask for (caep-interop/update-status).',
          );
        }
        if (result === 'forbidden') {
          forbidden += 1;
          t.notes('SSF-8.1.2.2-04', {
            message: `${what} is answered 403: the Transmitter's policy does not let this Receiver do it.`,
            exchange,
          });
          continue;
        }
        if (result === 'undecided') {
          t.notes('SSF-8.1.2.2-05', {
            message: `${what} was answered 202, and no decision showed within ${t.limits.change / 1_000} s.`,
            actual: seen ?? 'no readable status',
            exchange,
          });
          continue;
        }
        if (statusOf(exchange) === 202) {
          allowed += 1;
          continue;
        }
        if (!t.expectStatus(exchange, [200], 'SSF-8.1.2.2-04', what)) continue;
        allowed += 1;
        const answer = objectIn(exchange);
        const echoed =
          t.expect(answer?.stream_id === stream.id, 'SSF-8.1.2.2-04', {
            message: `${what}: the answer does not name the stream in stream_id.`,
            expected: { stream_id: stream.id, status },
            actual: outcomeOf(exchange),
            exchange,
          }) &&
          t.expect(answer?.status === status, 'SSF-8.1.2.2-04', {
            message: `${what}: the answer does not hold the updated status.`,
            expected: { stream_id: stream.id, status },
            actual: outcomeOf(exchange),
            exchange,
          });
        // What is no status at all is judged where the status is read.
        if (echoed && result === 'unseen' && (STATUSES as readonly unknown[]).includes(seen)) {
          t.violates('SSF-8.1.2.2-04', {
            message: `${what} was answered 200, but reading the status does not show it.`,
            expected: status,
            actual: seen,
            exchange,
          });
        }
        if (echoed && answer?.reason !== reason) {
          t.notes('SSF-8.1.2.2-04', {
            message: `${what}: the reason of the request is not repeated in the answer.`,
            expected: reason,
            actual: answer?.reason ?? 'no reason',
            exchange,
          });
        }
      }
      if (forbidden === 3)
        t.notApplicable("The Transmitter's policy lets this Receiver change no status (403).");
      if (allowed === 0) t.notTested('Every status change was forbidden, refused or left undecided.');
    },
  }),

  transmitterCheck({
    id: 'stream-status/independent',
    title: 'Pausing one stream leaves another as it was.',
    requirements: ['SSF-8.1.2-03'],
    what: 'Creates two streams, pauses the first, and sees that the second keeps its status and still delivers a SET that is ordered.',
    endpoints: ['status_endpoint'],
    async run(t) {
      if (!(await t.allowsSeveralStreams()))
        t.notApplicable('The Transmitter allows one stream per Receiver.');
      const [first, second] = [await t.stream(), await t.stream()];
      const before = await readStatus(t, second);
      const { exchange, result } = await changeStatus(t, first, 'paused');
      if (result === 'forbidden') return t.notApplicable('The Receiver may not pause a stream (403).');
      if (result !== 'done') return t.notTested('The first stream could not be paused.');
      const after = await readStatus(t, second);
      const kept = t.expect(after === before || after === null, 'SSF-8.1.2-03', {
        message: 'Pausing one stream has changed the status of another.',
        expected: `${before} for the other stream`,
        actual: after,
        exchange,
      });
      if (!kept || !(await canOrder(t)) || before !== 'enabled') return;
      if (await delivers(t, second)) return;
      // Was it the pause? Without it the SET has to come.
      await changeStatus(t, first, 'enabled');
      if (!(await delivers(t, second))) {
        t.notTested('No SET comes on the second stream, whether the first is paused or not.');
      }
      t.violates('SSF-8.1.2-03', {
        message: 'While one stream is paused, another stream of the same Receiver delivers nothing.',
        expected: 'the SET that was ordered on the stream that is not paused',
        actual: 'none; it came after the other stream was enabled again',
        exchange,
      });
    },
  }),
];

/** Whether a SET that is ordered comes on the stream. */
async function delivers<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<boolean> {
  const { isMet, limitMs } = await orderSet(t, stream);
  return (await t.awaitSet(stream, isMet, limitMs)) !== null;
}
