import type { TransmitterSeams } from '../transmitter/seams.ts';
import { VERIFICATION } from '../vocabulary/ssf-events.ts';
import type { Fault } from './fault.ts';
import { isObject, type Members, without } from './support/edits.ts';

/** Changes the subject identifiers of a format in every SET that is not about a stream, wherever they stand in sub_id. */
const subjectOf = (format: string, edit: (subject: Members) => unknown): TransmitterSeams => {
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    if (value.format === format) return edit(value);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
  };
  return {
    claims: (claims, { eventType }) =>
      eventType === VERIFICATION ? claims : { ...claims, sub_id: change(claims.sub_id) },
  };
};

/** A fault of one member of a format: the subject with that member replaced, or left out. */
function member(format: string, breaks: string, how: string, members: Members): Fault;
function member(format: string, breaks: string, how: string, members: string): Fault;
function member(format: string, breaks: string, how: string, members: Members | string): Fault {
  return {
    name: `subject-${format.replaceAll('_', '-')}-${how}`,
    breaks,
    summary:
      typeof members === 'string'
        ? `Subjects of the format ${format} have no ${members}.`
        : `Subjects of the format ${format} have ${JSON.stringify(members)}.`,
    seams: () =>
      subjectOf(format, (subject) =>
        typeof members === 'string' ? without(subject, members) : { ...subject, ...members },
      ),
  };
}

const user = { format: 'email', email: 'user@example.com' };

/** Faults of subject identifiers (RFC 9493 3.2, SSF 3.2 to 3.5). */
export const faults: readonly Fault[] = [
  member('account', 'RFC9493-3.2.1-01', 'no-acct-uri', { uri: 'user@example.com' }),
  member('account', 'RFC9493-3.2.1-02', 'without-uri', 'uri'),
  member('account', 'RFC9493-3.2.1-03', 'uri-empty', { uri: '' }),

  member('email', 'RFC9493-3.2.2-01', 'with-display-name', { email: 'Jane <jane@example.com>' }),
  member('email', 'RFC9493-3.2.2-02', 'without-email', 'email'),
  member('email', 'RFC9493-3.2.2-03', 'email-null', { email: null }),

  member('iss_sub', 'RFC9493-3.2.3-01', 'sub-a-number', { sub: 4711 }),
  member('iss_sub', 'RFC9493-3.2.3-02', 'without-iss', 'iss'),
  member('iss_sub', 'RFC9493-3.2.3-03', 'sub-empty', { sub: '' }),

  member('opaque', 'RFC9493-3.2.4-01', 'id-an-object', { id: { value: 'x' } }),
  member('opaque', 'RFC9493-3.2.4-02', 'without-id', 'id'),
  member('opaque', 'RFC9493-3.2.4-03', 'id-empty', { id: '' }),

  member('phone_number', 'RFC9493-3.2.5-01', 'national', { phone_number: '206-555-0100' }),
  member('phone_number', 'RFC9493-3.2.5-02', 'without-number', 'phone_number'),
  member('phone_number', 'RFC9493-3.2.5-03', 'number-null', { phone_number: null }),

  member('did', 'RFC9493-3.2.6-01', 'no-did', { url: 'https://example.com/123456' }),
  member('did', 'RFC9493-3.2.6-02', 'without-url', 'url'),
  member('did', 'RFC9493-3.2.6-03', 'url-empty', { url: '' }),

  member('uri', 'RFC9493-3.2.7-01', 'relative', { uri: '/users/jane' }),
  member('uri', 'RFC9493-3.2.7-02', 'without-uri', 'uri'),
  member('uri', 'RFC9493-3.2.7-03', 'uri-null', { uri: null }),

  member('aliases', 'RFC9493-3.2.8-01', 'of-strings', { identifiers: ['jane.smith@example.com'] }),
  member('aliases', 'RFC9493-3.2.8-03', 'without-identifiers', 'identifiers'),
  member('aliases', 'RFC9493-3.2.8-04', 'empty', { identifiers: [] }),
  member('aliases', 'RFC9493-3.2.8-06', 'twice', { identifiers: [user, user] }),
  member('aliases', 'RFC9493-3.2.8-07', 'nested', {
    identifiers: [user, { format: 'aliases', identifiers: [user] }],
  }),

  member('jwt_id', 'SSF-3.5.1-01', 'without-jti', 'jti'),
  member('jwt_id', 'SSF-3.5.1-02', 'iss-a-number', { iss: 1 }),
  member('jwt_id', 'SSF-3.5.1-03', 'jti-a-number', { jti: 1 }),

  {
    name: 'subject-saml-assertion-id-with-iss',
    breaks: 'SSF-3.5.2-01',
    summary: 'Subjects of the format saml_assertion_id have iss in place of issuer.',
    seams: () => subjectOf('saml_assertion_id', ({ issuer, ...subject }) => ({ ...subject, iss: issuer })),
  },
  member('saml_assertion_id', 'SSF-3.5.2-02', 'issuer-an-array', { issuer: ['https://idp.example.com/'] }),
  member('saml_assertion_id', 'SSF-3.5.2-03', 'id-a-number', { assertion_id: 1 }),

  {
    name: 'subject-ip-addresses-underscored',
    breaks: 'SSF-3.5.3-01',
    summary: 'Subjects of the format ip-addresses have the member ip_addresses.',
    seams: () =>
      subjectOf('ip-addresses', (subject) => ({
        format: 'ip-addresses',
        ip_addresses: subject['ip-addresses'],
      })),
  },
  member('ip-addresses', 'SSF-3.5.3-02', 'a-string', { 'ip-addresses': '192.0.2.75' }),
  member('ip-addresses', 'SSF-3.5.3-03', 'with-mask', { 'ip-addresses': ['192.0.2.0/24'] }),

  {
    name: 'subject-complex-of-strings',
    breaks: 'SSF-3.3-01',
    summary: 'The user of complex subjects is a string.',
    seams: () => subjectOf('complex', (subject) => ({ ...subject, user: 'user@example.com' })),
  },
  {
    name: 'subject-complex-nested',
    breaks: 'SSF-3.3-01',
    summary: 'The user of complex subjects is a complex subject itself.',
    seams: () => subjectOf('complex', (subject) => ({ ...subject, user: { format: 'complex', user } })),
  },
  {
    name: 'subject-complex-empty',
    breaks: 'SSF-3.3-01',
    summary: 'Complex subjects have no members.',
    seams: () => subjectOf('complex', () => ({ format: 'complex' })),
  },
  {
    name: 'subject-mixes-people',
    breaks: 'SSF-3.3.1-01',
    summary: 'The user of a complex subject is that of the one before.',
    seams: () => {
      let last: unknown;
      return subjectOf('complex', (subject) => {
        const before = last ?? subject.user;
        last = subject.user;
        return { ...subject, user: before };
      });
    },
  },
  {
    name: 'subject-aliases-mix-people',
    breaks: 'RFC9493-3.2.8-02',
    summary: 'Aliases begin with the identifier of whom the aliases before were about.',
    seams: () => {
      let last: unknown;
      return subjectOf('aliases', (subject) => {
        const identifiers: readonly unknown[] = Array.isArray(subject.identifiers) ? subject.identifiers : [];
        const before = last ?? identifiers[0];
        last = identifiers[0];
        return { ...subject, identifiers: [before, ...identifiers.slice(1)] };
      });
    },
  },

  {
    name: 'subject-without-format',
    breaks: 'RFC9493-3-01',
    summary: 'Subjects with an e-mail address have no format.',
    seams: () => subjectOf('email', (subject) => without(subject, 'format')),
  },
  {
    name: 'subject-format-hyphenated',
    breaks: 'SSF-3.4-01',
    summary: 'The format iss_sub is called iss-sub, as in early drafts.',
    seams: () => subjectOf('iss_sub', (subject) => ({ ...subject, format: 'iss-sub' })),
  },
  {
    name: 'subject-format-unregistered',
    breaks: 'SSF-3.4-01',
    summary: 'Opaque subjects have the format user_id, which nobody has registered or agreed on.',
    seams: () => subjectOf('opaque', (subject) => ({ ...subject, format: 'user_id' })),
  },
  {
    name: 'subject-type',
    breaks: 'RISC-3.1-01',
    summary: 'Subjects with an e-mail address have subject_type in place of format.',
    seams: () => subjectOf('email', (subject) => ({ ...without(subject, 'format'), subject_type: 'email' })),
  },
  {
    name: 'subject-extra-member',
    breaks: 'RFC9493-3-06',
    summary: 'Opaque subjects have a display name.',
    seams: () => subjectOf('opaque', (subject) => ({ ...subject, name: 'Jane' })),
  },
  {
    name: 'subject-uri-mailto',
    breaks: 'RFC9493-3.2-01',
    summary: 'Subjects of the format uri have a mailto: URI.',
    seams: () => subjectOf('uri', (subject) => ({ ...subject, uri: 'mailto:user@example.com' })),
  },
];
