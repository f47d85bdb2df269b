import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { outcomeOf, succeeded } from './support/answers.ts';
import { orderSet } from './support/order-set.ts';
import { drain, fetchTwo, pollFor, shortPoll } from './support/poll.ts';
import { waitUntil } from './support/wait.ts';

/** A poll that took this long was held, whatever the limit says, ms. */
const HELD = 1_000;

/** A poll that took so much longer than one that asks for an answer at once was held, ms. */
const PERCEPTIBLE = 250;

/** How long a poll is held, and how much it may bring (RFC 8936 2.2, 2.4, 2.5). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'poll-delivery/long-poll',
    title: 'A poll of {} is held until there is a SET or the time-out has passed.',
    requirements: ['RFC8936-2.5-02', 'RFC8936-2.4.1-01'],
    what: 'Polls an empty stream with {}; while the answer is held, orders a SET and sees that it ends the wait.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      if (!(await drain(t, stream)))
        return t.notTested('The stream does not run empty, or cannot be polled.');
      const timeoutMs = t.limits.longPoll + Math.max(t.limits.verification, t.limits.delivery);
      let answered = false;
      const held = t.poll(stream, {}, { timeoutMs }).finally(() => {
        answered = true;
      });
      // The check may end before the answer comes.
      held.catch(() => undefined);
      await Promise.race([held, waitUntil(t, (await t.now()) + t.limits.longPoll)]);
      const order = answered ? null : await orderSet(t, stream);
      const { exchange, sets } = await held;
      if (exchange.error?.kind === 'timeout' && order !== null) {
        const found = await pollFor(t, stream, order.isMet, 0);
        if (found === null)
          return t.notTested('The poll was held, but the event that was to end it did not come.');
        t.violates('RFC8936-2.5-02', {
          message: 'The poll is still held although there is a SET to deliver.',
          expected: 'an answer as soon as a SET is there',
          actual: `none within ${timeoutMs / 1_000} s, while another poll brought the SET at once`,
          exchange,
        });
        return;
      }
      if (!succeeded(exchange) && !t.expectStatus(exchange, [200], 'RFC8936-2.4.1-01', 'A poll of {}'))
        return;
      if (sets.length > 0) return;
      if (exchange.durationMs >= t.limits.longPoll) return;
      const finding = {
        expected: `the answer is held for ${t.limits.longPoll / 1_000} s or until there is a SET`,
        actual: `no SETs after ${Math.round(exchange.durationMs)} ms`,
        hint: 'If the Transmitter has a shorter time-out, lower the limit "longPoll".',
        exchange,
      };
      // The time-out is for the two sides to agree on (RFC 8936 2.2), so a short one is none the less one; but an
      // answer that comes as fast as if it were wanted at once was not held at all.
      const { exchange: immediate } = await shortPoll(t, stream);
      const isHeld =
        exchange.durationMs - immediate.durationMs >= Math.min(PERCEPTIBLE, t.limits.longPoll / 2);
      const message = isHeld
        ? 'A poll without returnImmediately is answered with nothing after a very short time-out.'
        : 'A poll without returnImmediately is answered with nothing before the time-out has passed.';
      if (isHeld) t.warns('RFC8936-2.5-02', { message, ...finding });
      else t.violates('RFC8936-2.5-02', { message, ...finding });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/return-immediately',
    title: 'A poll with returnImmediately is answered at once, though there is nothing to deliver.',
    requirements: ['RFC8936-2.2-08'],
    what: 'Fetches and acknowledges all there is, then polls with returnImmediately and measures the time.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      if (!(await drain(t, stream)))
        return t.notTested('The stream does not run empty, or cannot be polled.');
      const { exchange } = await shortPoll(t, stream);
      const inTime = exchange.durationMs < Math.max(t.limits.longPoll, HELD);
      t.expect(inTime, 'RFC8936-2.2-08', {
        message: 'A poll with returnImmediately is held.',
        expected: 'an answer at once',
        actual: `${outcomeOf(exchange)} after ${Math.round(exchange.durationMs)} ms`,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/max-events',
    title: 'A poll brings no more SETs than maxEvents, and says when there are more.',
    requirements: ['RFC8936-2.2-03', 'RFC8936-2.3-05'],
    what: 'Orders two SETs, waits until both are there, and polls with maxEvents 1.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      await fetchTwo(t, stream);
      const { exchange, sets, document } = await shortPoll(t, stream, { maxEvents: 1 });
      const few = t.expect(sets.length <= 1, 'RFC8936-2.2-03', {
        message: 'A poll with maxEvents 1 brings more than one SET.',
        expected: 'one SET at most',
        actual: `${sets.length} SETs`,
        exchange,
      });
      // A target that keeps back for a while what it has just delivered has nothing more to give now.
      if (!few || sets.length === 0) return;
      const more = document?.moreAvailable ?? false;
      const isAlone = async (): Promise<boolean> => (await shortPoll(t, stream)).sets.length < 2;
      t.expect(more !== false || (await isAlone()), 'RFC8936-2.2-03', {
        message: 'The answer does not say that there are more SETs than maxEvents let through.',
        expected: 'moreAvailable: true; left out it means false',
        actual: document?.moreAvailable ?? 'no moreAvailable',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/max-events-zero',
    title: 'A poll with maxEvents 0 brings no SETs.',
    requirements: ['RFC8936-2.4.2-02'],
    what: 'Polls with maxEvents 0 while a SET waits, before and after it was delivered a first time.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const judge = async (): Promise<boolean> => {
        const { exchange, sets } = await shortPoll(t, stream, { maxEvents: 0 });
        return (
          (succeeded(exchange) ||
            t.expectStatus(exchange, [200], 'RFC8936-2.4.2-02', 'A poll with maxEvents 0')) &&
          t.expect(sets.length === 0, 'RFC8936-2.4.2-02', {
            message: 'A poll with maxEvents 0 brings SETs; it is there to acknowledge and nothing else.',
            expected: 'empty sets',
            actual: `${sets.length} SETs`,
            exchange,
          })
        );
      };
      const { limitMs } = await orderSet(t, stream);
      if (!(await judge())) return;
      const found = await pollFor(t, stream, () => true, limitMs);
      if (found === null) return t.notTested('The SET that was ordered did not come.');
      await judge();
    },
  }),
];
