import { receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { expectRefusals, noteWhatIsRefused, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forAudience, forAudienceForm, forForm, forIssuer, forIssuerForm } from './support/right-codes.ts';
import { without } from './support/token.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/** SETs that are signed rightly but whose claims are not those of a SET for this Receiver (RFC 8417 section 2.2). */
export const checks = [
  receiverCheck({
    id: 'refuse-claims/issuer',
    title: 'A SET of another issuer is refused as invalid_issuer.',
    requirements: ['SSF-4.1.6-02', 'RFC8935-2-04', 'RFC7519-7.2-01', 'RFC8935-2.4-03'],
    what: 'Delivers SETs, signed with our key, whose `iss` names another host, another path, or differs from our issuer by a slash, a blank, a letter at its end, its case or its scheme, or has it in it: issuers are compared character by character (RFC 7519 section 2). One of them is an issuer with metadata and keys of its own, and signed with these.',
    delivery: 'each',
    async run(r) {
      const others = [
        'https://other-issuer.example.com',
        `https://other-issuer.example.com/?iss=${r.issuer}`,
        `${r.issuer}/other`,
        `${r.issuer}/`,
        `${r.issuer} `,
        r.issuer.slice(0, -1),
        r.issuer.toUpperCase(),
        r.issuer.replace(/^https?/, (scheme) => (scheme === 'http' ? 'https' : 'http')),
      ];
      await expectRefusals(r, [...others.map(claimed('iss')), await ownIssuer(r)], {
        what: 'A SET of another issuer',
        requirement: 'SSF-4.1.6-02',
        hint: '`iss` equals the issuer whose metadata you fetched, character by character.',
        codes: { requirement: 'RFC8935-2.4-03', right: forIssuer },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/issuer-form',
    title: 'A SET without an issuer, or with one that is not a string, is refused.',
    requirements: ['RFC8417-2.2-17', 'RFC7519-7.2-01', 'RFC8935-2-01', 'RFC8935-2.4-03'],
    what: 'Delivers SETs whose `iss` is missing, null, empty, an array with our issuer in it, or a number.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, [missing('iss'), ...[null, '', [r.issuer], 1].map(claimed('iss'))], {
        what: 'A SET whose `iss` is no issuer',
        requirement: 'RFC8417-2.2-17',
        codes: { requirement: 'RFC8935-2.4-03', right: forIssuerForm },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/audience',
    title: 'A SET for somebody else is refused as invalid_audience.',
    requirements: [
      'SSF-4.1.8-06',
      'RFC8935-2-03',
      'RFC7519-4.1.3-01',
      'RFC8725-3.9-01',
      'RFC7519-7.2-01',
      'RFC8935-2.4-04',
    ],
    what: 'Delivers SETs whose `aud` is somebody else, an array of others, begins or ends like ours, or differs by its case or a slash. A SET without `aud`, which RFC 8417 only recommends, or with null is sent too and only noted.',
    delivery: 'each',
    async run(r) {
      const other = 'https://other-receiver.example.com';
      const similar = [
        `${r.audience}.example.org`,
        `${other}?aud=${r.audience}`,
        `${other} ${r.audience}`,
        `${r.audience}/`,
        r.audience.slice(0, -1),
        otherCase(r.audience),
      ];
      const others = [other, [other, 'https://third-receiver.example.com'], ...similar, similar, r.issuer];
      await expectRefusals(r, others.map(claimed('aud')), {
        what: 'A SET for another audience',
        requirement: 'SSF-4.1.8-06',
        hint: 'Look for the `aud` of the stream configuration in `aud` of the SET.',
        codes: { requirement: 'RFC8935-2.4-04', right: forAudience },
      });
      await noteWhatIsTaken(r, [missing('aud'), claimed('aud')(null)], {
        what: 'A SET without `aud`',
        requirement: 'SSF-4.1.8-06',
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/audience-form',
    title: 'A SET whose `aud` is there but names nobody is refused.',
    requirements: ['RFC7519-4.1.3-01', 'RFC8935-2-03', 'RFC8935-2.4-04'],
    what: 'Delivers SETs whose `aud` is an empty string, an empty array, an array with an empty string, or no string and no array of strings.',
    delivery: 'each',
    async run(r) {
      const malformed = [{ [r.audience]: true }, [[r.audience]], [{ aud: r.audience }], 1, true];
      await expectRefusals(r, ['', [], [''], ...malformed].map(claimed('aud')), {
        what: 'A SET whose `aud` names nobody',
        requirement: 'RFC7519-4.1.3-01',
        codes: { requirement: 'RFC8935-2.4-04', right: forAudienceForm },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/issued-at',
    title: 'A SET without the time of its issue, or with one that is not a number, is refused.',
    requirements: ['RFC8417-2.2-17', 'RFC8935-2-01', 'RFC8935-2.4-01'],
    what: 'Delivers SETs whose `iat` is missing, null, a string or an object. An `iat` ten years ahead or five years ago is sent too and only noted: nothing says that age makes a SET invalid.',
    delivery: 'each',
    async run(r) {
      const now = Math.floor(Date.now() / 1000);
      await expectRefusals(
        r,
        [missing('iat'), ...[null, String(now), new Date().toISOString(), {}, true].map(claimed('iat'))],
        {
          what: 'A SET whose `iat` is no time',
          requirement: 'RFC8417-2.2-17',
          codes: { requirement: 'RFC8935-2.4-01', right: forForm },
        },
      );
      await noteWhatIsTaken(r, [{ what: 'ten years ahead', set: withClaim('iat', now + 10 * YEAR_S) }], {
        what: 'A SET that was issued in the future',
        requirement: 'RFC8417-2.2-17',
      });
      await noteWhatIsRefused(r, [{ what: 'five years ago', set: withClaim('iat', now - 5 * YEAR_S) }], {
        what: 'A SET that was issued long ago',
        requirement: 'RFC8417-2.2-17',
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/jwt-id',
    title: 'A SET without an identifier, or with one that is not a string, is refused.',
    requirements: ['RFC8417-2.2-17', 'RFC8935-2-01', 'RFC8935-2.4-01'],
    what: 'Delivers SETs whose `jti` is missing, null, a number, an array or an object. An empty one is sent too and only noted.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, [missing('jti'), ...[null, Date.now(), [r.random()], {}].map(claimed('jti'))], {
        what: 'A SET whose `jti` is no identifier',
        requirement: 'RFC8417-2.2-17',
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
      await noteWhatIsTaken(r, [claimed('jti')('')], {
        what: 'A SET with an empty `jti`',
        requirement: 'RFC8417-2.2-17',
      });
    },
  }),

  receiverCheck({
    id: 'refuse-claims/events',
    title: 'A SET without events, or with events of another form, is refused.',
    requirements: ['RFC8417-2.2-17', 'RFC8935-2-01', 'RFC8935-2.4-01', 'CAEP-INTEROP-2.8.1-02'],
    what: 'Delivers SETs whose `events` is missing, an empty object, a string or an array, or has an event that is no object. Two events in one SET, which the profile forbids to Transmitters, are only noted.',
    delivery: 'each',
    async run(r) {
      const { type } = await r.craft();
      const events = ['revoked', null, true, [], 1].map((event) => ({ [type]: event }));
      const wrong = [null, {}, type, [type], [{ [type]: {} }], ...events];
      await expectRefusals(r, [missing('events'), ...wrong.map(claimed('events'))], {
        what: 'A SET whose `events` holds no event',
        requirement: 'RFC8417-2.2-17',
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
      const two = (events: unknown): unknown => ({ ...(events as object), 'https://example.com/event': {} });
      await noteWhatIsTaken(
        r,
        [{ what: 'two event types', set: { claims: (own) => ({ ...own, events: two(own.events) }) } }],
        { what: 'A SET with two events', requirement: 'CAEP-INTEROP-2.8.1-02' },
      );
    },
  }),

  receiverCheck({
    id: 'refuse-claims/in-a-batch',
    title: 'Of several SETs in one poll answer the good ones are acknowledged, and only these.',
    requirements: ['RFC8936-2-04', 'RFC8936-2-05'],
    what: 'Offers SETs with a broken signature, of another issuer, for another audience and without events in one batch with good ones.',
    delivery: 'poll',
    async run(r) {
      const alone = await r.deliver({});
      if (alone.outcome !== 'accepted') return r.notTested(`A good SET is not accepted (${alone.outcome}).`);
      const { kid } = await r.publicJwk('current');
      const bad: readonly Variant[] = [
        { what: 'a broken signature', set: { key: 'attacker', header: (header) => ({ ...header, kid }) } },
        { what: 'another issuer', set: withClaim('iss', 'https://other-issuer.example.com') },
        { what: 'another audience', set: withClaim('aud', 'https://other-receiver.example.com') },
        { what: 'no events', set: { claims: (claims) => without(claims, 'events') } },
      ];
      const [first, ...rest] = await r.deliverAll([{}, ...bad.map(({ set }) => set), {}]);
      const taken = bad.flatMap(({ what }, index) => (rest[index]?.outcome === 'accepted' ? [what] : []));
      r.expect(taken.length === 0, 'RFC8936-2-04', {
        message: 'SETs that are not valid are acknowledged together with good ones.',
        expected: 'in `ack` the good ones only',
        actual: `acknowledged too: ${taken.join('; ')}`,
        exchange: rest[0]?.exchange ?? undefined,
      });
      const last = rest.at(-1);
      r.expect(first?.outcome === 'accepted' && last?.outcome === 'accepted', 'RFC8936-2-05', {
        message: 'Good SETs are not acknowledged when SETs that are not valid come with them.',
        expected: 'each SET is judged by itself',
        actual: `the first: ${first?.outcome}; the last: ${last?.outcome}`,
        exchange: last?.exchange ?? undefined,
      });
    },
  }),
];

/** An issuer who has all that it takes, but is not the one of this Receiver. */
async function ownIssuer<R extends RequirementId>(r: ReceiverProbe<R>): Promise<Variant> {
  const { url } = await r.trap();
  return { what: `iss is ${url}, signed with its key`, set: { key: 'attacker', ...withClaim('iss', url) } };
}

/** The same with each letter in the other case. */
function otherCase(text: string): string {
  return text.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
}

function missing(name: string): Variant {
  return { what: `${name} is missing`, set: { claims: (claims) => without(claims, name) } };
}

/** The claim has this value. */
function claimed(name: string): (value: unknown) => Variant {
  return (value) => ({ what: `${name} is ${JSON.stringify(value)}`, set: withClaim(name, value) });
}

function withClaim(name: string, value: unknown): SetSpec {
  return { claims: (claims) => ({ ...claims, [name]: value }) };
}
