import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import {
  expectTaken,
  RECEIPT,
  receiptRow,
  refusedOf,
  requirePlain,
  tellRefused,
} from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { exerciseFormat } from './support/exercise-format.ts';
import { madeUpEmail, unique } from './support/subjects.ts';
import { carrier } from './support/wanted.ts';

interface Entry {
  format: string;
  row: RequirementId;
  /** The interoperability profile wants the format of every Receiver (its section 2.5). */
  inProfile?: true;
  /** Well-formed subjects by what is special about them; `issuer` is ours. */
  subjects: (issuer: string) => Record<string, JsonObject>;
}

/** RFC 9493 3.2. Two subjects of a format at least: who takes one of them supports the format. */
const FORMATS: readonly Entry[] = [
  {
    format: 'account',
    row: 'RFC9493-3.2.1-04',
    subjects: () => ({
      'a plain account': { format: 'account', uri: `acct:user-${unique()}@example.com` },
      'a percent-encoded one': { format: 'account', uri: `acct:user%2B${unique()}@example.com` },
    }),
  },
  {
    format: 'email',
    row: 'RFC9493-3.2.2-04',
    inProfile: true,
    subjects: () => ({
      'a plain address': madeUpEmail(),
      'with a plus sign and dots': { format: 'email', email: `jane.doe+${unique()}@mail.example.com` },
      'with an apostrophe': { format: 'email', email: `o'brien-${unique()}@example.com` },
    }),
  },
  {
    format: 'iss_sub',
    row: 'RFC9493-3.2.3-04',
    inProfile: true,
    subjects: (iss) => ({
      'a plain subject': { format: 'iss_sub', iss, sub: unique() },
      'with a vertical bar': { format: 'iss_sub', iss, sub: `auth0|${unique()}` },
      'with an address': { format: 'iss_sub', iss, sub: `user-${unique()}@example.com` },
    }),
  },
  {
    format: 'opaque',
    row: 'RFC9493-3.2.4-04',
    subjects: () => ({
      'letters and digits': { format: 'opaque', id: unique() },
      'other characters': { format: 'opaque', id: `CN=Jörg ${unique()}/Example, O=Ex=` },
    }),
  },
  {
    format: 'phone_number',
    row: 'RFC9493-3.2.5-04',
    subjects: () => ({
      'a number in the USA': { format: 'phone_number', phone_number: '+12065550100' },
      'a number in the United Kingdom': { format: 'phone_number', phone_number: '+447700900123' },
    }),
  },
  {
    format: 'did',
    row: 'RFC9493-3.2.6-04',
    subjects: () => ({
      'a DID': { format: 'did', url: `did:example:${unique()}` },
      'a DID URL': { format: 'did', url: `did:example:${unique()}/path?versionId=1#key-1` },
    }),
  },
  {
    format: 'uri',
    row: 'RFC9493-3.2.7-04',
    subjects: () => ({
      'a URL': { format: 'uri', uri: `https://users.example.com/${unique()}` },
      'a URN': { format: 'uri', uri: 'urn:uuid:4e851e98-83c4-4743-a5da-150ecb53042f' },
    }),
  },
];

/** SSF 3.5. */
const SSF_FORMATS: Readonly<Record<string, Record<string, JsonObject>>> = {
  jwt_id: {
    'a UUID': {
      format: 'jwt_id',
      iss: 'https://idp.example.com/123/',
      jti: 'B70BA622-9515-4353-A866-823539EECBC8',
    },
    'another string': { format: 'jwt_id', iss: 'idp.example.com', jti: 'f61t6e20/zdo3+px56=' },
  },
  saml_assertion_id: {
    'a SAML identifier': {
      format: 'saml_assertion_id',
      issuer: 'https://idp.example.com/123/',
      assertion_id: '_8e8dc5f69a98cc4c1ff3427e5ce34606fd672f91e6',
    },
    'an issuer that is no URL': {
      format: 'saml_assertion_id',
      issuer: 'idp.example.com',
      assertion_id: '_4711',
    },
  },
  'ip-addresses': {
    'IPv4 and IPv6': {
      format: 'ip-addresses',
      'ip-addresses': ['192.0.2.75', '2001:0db8:0000:0000:0000:8a2e:0370:7334'],
    },
    'one, compressed': { format: 'ip-addresses', 'ip-addresses': ['2001:db8::7334'] },
  },
};

/** The members of a complex subject that SSF 3.3 names, each with a simple subject. */
function complexSubjects(issuer: string): Record<string, JsonObject> {
  const user = madeUpEmail();
  const device = { format: 'iss_sub', iss: 'https://mdm.example.com/', sub: unique() };
  const opaque = (): JsonObject => ({ format: 'opaque', id: unique() });
  const complex = (members: JsonObject): JsonObject => ({ format: 'complex', ...members });
  return {
    user: complex({ user }),
    'user and device': complex({ user, device }),
    'user and session': complex({ user, session: opaque() }),
    'user and application': complex({ user, application: { format: 'iss_sub', iss: issuer, sub: unique() } }),
    'user and tenant': complex({ user, tenant: opaque() }),
    'user and org_unit': complex({ user, org_unit: opaque() }),
    'user and group': complex({ user, group: opaque() }),
    'device and tenant': complex({ device, tenant: opaque() }),
  };
}

function acceptsFormat({ format, row, inProfile, subjects }: Entry): ReceiverCheck {
  const profile: readonly RequirementId[] = inProfile === true ? ['CAEP-INTEROP-2.5-02'] : [];
  return receiverCheck({
    id: `accept-subject/${format.replace('_', '-')}`,
    title: `A Receiver that supports the subject format ${format} accepts well-formed subjects of it`,
    what: `Delivers events about well-formed subjects of the format ${format}. A Receiver that refuses all of them is taken not to support the format, which only the interoperability profile forbids, and only for email and iss_sub.`,
    requirements: [row, ...profile],
    delivery: 'each',
    async run(r: ReceiverProbe) {
      await exerciseFormat(r, {
        format,
        requirement: row,
        duty: inProfile === true && r.profile === 'caep-interop' ? 'CAEP-INTEROP-2.5-02' : null,
        subjects: subjects(r.issuer),
      });
    },
  });
}

export const checks: readonly ReceiverCheck[] = [
  ...FORMATS.map(acceptsFormat),

  receiverCheck({
    id: 'accept-subject/aliases',
    title: 'A Receiver that supports aliases finds the subject by any identifier that it knows',
    what: 'Delivers events about aliases subjects: a known identifier before an unknown one, behind it, and one alone.',
    requirements: ['RFC9493-3.2.8-08'],
    delivery: 'each',
    async run(r) {
      const { subject } = await r.craft();
      const known = subject.format === 'aliases' || subject.format === 'complex' ? madeUpEmail() : subject;
      const unknown = { format: 'opaque', id: unique() };
      const aliases = (...identifiers: JsonObject[]): JsonObject => ({ format: 'aliases', identifiers });
      await exerciseFormat(r, {
        format: 'aliases',
        requirement: 'RFC9493-3.2.8-08',
        duty: null,
        subjects: {
          'one alone': aliases(known),
          'the known one first': aliases(known, unknown),
          'the known one last': aliases(unknown, known),
          'two of one format': aliases(known, madeUpEmail(), madeUpEmail()),
        },
      });
    },
  }),

  ...Object.entries(SSF_FORMATS).map(([format, subjects]) =>
    receiverCheck({
      id: `accept-subject/${format.replaceAll('_', '-')}`,
      title: `A Receiver that supports the subject format ${format} accepts well-formed subjects of it`,
      what: `Delivers events about well-formed subjects of the format ${format}. A Receiver that refuses all of them is taken not to support the format.`,
      requirements: [...RECEIPT],
      delivery: 'each',
      async run(r) {
        await exerciseFormat(r, { format, requirement: receiptRow(r), duty: null, subjects });
      },
    }),
  ),

  receiverCheck({
    id: 'accept-subject/other-issuer',
    title: 'A Receiver accepts an iss_sub subject whose `iss` is not the issuer of the SET',
    what: 'Delivers events about iss_sub subjects of another issuer, named by a URL and by a plain string.',
    requirements: ['RFC9493-4.2-02'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const about = (iss: string): JsonObject => ({ format: 'iss_sub', iss, sub: unique() });
      const tried = await deliverVariants(r, [
        { what: 'a URL', type, subject: about('https://idp.example.com/') },
        { what: 'a plain string', type, subject: about('example-idp') },
      ]);
      const refused = refusedOf(tried);
      if (refused.length === 0) return;
      await requirePlain(r);
      const own = await r.deliver({ type, subject: about(r.issuer) });
      if (own.outcome !== 'accepted') {
        r.notApplicable(
          'The Receiver accepts no subject of the format iss_sub; accept-subject/iss-sub judges that.',
        );
      }
      tellRefused(r, refused, {
        what: 'An event about a subject of another issuer than that of the SET',
        requirement: 'RFC9493-4.2-02',
        hint: 'RFC 9493 section 4.2: `iss` of the subject may be another than `iss` of the JWT.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-subject/complex',
    title: 'A Receiver makes the best of a complex subject, whatever members of SSF it has',
    what: 'Delivers events about complex subjects with each of the seven members that SSF names.',
    requirements: ['SSF-3.6-01'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const tried = await deliverVariants(
        r,
        Object.entries(complexSubjects(r.issuer)).map(([what, subject]) => ({ what, type, subject })),
      );
      await expectTaken(r, tried, {
        what: 'An event about a complex subject',
        requirement: 'SSF-3.6-01',
        as: 'warns',
        hint: 'SSF section 3.6: a Receiver makes its best effort to process all members of a subject.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-subject/complex-unknown-member',
    title:
      'A Receiver accepts a complex subject with a member that it does not know and that is not critical',
    what: 'Delivers an event about a complex subject with a user and a member of an unknown name, and one without that member.',
    requirements: ['SSF-3.3-12'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const known = { format: 'complex', user: madeUpEmail() };
      const more = { ...known, x_conformance_badge: { format: 'opaque', id: unique() } };
      const tried = await deliverVariants(r, [{ what: 'with x_conformance_badge', type, subject: more }]);
      const refused = refusedOf(tried);
      if (refused.length === 0) return;
      const without = await r.deliver({ type, subject: known });
      if (without.outcome !== 'accepted') {
        r.notTested('The Receiver accepts no complex subject; accept-subject/complex judges that.');
      }
      tellRefused(r, refused, {
        what: 'An event about a complex subject with a further member',
        requirement: 'SSF-3.3-12',
        hint: 'SSF section 3.3 lets a complex subject have further members; only critical ones must be understood.',
      });
    },
  }),
];
