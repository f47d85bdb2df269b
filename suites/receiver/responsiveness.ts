import { receiverCheck } from '../harness/receiver/check.ts';

/** Pushes of one type that are timed; the median decides. */
const PUSHES = 3;

/** One that ends something, and one that makes work in another place. */
const TYPES = ['session-revoked', 'token-claims-change'];

export const checks = [
  receiverCheck({
    id: 'responsiveness/at-once',
    title: 'A SET is answered at once, not after it was worked on.',
    requirements: ['RFC8935-2-07'],
    what: 'Times three good pushes of each of two event types, one after the other. Most of them are answered within two seconds, or a quarter of the limit for a request where that is less: the text names no time, so that only a long wait is a warning.',
    delivery: 'push',
    async run(r) {
      const limit = Math.min(2_000, r.limits.request / 4);
      let judged = 0;
      for (const name of TYPES) {
        let slow = 0;
        for (let sent = 1; sent <= PUSHES && slow < 2 && sent - slow < 3; sent += 1) {
          const type = `https://schemas.openid.net/secevent/caep/event-type/${name}`;
          const { outcome, exchange, recorded } = await r.deliver({ type });
          if (outcome !== 'accepted' || exchange === null) break;
          judged += 1;
          await r.timing('request', exchange.durationMs, limit);
          if (exchange.durationMs > limit) slow += 1;
          r.expect(slow < 2, 'RFC8935-2-07', {
            message: `The Receiver takes long to answer a push of ${name}: it seems to work on the SET first.`,
            expected: `most answers within ${limit} ms`,
            actual: `${slow} of ${sent} took longer, the last one ${Math.round(exchange.durationMs)} ms`,
            hint: 'Keep the SET, answer 202, and act on it afterwards.',
            exchange,
            set: recorded,
          });
        }
      }
      if (judged === 0) return r.notTested('No good SET is accepted.');
    },
  }),
];
