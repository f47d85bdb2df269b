import { receiverCheck } from '../harness/receiver/check.ts';
import type { CraftedSet, Delivered, ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { tamperedSignature } from './support/hostile-sets.ts';
import { NOT_ABOUT_THE_SET } from './support/refusals.ts';

/** SETs that come again (RFC 8935 section 2, RFC 8936 section 2.4): a Transmitter may repeat whatever it sent. */
export const checks = [
  receiverCheck({
    id: 'replay/push',
    title: 'A SET that is pushed again is answered as it was the first time.',
    requirements: ['RFC8935-2-11', 'RFC8417-2.2-05'],
    what: 'Pushes one and the same good SET twice; the second answer is that of a new one. Who answers a known jti with an error makes Transmitters repeat it without end. A second effect is only noted.',
    delivery: 'push',
    async run(r) {
      const set = await r.craft();
      const first = await r.deliver(set);
      if (first.outcome !== 'accepted')
        return r.notTested(`The SET is not accepted at first (${shown(first)}).`);
      const second = await r.deliver(set);
      expectAnswer(r, second);
      r.expect(second.status === first.status, 'RFC8935-2-11', {
        message: 'A SET that was accepted is answered otherwise when it comes again.',
        expected: `${shown(first)}, as before`,
        actual: shown(second),
        hint: 'Acknowledge a jti that came before, and do nothing else because of it.',
        exchange: second.exchange ?? undefined,
        set: second.recorded,
      });
      await noteSecondEffect(r, set);
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
      expectAnswer(r, second);
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
    requirements: ['RFC8936-2.4-02', 'RFC8417-2.2-05'],
    what: 'Offers one and the same good SET twice, the second time after it was acknowledged; it is acknowledged again. A second effect is only noted.',
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
      await noteSecondEffect(r, set);
    },
  }),
];

/** Ends the check where the second push was not answered for the SET's sake: repetition may well be slowed down. */
function expectAnswer<R extends RequirementId>(r: ReceiverProbe<R>, second: Delivered): void {
  if (second.status === null || NOT_ABOUT_THE_SET.has(second.status)) {
    r.notTested(`The SET was not answered when it came again (${shown(second)}).`);
  }
}

/**
 * Notes a second effect of a SET that came twice, where effects can be asked for. That jti is used to find this out is
 * optional (RFC 8417 section 2.2). The effect of a later SET ends the wait.
 */
async function noteSecondEffect<R extends RequirementId>(
  r: ReceiverProbe<R | 'RFC8417-2.2-05'>,
  set: CraftedSet,
): Promise<void> {
  if (!r.hooks.includes('effects')) return;
  const { set: later } = await r.deliver({});
  if ((await r.awaitEffect(later)) === null) return;
  const effects = await r.effects();
  const [ofSet, ofLater] = [r.effectsOf(set, effects).length, r.effectsOf(later, effects).length];
  if (ofSet <= ofLater) return;
  r.notes('RFC8417-2.2-05', {
    message: 'A SET that came twice was acted on twice.',
    expected: `${ofLater} effects, as of one that came once`,
    actual: `${ofSet} effects`,
    hint: 'Remember the jti of accepted SETs.',
  });
}

function shown({ outcome, status }: Delivered): string {
  return status === null ? outcome : `status ${status}`;
}
