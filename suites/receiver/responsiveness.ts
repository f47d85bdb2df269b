import { receiverCheck } from '../harness/receiver/check.ts';

/** Pushes that are timed; the slower half decides. */
const PUSHES = 5;

export const checks = [
  receiverCheck({
    id: 'responsiveness/at-once',
    title: 'A SET is answered at once, not after it was worked on.',
    requirements: ['RFC8935-2-07'],
    what: 'Times five good pushes, one after the other. Most of them are answered within two seconds, or a fifth of the limit for a request where that is less: the text names no time, so that only a long wait is a warning.',
    delivery: 'push',
    async run(r) {
      const limit = Math.min(2_000, r.limits.request / 5);
      let slow = 0;
      for (let sent = 1; sent <= PUSHES; sent += 1) {
        const { outcome, exchange, recorded } = await r.deliver({});
        if (outcome !== 'accepted' || exchange === null) return r.notTested('A good SET is not accepted.');
        await r.timing('request', exchange.durationMs, limit);
        if (exchange.durationMs > limit) slow += 1;
        // Three of five are the median; no need to wait for the others.
        const isSlow = slow > PUSHES / 2;
        r.expect(!isSlow, 'RFC8935-2-07', {
          message: 'The Receiver takes long to answer a push: it seems to work on the SET first.',
          expected: `most answers within ${limit} ms`,
          actual: `${slow} of ${sent} took longer; the last ${Math.round(exchange.durationMs)} ms`,
          hint: 'Keep the SET, answer 202, and act on it afterwards.',
          exchange,
          set: recorded,
        });
        if (isSlow || sent - slow > PUSHES / 2) return;
      }
    },
  }),
];
