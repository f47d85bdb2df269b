import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { SeenSet } from '../harness/probe.ts';
import { judgeStreamSubject } from '../set/stream-event-rules.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { VERIFICATION } from '../standard/vocabulary.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { shortPoll } from './support/poll.ts';
import { reportViolations } from './support/report-violations.ts';
import { readStatus } from './support/status.ts';
import {
  awaitVerification,
  expectSound,
  hasState,
  orderVerification,
  requestVerification,
  verificationEvent,
} from './support/verification.ts';

/** What must survive the way through JSON, base64url and back: quotes, =, +, backslash, letters beyond ASCII and beyond the BMP. */
const AWKWARD = '"\'=+/\\ äßŁ 日本語 🔑 %20&amp;';

/** The verification event (SSF 8.1.4.1). One that nobody asked for may come at any time and is tolerated. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'verification/event-arrives',
    title: 'The verification event that was promised arrives over the enabled stream.',
    requirements: ['SSF-8.1.4.2-17', 'SSF-8.1.2.1-08'],
    what: 'Requests verification and waits for its event by the delivery method of the stream, as long as the limit "verification" allows.',
    delivery: 'each',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const { requested: exchange, set } = await t.verify(stream, { insist: true });
      if (!succeeded(exchange)) return t.notTested('The verification request was not answered with success.');
      // What is wrong with an event that did arrive is judged by the other checks of this family.
      if (set !== null) return;
      const status = await readStatus(t, stream);
      if (status !== null && status !== 'enabled') {
        return t.notTested(`No event came, and the status of the new stream is ${status}: it need not come.`);
      }
      const polled = stream.pollUrl === null ? null : (await shortPoll(t, stream)).exchange;
      if (polled !== null && [401, 403].includes(statusOf(polled) ?? 0)) {
        // SSF 7.1.1 only recommends that polls are authorized as the management API is.
        return t.notTested(`The Receiver's token does not open the poll endpoint: ${outcomeOf(polled)}.`);
      }
      if (polled !== null && !succeeded(polled)) {
        t.violates('SSF-8.1.4.2-17', {
          message: 'The verification request was accepted, but its event cannot be polled.',
          expected: 'a poll that is answered 200 and brings the verification event',
          actual: outcomeOf(polled),
          exchange: polled,
        });
        return;
      }
      t.violates('SSF-8.1.4.2-17', {
        message: 'The verification request was accepted, but its event never came.',
        expected: `a verification event within ${t.limits.verification / 1_000} s`,
        actual: 'none',
        hint: 'If the Transmitter promises a longer time, raise the limit "verification".',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'verification/event-form',
    title: 'A verification event has its type, and the stream as its opaque subject.',
    requirements: ['SSF-8.1.4.1-01', 'SSF-8.1.4.1-03', 'SSF-8.1.4.1-04', 'SSF-8.1.4.1-05'],
    what: 'Requests verification and looks at the event type and at sub_id of the SET that comes.',
    delivery: 'each',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const { exact, other } = await awaitVerification(t, stream, await orderVerification(t, stream));
      const set = exact ?? other;
      if (set === null) return t.notTested('No verification event came.');
      t.expect(verificationEvent(set) !== null, 'SSF-8.1.4.1-01', {
        message: 'The event that answers a verification request has another type than verification.',
        expected: VERIFICATION,
        actual: Object.keys((set.parsed.claims?.events as object | undefined) ?? {}).join(', '),
        set,
      });
      const violations = judgeStreamSubject(VERIFICATION, set.parsed.claims ?? {}, stream.id);
      reportViolations<RequirementId>(
        t,
        violations.map((violation) => ({ violation, set })),
      );
    },
  }),

  transmitterCheck({
    id: 'verification/state-echo',
    title: 'The state of a verification request comes back unchanged.',
    requirements: ['SSF-8.1.4.2-04'],
    what: 'Requests verification with a long state that has quotes, =, +, a backslash and letters beyond ASCII, and compares the state of the event with it.',
    delivery: 'each',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      expectSound(t, stream);
      const state = `${t.random()}${AWKWARD}${t.random()}`;
      const exchange = await requestVerification(t, stream, state);
      if (exchange.response !== null && !succeeded(exchange)) {
        // With a plain one it works, or the check ends here.
        await orderVerification(t, stream);
        t.violates('SSF-8.1.4.2-04', {
          message: 'A state of arbitrary characters is refused, while a plain one is taken.',
          expected: 'any string as state',
          actual: outcomeOf(exchange),
          exchange,
        });
        return;
      }
      if (!succeeded(exchange)) return t.notTested('The verification request was not answered with success.');
      const { exact, other } = await awaitVerification(t, stream, state);
      if (exact !== null) return;
      if (other === null) return t.notTested('No verification event came.');
      t.violates('SSF-8.1.4.2-04', {
        message: hasState(other)
          ? 'The state of the verification event is not the one of the request.'
          : 'The verification event lacks the state of the request.',
        expected: `state: ${JSON.stringify(state)}`,
        actual: stateOf(other),
        hint: 'The state has to come back character by character: no trimming, escaping or re-encoding.',
        set: other,
      });
    },
  }),

  transmitterCheck({
    id: 'verification/no-state-unasked',
    title: 'A verification event that nobody asked for has no state.',
    requirements: ['SSF-8.1.4.2-06'],
    what: 'Requests verification once; every other verification event on the stream was not asked for and must lack state.',
    delivery: 'each',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      expectSound(t, stream);
      const state = t.random();
      const requested = await requestVerification(t, stream, state);
      if (!succeeded(requested))
        return t.notTested('The verification request was not answered with success.');
      const own = await t.awaitSet(
        stream,
        (set) => verificationEvent(set)?.state === state,
        t.limits.verification,
      );
      if (own === null)
        return t.notTested('The verification event that was asked for did not come as it should.');
      const isForeign = (set: typeof own): boolean =>
        hasState(set) && verificationEvent(set)?.state !== state;
      const foreign = await t.awaitSet(stream, isForeign, 0);
      if (foreign === null) return;
      t.violates('SSF-8.1.4.2-06', {
        message: 'A verification event has a state that no request gave.',
        expected: `no state, or state: ${JSON.stringify(state)}`,
        actual: stateOf(foreign),
        set: foreign,
      });
    },
  }),

  transmitterCheck({
    id: 'verification/without-state',
    title: 'A verification request without state leads to an event without state.',
    requirements: ['SSF-8.1.4.2-07'],
    what: 'Requests verification without a state and looks whether the event has one.',
    delivery: 'each',
    endpoints: ['verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      expectSound(t, stream);
      const exchange = await requestVerification(t, stream, null);
      if (!succeeded(exchange)) {
        return t.notTested('The verification request without state was not answered with success.');
      }
      const limit = t.limits.verification;
      const first = await t.awaitSet(stream, (set) => verificationEvent(set) !== null, limit);
      if (first === null) return t.notTested('No verification event came.');
      if (!hasState(first)) return;
      // It may be one that nobody asked for, which is judged elsewhere; then the right one follows.
      const plain = (set: typeof first): boolean => verificationEvent(set) !== null && !hasState(set);
      if ((await t.awaitSet(stream, plain, t.limits.quiet)) !== null) return;
      t.violates('SSF-8.1.4.2-07', {
        message: 'The verification event has a state although its request gave none.',
        expected: 'no state',
        actual: stateOf(first),
        set: first,
      });
    },
  }),
];

/** The state of a verification event as JSON, so that a state "none" does not read as none. */
function stateOf(set: SeenSet): string {
  const event = verificationEvent(set);
  return event !== null && 'state' in event ? `state: ${JSON.stringify(event.state)}` : 'no state';
}
