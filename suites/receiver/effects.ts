import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { Delivered, ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { fateOf, isDeclined } from './support/acceptance.ts';
import { madeUpEmail, unique } from './support/subjects.ts';
import { carrier, wants } from './support/wanted.ts';

/** How long to wait for an effect is a matter of patience; that an effect comes at all is shown by a plain SET first. */
async function requireEffect(r: ReceiverProbe, set: SetSpec, what: string): Promise<Delivered> {
  const delivered = await r.deliver(set);
  if (delivered.outcome !== 'accepted') r.notTested(`${what} is not accepted (${fateOf(delivered)}).`);
  if ((await r.awaitEffect(delivered.set)) === null) {
    // What a Receiver does about an event is its own choice (SSF 4.1.5).
    r.notTested(`${what} has no effect at this Receiver, so that the lack of one says nothing.`);
  }
  return delivered;
}

/** Judges that a SET which was accepted has an effect. One that was not is for the checks of acceptance. */
async function expectEffect<R extends RequirementId>(
  r: ReceiverProbe<R>,
  set: SetSpec,
  rule: {
    what: string;
    requirement: R;
    hint: string;
    /** A Receiver need not take such SETs at all. */
    optional?: true;
  },
): Promise<void> {
  const before = (await r.effects()).length;
  const delivered = await r.deliver(set);
  if (delivered.outcome !== 'accepted') {
    const reason = `${rule.what} is not accepted (${fateOf(delivered)}).`;
    if (rule.optional === true && isDeclined(delivered)) r.notApplicable(reason);
    r.notTested(reason);
  }
  const effect = await r.until(async () => {
    const effects = await r.effects();
    // Who does not tell the jti tells the user as he knows him, which need not be as the SET names him.
    const nameless = effects.slice(before).filter(({ jti }) => jti === undefined);
    return [...r.effectsOf(delivered.set, effects), ...nameless][0] ?? null;
  }, r.limits.effect);
  if (effect !== null) return;
  r.violates(rule.requirement, {
    message: `${rule.what} is accepted, but has no effect.`,
    expected: 'an effect, as a plain SET of this type has',
    actual: 'none',
    hint: rule.hint,
    exchange: delivered.exchange ?? undefined,
    set: delivered.recorded,
  });
}

type HostileRow = 'RFC7515-5.2-01' | 'RFC7519-4.1.3-01' | 'SSF-4.1.6-02';

const DEVICE_COMPLIANCE_CHANGE = `${CAEP_EVENT_BASE}device-compliance-change`;

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'effects/unknown-members',
    title:
      'A SET with claims and event members that a Receiver does not know has the effect that it has without them',
    what: 'Delivers a plain SET, then one with unknown claims and event members; both have to have an effect.',
    requirements: ['SSF-4.2.3-03'],
    hooks: ['effects'],
    async run(r) {
      const type = await carrier(r);
      await requireEffect(r, { type }, 'A plain SET');
      await expectEffect(
        r,
        {
          type,
          claims: (claims) => ({
            ...claims,
            x_conformance: { a: [1] },
            events: addMembers(claims.events, { x_conformance: ['ignore', 'me'] }),
          }),
        },
        {
          what: 'A SET with unknown members',
          requirement: 'SSF-4.2.3-03',
          hint: 'SSF section 4.2.3: Receivers ignore the fields that they do not understand, not the events.',
        },
      );
    },
  }),

  receiverCheck({
    id: 'effects/refused-without-effect',
    title: 'What a Receiver refuses has no effect.',
    what: 'Delivers SETs between good ones: signed by a foreign key, for another audience, of another issuer. Those that are refused must have no effect; those that are accepted are for refuse-*.',
    requirements: ['RFC7515-5.2-01', 'RFC7519-4.1.3-01', 'SSF-4.1.6-02'],
    delivery: 'each',
    hooks: ['effects'],
    async run(r) {
      const type = await carrier(r);
      await requireEffect(r, { type }, 'A plain SET');
      const { kid } = await r.publicJwk('current');
      const hostile: [HostileRow, string, SetSpec][] = [
        [
          'RFC7515-5.2-01',
          'signed by a foreign key',
          { key: 'attacker', header: (header) => ({ ...header, kid }) },
        ],
        [
          'RFC7519-4.1.3-01',
          'for another audience',
          { claims: (c) => ({ ...c, aud: 'https://b.example.org' }) },
        ],
        ['SSF-4.1.6-02', 'of another issuer', { claims: (c) => ({ ...c, iss: 'https://b.example.org' }) }],
      ];
      for (const [requirement, what, flaw] of hostile) {
        const { outcome, effects, exchange, recorded } = await r.attack({ type, ...flaw });
        if (outcome === 'accepted' || effects === null || effects.length === 0) continue;
        r.violates(requirement, {
          message: `A SET ${what} is refused, but has an effect all the same.`,
          expected: 'no effect',
          actual: effects,
          exchange: exchange ?? undefined,
          set: recorded,
        });
        // One hole lets all of them through: one finding.
        return;
      }
    },
  }),

  receiverCheck({
    id: 'effects/critical-subject-member',
    title: 'A Receiver discards an event whose subject has a critical member that it cannot process.',
    what: "Starts the target while our metadata names an unknown member as critical, and delivers events about complex subjects without it and with it. The one with it must have no effect; whether it is accepted is the target's choice.",
    requirements: ['SSF-3.6-03', 'SSF-7.1-20'],
    delivery: 'each',
    hooks: ['restart', 'effects'],
    async run(r) {
      const critical = 'x_conformance_enclave';
      await r.freshLife({ scene: { metadata: { critical_subject_members: [critical] } } });
      const type = await carrier(r);
      const complex = (): JsonObject => ({ format: 'complex', user: madeUpEmail() });
      await requireEffect(r, { type, subject: complex() }, 'An event about a complex subject');
      const delivered = await r.deliver({
        type,
        subject: { ...complex(), [critical]: { format: 'opaque', id: unique() } },
      });
      // What would be done because of it is done when the effect of a later one is there.
      await requireEffect(r, { type, subject: complex() }, 'A later event about a complex subject');
      const effects = r.effectsOf(delivered.set, await r.effects());
      r.expect(effects.length === 0, 'SSF-3.6-03', {
        message: 'An event whose subject has an unknown critical member has an effect.',
        expected: 'no effect: the event is discarded',
        actual: effects,
        hint: 'SSF sections 3.6 and 7.1: critical_subject_members of the metadata says which members have to be understood.',
        exchange: delivered.exchange ?? undefined,
        set: delivered.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'effects/device-of-tenant',
    title: 'A Receiver understands a complex subject whose only principal is a device.',
    what: 'Delivers a device-compliance-change event about a plain subject, which has to have an effect, and one about a device of a tenant.',
    requirements: ['CAEP-3.5-10'],
    hooks: ['effects'],
    async run(r) {
      const type = DEVICE_COMPLIANCE_CHANGE;
      if ((await wants(r, type)) === 'no') r.notApplicable('The Receiver did not ask for this type.');
      const device = { format: 'iss_sub', iss: 'https://mdm.example.com/', sub: unique() };
      await requireEffect(r, { type }, 'A device-compliance-change event');
      await expectEffect(
        r,
        { type, subject: { format: 'complex', device, tenant: { format: 'opaque', id: unique() } } },
        {
          what: 'A device-compliance-change event about a device of a tenant',
          requirement: 'CAEP-3.5-10',
          hint: 'CAEP section 3.5 shows such a subject.',
        },
      );
    },
  }),

  receiverCheck({
    id: 'effects/email-canonicalization',
    title: 'A Receiver finds a user by an address that is written in another case.',
    what: 'Delivers an event about an e-mail address, which has to have an effect, and one about the same address with its domain in capitals.',
    requirements: ['RFC9493-3.2.2.1-01'],
    hooks: ['effects'],
    async run(r) {
      const type = await carrier(r);
      const { subject } = await r.craft();
      const address = subject.format === 'email' ? String(subject.email) : `user-${unique()}@example.com`;
      await requireEffect(
        r,
        { type, subject: { format: 'email', email: address } },
        'An event about an address',
      );
      const [local = '', domain = ''] = address.split(/@(?=[^@]*$)/);
      await expectEffect(
        r,
        { type, subject: { format: 'email', email: `${local}@${domain.toUpperCase()}` } },
        {
          what: 'An event about an address whose domain is in capitals',
          requirement: 'RFC9493-3.2.2.1-01',
          hint: 'RFC 9493 section 3.2.2.1: recipients apply their canonicalization to the addresses that come.',
        },
      );
    },
  }),

  receiverCheck({
    id: 'effects/aliases',
    title:
      'A Receiver that accepts aliases acts on the subject that it knows, whatever else stands beside it',
    what: 'Delivers an event about a user, which has to have an effect, and one about aliases with this user and an unknown identifier.',
    requirements: ['RFC9493-3.2.8-08'],
    hooks: ['effects'],
    async run(r) {
      const type = await carrier(r);
      const { subject } = await r.craft();
      const known = subject.format === 'aliases' || subject.format === 'complex' ? madeUpEmail() : subject;
      await requireEffect(r, { type, subject: known }, 'An event about a user');
      await expectEffect(
        r,
        {
          type,
          subject: { format: 'aliases', identifiers: [{ format: 'opaque', id: unique() }, known] },
        },
        {
          what: 'An event about aliases',
          requirement: 'RFC9493-3.2.8-08',
          hint: 'RFC 9493 section 3.2.8: every identifier is one of the same subject.',
          optional: true,
        },
      );
    },
  }),
];

function addMembers(events: unknown, members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(events as Record<string, JsonObject>).map(([type, event]) => [
      type,
      { ...event, ...members },
    ]),
  );
}
