import { receiverCheck } from '../harness/receiver/check.ts';
import type { Delivered } from '../harness/receiver/probe.ts';
import { tamperedSignature } from './support/hostile-sets.ts';

/** SETs that come again (RFC 8935 section 2, RFC 8936 section 2.4): a Transmitter may repeat whatever it sent. */
export const checks = [
  receiverCheck({
    id: 'replay/push',
    title: 'A SET that is pushed again is answered as it was the first time.',
    requirements: ['RFC8935-2-11'],
    what: 'Pushes one and the same good SET twice; the second answer is that of a new one. Who answers a known jti with an error makes Transmitters repeat it without end.',
    delivery: 'push',
    async run(r) {
      const set = await r.craft();
      const first = await r.deliver(set);
      if (first.outcome !== 'accepted')
        return r.notTested(`The SET is not accepted at first (${shown(first)}).`);
      const second = await r.deliver(set);
      r.expect(second.status === first.status, 'RFC8935-2-11', {
        message: 'A SET that was accepted is answered otherwise when it comes again.',
        expected: `${shown(first)}, as before`,
        actual: shown(second),
        hint: 'Acknowledge a jti that came before, and do nothing else because of it.',
        exchange: second.exchange ?? undefined,
        set: second.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'replay/refused-push',
    title: 'A SET that was refused is refused again.',
    requirements: ['RFC8935-2-11'],
    what: 'Pushes one and the same SET with a broken signature twice, each time between good ones. That it came before is no reason to acknowledge it, or to name another error.',
    delivery: 'push',
    async run(r) {
      const set = await r.craft(tamperedSignature);
      const first = await r.attack(set);
      if (first.outcome !== 'refused')
        return r.notTested(`The SET is not refused at first (${shown(first)}).`);
      const second = await r.attack(set);
      const evidence = { exchange: second.exchange ?? undefined, set: second.recorded };
      const isSame = r.expect(second.status === first.status, 'RFC8935-2-11', {
        message: 'A SET that was refused is answered otherwise when it comes again.',
        expected: `${shown(first)}, as before`,
        actual: shown(second),
        ...evidence,
      });
      if (!isSame || second.err === first.err) return;
      // The code is part of the answer, but a Receiver may well find another one of several errors first.
      r.warns('RFC8935-2-11', {
        message: 'A SET that was refused is refused with another error code when it comes again.',
        expected: first.err,
        actual: second.err,
        ...evidence,
      });
    },
  }),

  receiverCheck({
    id: 'replay/poll',
    title: 'A polled SET that comes again is acknowledged again.',
    requirements: ['RFC8936-2.4-02'],
    what: 'Offers one and the same good SET twice, the second time after it was acknowledged; it is acknowledged again.',
    delivery: 'poll',
    async run(r) {
      const set = await r.craft();
      const first = await r.deliver(set);
      if (first.outcome !== 'accepted')
        return r.notTested(`The SET is not acknowledged at first (${shown(first)}).`);
      const second = await r.deliver(set);
      if (second.outcome === 'unanswered') return r.notTested('The Receiver no longer polls.');
      r.expect(second.outcome === 'accepted', 'RFC8936-2.4-02', {
        message: 'A SET that was acknowledged is not acknowledged when it comes again.',
        expected: 'its jti in ack',
        actual: second.outcome === 'refused' ? `in setErrs, ${second.err}` : 'passed over',
        hint: 'Acknowledge a jti that came before, and do nothing else because of it.',
        exchange: second.exchange ?? undefined,
        set: second.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'replay/effect',
    title: 'A SET that comes again has no second effect.',
    requirements: ['RFC8417-2.2-05'],
    what: 'Delivers one and the same SET twice, then another; once the other had its effect, the first has had as many as before. That jti is used so is optional: a second effect is only noted.',
    delivery: 'each',
    hooks: ['effects'],
    async run(r) {
      const set = await r.craft();
      await r.deliver(set);
      if ((await r.awaitEffect(set)) === null) return r.notTested('The SET had no effect at first.');
      const before = r.effectsOf(set, await r.effects()).length;
      await r.deliver(set);
      const other = await r.deliver({});
      if ((await r.awaitEffect(other.set)) === null) return r.notTested('A later SET had no effect.');
      const after = r.effectsOf(set, await r.effects()).length;
      r.expect(after === before, 'RFC8417-2.2-05', {
        message: 'A SET that came again was acted on again.',
        expected: `${before} effects, as before`,
        actual: `${after} effects`,
        hint: 'Remember the jti of accepted SETs.',
        set: other.recorded,
      });
    },
  }),
];

function shown({ outcome, status }: Delivered): string {
  return status === null ? outcome : `status ${status}`;
}
