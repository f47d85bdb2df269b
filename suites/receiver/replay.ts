import { receiverCheck } from '../harness/receiver/check.ts';
import type { Attacked, CraftedSet, Delivered, ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { tamperedSignature } from './support/hostile-sets.ts';
import { NOT_ABOUT_THE_SET } from './support/refusals.ts';
import { withFlippedByte, withMembers, withParts } from './support/token.ts';

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
    id: 'replay/known-identifier',
    title: 'A SET is verified, also when a SET with its jti was accepted before.',
    requirements: ['RFC8935-2-11', 'RFC8417-5.1-06'],
    what: 'Delivers a good SET, then others with its jti: the same claims under a broken signature or none, and a SET of an attacker. They are refused like any other; that the jti is known is no reason to acknowledge them.',
    delivery: 'each',
    async run(r) {
      const good = await r.craft();
      const first = await r.deliver(good);
      if (first.outcome !== 'accepted') return r.notTested(`The SET is not accepted (${shown(first)}).`);
      const taken: { what: string; attacked: Attacked }[] = [];
      // Who takes such a SET with any jti is judged by refuse-*.
      const controls = await likeKnown(r, await r.craft());
      for (const [index, { what, set }] of (await likeKnown(r, good)).entries()) {
        const attacked = await r.attack(set);
        if (attacked.outcome !== 'accepted') continue;
        const control = controls[index];
        if (control === undefined || (await r.attack(control.set)).outcome === 'accepted') continue;
        taken.push({ what, attacked });
      }
      const [bad] = taken;
      if (bad === undefined) return;
      r.violates(r.delivery === 'push' ? 'RFC8935-2-11' : 'RFC8417-5.1-06', {
        message:
          'A SET that is not valid is accepted because its jti is that of one which was accepted before.',
        expected: 'the answer that it gets without that',
        actual: `accepted: ${taken.map(({ what }) => what).join('; ')}`,
        hint: 'Verify first, and then look whether the jti is known.',
        exchange: bad.attacked.exchange ?? undefined,
        set: bad.attacked.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'replay/poisoned-identifier',
    title: 'A SET is accepted, although a SET with its jti was refused before.',
    requirements: ['RFC8935-2.2-01', 'RFC8936-2-05'],
    what: 'Delivers a SET of an attacker, which is refused, and then a good one with the same jti, which is accepted. Where the effects can be asked for, it has one.',
    delivery: 'each',
    async run(r) {
      const row = r.delivery === 'push' ? 'RFC8935-2.2-01' : 'RFC8936-2-05';
      const good = await r.craft();
      const [forged] = await likeKnown(r, good);
      if (forged === undefined) return;
      const refused = await r.attack(forged.set);
      if (refused.outcome === 'accepted') return r.notTested('The SET of the attacker is accepted.');
      const delivered = await r.deliver(good);
      const evidence = { exchange: delivered.exchange ?? undefined, set: delivered.recorded };
      const isAccepted = r.expect(delivered.outcome === 'accepted', row, {
        message: 'After a forged SET the good one with the same jti is not accepted.',
        expected: 'it is judged by itself',
        actual: shown(delivered),
        hint: 'Remember the jti of accepted SETs only: whoever guesses one could keep the SET from you.',
        ...evidence,
      });
      if (!isAccepted || !r.hooks.includes('effects')) return;
      const { set: later } = await r.deliver({});
      if ((await r.awaitEffect(later)) === null) return;
      if ((await r.awaitEffect(good)) !== null) return;
      // What a Receiver does about an event is its own choice (SSF 4.1.5), but the later one had an effect.
      r.warns(row, {
        message: 'After a forged SET the good one with the same jti is acknowledged, but has no effect.',
        expected: 'the effect that a good SET has',
        actual: 'none',
        hint: 'Remember the jti of accepted SETs only.',
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

/** Forged SETs with the identifier of a good one; the first by somebody else's key. */
async function likeKnown<R extends RequirementId>(
  r: ReceiverProbe<R>,
  { jti, compact }: CraftedSet,
): Promise<{ what: string; set: CraftedSet }[]> {
  const { kid } = await r.publicJwk('current');
  const sameJti = (claims: Record<string, unknown>): Record<string, unknown> => ({ ...claims, jti });
  const forged = await r.craft({
    key: 'attacker',
    header: (header) => ({ ...header, kid }),
    claims: sameJti,
  });
  const again = await r.craft({ claims: sameJti });
  const asSet = (token: string): CraftedSet => ({ ...again, jti, compact: token });
  const strip = (members: Record<string, unknown>): string =>
    withParts(compact, ({ header }) => ({ header: withMembers(header, members), signature: '' }));
  return [
    { what: "other claims, signed with an attacker's key", set: { ...forged, jti } },
    {
      what: 'the same claims, a broken signature',
      set: asSet(withParts(compact, ({ signature }) => ({ signature: withFlippedByte(signature) }))),
    },
    { what: 'the same claims, no signature', set: asSet(strip({})) },
    { what: 'the same claims, alg none', set: asSet(strip({ alg: 'none' })) },
  ];
}

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
