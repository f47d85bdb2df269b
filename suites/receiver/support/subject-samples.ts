import type { JsonObject } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { madeUpEmail, unique } from './subjects.ts';

/** A subject format, the row that wants it accepted, and well-formed subjects of it. */
export interface FormatEntry {
  format: string;
  row: RequirementId;
  /** The interoperability profile wants the format of every Receiver (its section 2.5). */
  inProfile?: true;
  /** Well-formed subjects by what is special about them; `issuer` is ours. */
  subjects: (issuer: string) => Record<string, JsonObject>;
}

/** RFC 9493 3.2. Two subjects of a format at least: who takes one of them supports the format. */
export const FORMATS: readonly FormatEntry[] = [
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
export const SSF_FORMATS: Readonly<Record<string, Record<string, JsonObject>>> = {
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
export function complexSubjects(issuer: string): Record<string, JsonObject> {
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
