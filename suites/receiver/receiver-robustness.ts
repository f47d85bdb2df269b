import { receiverCheck } from '../harness/receiver/check.ts';
import type { PeerOperation, ScriptedAnswer } from '../harness/receiver/exchange.ts';
import { existingStreamScene } from './support/existing-stream.ts';
import { usesDespite, usuallyGoesOn } from './support/going-on.ts';
import { atRest, harmlessScene, startsWithin } from './support/managed.ts';
import { AT_MOST, repetitions } from './support/storm.ts';

/** s. */
const RETRY_AFTER = 1;
/** Timers that fire a little early are no fault, ms. */
const TOLERANCE = 100;

const UNAVAILABLE: ScriptedAnswer = { kind: 'reply', status: 503 };
const TOO_MANY: ScriptedAnswer = {
  kind: 'reply',
  status: 429,
  headers: { 'retry-after': String(RETRY_AFTER) },
};

/**
 * How a managed Receiver takes what goes wrong. No standard says how often a failed request may be repeated, so that
 * nothing here is more than a warning; they stand under the rule that a Receiver makes itself a stream, which it does
 * not come to in these ways.
 */
export const checks = [
  receiverCheck({
    id: 'receiver-robustness/no-storm',
    title: 'What fails is not repeated in a storm.',
    requirements: ['SSF-8.1.1.1-01'],
    what: 'Starts the target while the metadata, the token endpoint or the create request are answered 503, or the connection is reset, and counts the repetitions in the first two seconds.',
    hooks: ['restart'],
    async run(r) {
      await startsWithin(r);
      const failures: readonly { operation: PeerOperation; answer: ScriptedAnswer }[] = [
        { operation: 'metadata', answer: UNAVAILABLE },
        { operation: 'token', answer: UNAVAILABLE },
        { operation: 'create-stream', answer: UNAVAILABLE },
        { operation: 'create-stream', answer: { kind: 'reset' } },
      ];
      for (const { operation, answer } of failures) {
        if (operation === 'token' && !r.hooks.includes('client-credentials')) continue;
        const life = await r.freshLife({
          scene: { answers: [{ operation, answers: [answer], always: true }] },
        });
        const { first, isStorm, shown } = await repetitions(r, life, operation);
        if (first === null || !isStorm) continue;
        r.warns('SSF-8.1.1.1-01', {
          message: `The Receiver repeats ${operation} in a storm when it ${
            answer.kind === 'reset' ? 'gets no answer' : 'is answered 503'
          }.`,
          expected: AT_MOST,
          actual: shown,
          hint: 'Wait longer after each failure, and give up some time.',
          exchange: first,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-robustness/passing-failure',
    title: 'A failure that passes does not keep the Receiver from its stream.',
    requirements: ['SSF-8.1.1.1-01'],
    what: 'Starts the target while its first create request is answered 503, and waits for another one.',
    hooks: ['restart'],
    async run(r) {
      const { calls, stumbles } = await harmlessScene(r, {
        scene: { answers: [{ operation: 'create-stream', answers: [UNAVAILABLE] }] },
      });
      if (!stumbles) return;
      r.warns('SSF-8.1.1.1-01', {
        message: 'After one 503 the Receiver does not try again to create its stream.',
        expected: 'another create request after a while',
        actual: `no stream within ${r.limits.start} ms`,
        exchange: calls.find(({ operation }) => operation === 'create-stream'),
      });
    },
  }),

  receiverCheck({
    id: 'receiver-robustness/retry-after',
    title: 'A Receiver that is told to come back later does not come back sooner.',
    requirements: ['SSF-8.1.1.1-01'],
    what: 'Starts the target while its first create request is answered 429 with Retry-After, and measures the time to the next one.',
    hooks: ['restart'],
    async run(r) {
      await startsWithin(r);
      const life = await r.freshLife({
        scene: { answers: [{ operation: 'create-stream', answers: [TOO_MANY] }] },
      });
      const isCreate = ({ operation }: { operation: string }): boolean => operation === 'create-stream';
      const first = await life.awaitCall(isCreate, r.limits.start);
      if (first === null) return r.notTested('The target does not create a stream.');
      const second = await life.awaitCall(
        (call) => isCreate(call) && call.index > first.index,
        RETRY_AFTER * 1000 + r.limits.start,
      );
      if (second === null) return r.notApplicable('After a 429 the target does not try again by itself.');
      const waited = second.atMs - (first.answeredAtMs ?? first.atMs);
      if (waited >= RETRY_AFTER * 1000 - TOLERANCE) return;
      r.warns('SSF-8.1.1.1-01', {
        message: 'The Receiver repeats a create request sooner than Retry-After of the 429 allows.',
        expected: `not before ${RETRY_AFTER} s (RFC 9110 section 10.2.3)`,
        actual: `after ${(waited / 1000).toFixed(2)} s`,
        exchange: second,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-robustness/conflict',
    title: 'A Receiver that has a stream already does not go on creating.',
    requirements: ['SSF-8.1.1.1-01', 'SSF-8.1.1.1-06'],
    what: 'Starts the target while every create request is answered 409 because there is a stream, which it can list, read and change. Counts the create requests of two seconds.',
    hooks: ['restart'],
    async run(r) {
      const { scene } = await existingStreamScene(r);
      const others = scene.answers?.filter(({ operation }) => operation !== 'create-stream') ?? [];
      const life = await r.freshLife({
        scene: {
          answers: [
            ...others,
            { operation: 'create-stream', answers: [{ kind: 'reply', status: 409 }], always: true },
          ],
        },
      });
      const { first, isStorm, shown } = await repetitions(r, life, 'create-stream');
      if (first === null)
        return r.notApplicable('The target takes over a stream that is there without creating one.');
      if (!isStorm) return;
      r.warns('SSF-8.1.1.1-01', {
        message: 'The Receiver answers 409 with ever more create requests.',
        expected: 'it reads the stream that is there, and changes it if need be',
        actual: shown,
        exchange: first,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-robustness/deleted-stream',
    title: 'A Receiver whose stream was deleted does not go on polling it in a storm.',
    requirements: ['SSF-8.1.1.1-01'],
    what: 'Deletes the stream of the target at our side, so that its polls are answered 404, and counts those of two seconds.',
    delivery: 'poll',
    hooks: ['restart'],
    async run(r) {
      await startsWithin(r);
      const life = await r.freshLife();
      const stream = await life.stream();
      if (stream === null)
        return r.notTested('The target makes no stream; receiver-streams/create judges that.');
      await life.awaitCall(({ operation }) => operation === 'poll', r.limits.pollInterval);
      // Whatever else it asks about its stream would tell it first.
      await atRest(r, life);
      // A poll that is held is answered at once when the stream goes, so the next one may follow at once too.
      const from = ((await life.calls()).at(-1)?.index ?? 0) + 1;
      await r.dropStream(stream);
      const { first, isStorm, shown } = await repetitions(r, life, 'poll', {
        from,
        isOne: ({ streamId }) => streamId === stream.id,
      });
      if (first === null) {
        const held = (await life.calls()).find(
          (call) => call.operation === 'poll' && call.streamId === stream.id && call.response?.status === 404,
        );
        // It was told by the poll that was under way, and asks no more: so it should be.
        return held === undefined ? r.notTested('The target did not poll again.') : undefined;
      }
      if (!isStorm) return;
      r.warns('SSF-8.1.1.1-01', {
        message: 'The Receiver goes on polling a stream that is gone, in a storm.',
        expected: AT_MOST,
        actual: shown,
        hint: 'A 404 for the own stream does not pass: stop, or create a stream anew.',
        exchange: first,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-robustness/unknown-configuration-members',
    title: 'Members of a stream configuration that the Receiver does not know do not disturb it.',
    requirements: ['SSF-8.1.1.1-01'],
    what: 'Starts the target while stream configurations have members of no standard, and watches whether it goes on to use its stream as it does otherwise.',
    hooks: ['restart'],
    async run(r) {
      const usual = await usuallyGoesOn(r, 'create-stream');
      if (usual === null) return r.notApplicable('The target takes over a stream instead of creating one.');
      const { used, answer } = await usesDespite(
        r,
        'create-stream',
        { ...usual, ms: usual.ms + r.limits.quiet },
        {
          configuration: { x_harness_text: 'unknown', x_harness_object: { nested: [1, null] } },
        },
      );
      if (used !== null) return;
      r.warns('SSF-8.1.1.1-01', {
        message:
          'With unknown members in its configuration the Receiver does not use its stream; without them it does.',
        expected: 'members that are not known are ignored',
        actual: 'no verification, no poll, no change',
        exchange: answer,
      });
    },
  }),
];
