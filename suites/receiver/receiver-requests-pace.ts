import { receiverCheck } from '../harness/receiver/check.ts';
import { answeredObject, only, shown, succeeded } from './support/calls.ts';
import { atRest, startsWithin } from './support/managed.ts';

/** s; longer than any run waits. */
const INTERVAL = 60;
/** A clock that runs fast, and the way of two requests, s. */
const TOLERANCE = 0.5;

/** SSF 8.1.1: how often a managed Receiver asks for verification. */
export const checks = [
  receiverCheck({
    id: 'receiver-requests/verification-interval',
    title: 'The Receiver does not ask for verification more often than min_verification_interval allows.',
    requirements: ['SSF-8.1.1-26'],
    what: 'Starts the target while its stream has a min_verification_interval of 60 s and no verification event comes, and measures the distance of its verification requests.',
    hooks: ['restart'],
    async run(r) {
      await startsWithin(r);
      const life = await r.freshLife({
        scene: { configuration: { min_verification_interval: INTERVAL }, verification: 'never' },
      });
      const first = await life.awaitCall(({ operation }) => operation === 'verify', r.limits.start);
      if (first === null) return r.notApplicable('The target does not ask for verification by itself.');
      const calls = await atRest(r, life, 3 * r.limits.quiet);
      const created = only(calls, 'create-stream').find((call) => answeredObject(call) !== null);
      if (answeredObject(created ?? first)?.min_verification_interval !== INTERVAL) {
        return r.notTested('The target took over a stream whose configuration it did not read.');
      }
      // What was refused, for want of a good token perhaps, is asked for again.
      const asked = only(calls, 'verify').filter(succeeded);
      const counted = asked[0];
      const second = asked.find((call) => call !== counted && call.streamId === counted?.streamId);
      if (counted === undefined || second === undefined) return;
      const distance = (second.atMs - counted.atMs) / 1000;
      if (distance >= INTERVAL - TOLERANCE) return;
      r.violates('SSF-8.1.1-26', {
        message: 'The Receiver asks for verification sooner than the Transmitter allows.',
        expected: `at least ${INTERVAL} s between two requests`,
        actual: `${distance.toFixed(1)} s: ${shown(second)}`,
        exchange: second,
      });
    },
  }),
];
