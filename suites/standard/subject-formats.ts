import type { RequirementId } from './requirement-ids.ts';

/** What the value of a member must look like; `suites/set/member-forms.ts` knows how to tell. */
export type MemberForm =
  | 'acct-uri'
  | 'addr-spec'
  | 'string-or-uri'
  | 'string'
  | 'e164'
  | 'did-url'
  | 'uri'
  | 'identifiers'
  | 'ip-addresses';

/** A member that a format requires, and the rows that say so. */
export interface FormatMember {
  name: string;
  form: MemberForm;
  /** The row that the SET breaks when the member is missing, when it is null or empty, when its form is wrong. */
  missing: RequirementId;
  /** null where the text has no rule about empty values. */
  empty: RequirementId | null;
  malformed: RequirementId;
}

export interface SubjectFormat {
  name: string;
  members: readonly FormatMember[];
  /** Wrong names that are often found in place of the right one. */
  slips?: Readonly<Record<string, string>>;
}

/** RFC 9493 3.2: all its formats state the same three rules, in the same three rows. */
function member(
  section: '3.2.1' | '3.2.2' | '3.2.3' | '3.2.4' | '3.2.5' | '3.2.6' | '3.2.7',
  name: string,
  form: MemberForm,
): FormatMember {
  return {
    name,
    form,
    malformed: `RFC9493-${section}-01`,
    missing: `RFC9493-${section}-02`,
    empty: `RFC9493-${section}-03`,
  };
}

/** The simple formats: eight of RFC 9493 3.2 and three of SSF 3.5. */
export const simpleFormats: readonly SubjectFormat[] = [
  { name: 'account', members: [member('3.2.1', 'uri', 'acct-uri')] },
  { name: 'email', members: [member('3.2.2', 'email', 'addr-spec')] },
  {
    name: 'iss_sub',
    members: [member('3.2.3', 'iss', 'string-or-uri'), member('3.2.3', 'sub', 'string-or-uri')],
  },
  { name: 'opaque', members: [member('3.2.4', 'id', 'string')] },
  {
    name: 'phone_number',
    members: [member('3.2.5', 'phone_number', 'e164')],
    slips: { phone: 'phone_number', number: 'phone_number' },
  },
  {
    name: 'did',
    members: [member('3.2.6', 'url', 'did-url')],
    slips: { uri: 'url', did: 'url', URL: 'url' },
  },
  { name: 'uri', members: [member('3.2.7', 'uri', 'uri')], slips: { url: 'uri' } },
  {
    name: 'aliases',
    members: [
      {
        name: 'identifiers',
        form: 'identifiers',
        malformed: 'RFC9493-3.2.8-01',
        missing: 'RFC9493-3.2.8-03',
        empty: 'RFC9493-3.2.8-04',
      },
    ],
  },
  {
    name: 'jwt_id',
    members: [
      { name: 'iss', form: 'string', missing: 'SSF-3.5.1-01', empty: null, malformed: 'SSF-3.5.1-02' },
      { name: 'jti', form: 'string', missing: 'SSF-3.5.1-01', empty: null, malformed: 'SSF-3.5.1-03' },
    ],
    slips: { issuer: 'iss' },
  },
  {
    name: 'saml_assertion_id',
    members: [
      { name: 'issuer', form: 'string', missing: 'SSF-3.5.2-01', empty: null, malformed: 'SSF-3.5.2-02' },
      {
        name: 'assertion_id',
        form: 'string',
        missing: 'SSF-3.5.2-01',
        empty: null,
        malformed: 'SSF-3.5.2-03',
      },
    ],
    slips: { iss: 'issuer', id: 'assertion_id' },
  },
  {
    name: 'ip-addresses',
    members: [
      {
        name: 'ip-addresses',
        form: 'ip-addresses',
        missing: 'SSF-3.5.3-01',
        empty: null,
        malformed: 'SSF-3.5.3-02',
      },
    ],
    slips: { ip_addresses: 'ip-addresses', ipAddresses: 'ip-addresses' },
  },
];

/** Format of a subject that several simple ones narrow down together (SSF 3.3). */
export const COMPLEX = 'complex';

/** Member names of a complex subject that SSF 3.3 defines; others may be used. */
export const COMPLEX_MEMBERS: readonly string[] = [
  'user',
  'device',
  'session',
  'application',
  'tenant',
  'org_unit',
  'group',
];

/** Formats that other documents have registered with IANA: RFC 9967 for SCIM events. */
export const OTHER_REGISTERED_FORMATS: readonly string[] = ['scim'];

const byName: ReadonlyMap<string, SubjectFormat> = new Map(
  simpleFormats.map((format) => [format.name, format]),
);

/** The simple format of a name; undefined for `complex` and for names that neither document defines. */
export function simpleFormat(name: string): SubjectFormat | undefined {
  return byName.get(name);
}
