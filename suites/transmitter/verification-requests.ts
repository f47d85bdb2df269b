import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { type BadRequest, brokenJson, expectBadRequest, expectUnknownStream } from './support/refusals.ts';
import { patience, requestVerification, verificationInterval } from './support/verification.ts';
import { waitUntil } from './support/wait.ts';

/** The verification request and its answer (SSF 8.1.4.2). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'verification/request',
    title: 'A verification request is answered with an empty 204.',
    requirements: ['SSF-8.1.4.2-01'],
    what: 'Requests verification with a state on a new stream.',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const exchange = await requestVerification(t, stream, t.random());
      if (!t.expectStatus(exchange, [204], 'SSF-8.1.4.2-01', 'A verification request')) return;
      t.expect(exchange.response?.bytes === 0, 'SSF-8.1.4.2-01', {
        message: 'The 204 to a verification request has a body.',
        expected: 'no body',
        actual: outcomeOf(exchange),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'verification/refusals',
    title: 'An invalid verification request is answered 400.',
    requirements: ['SSF-8.1.4.2-11'],
    what: 'Sends verification requests with broken JSON, without stream_id, and with an object as state.',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const cases: BadRequest[] = [
        {
          what: 'A verification request that is broken JSON',
          options: brokenJson(stream, { state: 'broken' }),
        },
        {
          what: 'A verification request without stream_id',
          options: { body: { state: 'none' } },
          namesNoStream: true,
        },
        {
          what: 'A verification request with an object as state',
          options: { streamId: stream.id, body: { state: { nested: true } } },
        },
      ];
      await expectBadRequest(t, 'verify', 'SSF-8.1.4.2-11', cases);
    },
  }),

  transmitterCheck({
    id: 'verification/unknown-stream',
    title: 'Requesting verification of a stream that does not exist gives 404.',
    requirements: ['SSF-8.1.4.2-13'],
    what: 'Requests verification of an invented stream_id that looks like a real one.',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const what = 'Requesting verification of a stream that does not exist';
      await expectUnknownStream(t, 'verify', 'SSF-8.1.4.2-13', what, { state: t.random() });
    },
  }),

  transmitterCheck({
    id: 'verification/interval',
    title: 'Verification requests that keep min_verification_interval are not answered 429.',
    requirements: ['SSF-8.1.1-25'],
    what: 'Requests verification twice with the stated interval between, then once more on a stream that was deleted and created anew.',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const interval = verificationInterval(stream);
      if (interval === 0)
        return t.notApplicable('The stream configuration has no min_verification_interval.');
      if (interval > patience(t)) {
        return t.notTested(
          `min_verification_interval (${interval / 1_000} s) is longer than the limit "verification"; raise that limit.`,
        );
      }
      const first = await requestVerification(t, stream, null);
      if (!succeeded(first))
        return t.notTested('The first verification request was not answered with success.');
      // A second more, because the target may count in whole seconds.
      await waitUntil(t, first.atMs + first.durationMs + interval + 1_000);
      const second = await t.call('verify', { streamId: stream.id });
      t.expect(statusOf(second) !== 429, 'SSF-8.1.1-25', {
        message: 'A verification request that kept min_verification_interval is answered 429.',
        expected: `no 429, ${interval / 1_000} s and more after the request before`,
        actual: outcomeOf(second),
        exchange: second,
      });
      if (!succeeded(await t.call('delete-stream', { streamId: stream.id }))) return;
      const fresh = await t.stream();
      const third = await t.call('verify', { streamId: fresh.id });
      t.expect(statusOf(third) !== 429, 'SSF-8.1.1-25', {
        message:
          'The first verification request of a new stream is answered 429: the interval of a deleted one was carried over.',
        expected: 'no 429 on a stream that was never verified',
        actual: outcomeOf(third),
        hint: 'Count per stream_id, not per Receiver.',
        exchange: third,
      });
    },
  }),
];
