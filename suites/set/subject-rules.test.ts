import { describe, expect, test } from 'vitest';
import { simpleFormats } from '../standard/subject-formats.ts';
import { identifiersOf } from './subject.ts';
import { judgeComplex, judgeFormat } from './subject-format-rules.ts';
import {
  judgeExtraMembers,
  judgeFormatMember,
  judgeFormatName,
  judgeMostSpecific,
  judgeSubjectType,
} from './subject-rules.ts';
import type { Violation } from './violation.ts';

/** Every violation of a SET with this sub_id, as `row` or `row cap`. */
function rows(subId: unknown, eventTypes: string[] = []): string[] {
  return identifiersOf({ sub_id: subId, events: {} })
    .flatMap((found): Violation[] => [
      ...judgeFormatMember(found),
      ...judgeSubjectType(found),
      ...judgeFormatName(found, eventTypes),
      ...judgeExtraMembers(found),
      ...judgeMostSpecific(found),
      ...judgeFormat(found),
      ...(found.place === 'subject' ? judgeComplex(found) : []),
    ])
    .map(({ requirement, cap }) => (cap === undefined ? requirement : `${requirement} ${cap}`));
}

const email = { format: 'email', email: 'user@example.com' };

test.each([
  { format: 'account', uri: 'acct:example.user@service.example.com' },
  { format: 'account', uri: 'ACCT:a%40b@example.com' },
  email,
  { format: 'email', email: '"quoted@local part"@example.com' },
  { format: 'email', email: 'üser@exämple.com' },
  { format: 'iss_sub', iss: 'https://issuer.example.com/', sub: '145234573' },
  { format: 'iss_sub', iss: 'issuer', sub: 'auth0|5f7c8ec7c33c6c004bbafe82' },
  { format: 'iss_sub', iss: 'https://issuer.example.com/', sub: 'urn:user:1' },
  { format: 'opaque', id: '1' },
  { format: 'phone_number', phone_number: '+12065550100' },
  { format: 'did', url: 'did:example:123456/did/url/path?versionId=1' },
  { format: 'did', url: 'did:example:123456' },
  { format: 'uri', uri: 'urn:uuid:4e851e98-83c4-4743-a5da-150ecb53042f' },
  { format: 'aliases', identifiers: [email, { format: 'email', email: 'other@example.com' }] },
  { format: 'jwt_id', iss: 'https://idp.example.com/', jti: 'B70BA622' },
  { format: 'saml_assertion_id', issuer: 'https://idp.example.com/', assertion_id: '_8e8d' },
  {
    format: 'ip-addresses',
    'ip-addresses': ['10.29.37.75', '2001:0db8:0:0:0:8a2e:0370:7334', 'fe80::1%eth0'],
  },
  { format: 'complex', user: email, tenant: { format: 'iss_sub', iss: 'https://a.example', sub: '1' } },
  { format: 'complex', user: { format: 'aliases', identifiers: [email] } },
  { format: 'complex', robot: email, note: { color: 'red' }, user: email },
  { format: 'https://vendor.example/formats/badge', anything: 1 },
])('%j is right', (subject) => {
  const additional = 'note' in subject ? ['SSF-3.3-01 warn'] : [];
  expect(rows(subject)).toEqual(additional);
});

describe('a member that its format requires', () => {
  test.each(simpleFormats.flatMap(({ name, members }) => members.map((member) => [name, member] as const)))(
    'of %s is missed, and refused when it is null',
    (format, member) => {
      const right: Record<string, unknown> = { format };
      for (const { name } of simpleFormats.find((f) => f.name === format)?.members ?? [])
        right[name] = 'x:y@z';
      const { [member.name]: _, ...without } = right;
      expect(rows(without)).toContain(member.missing);
      expect(rows({ ...right, [member.name]: null })).toContain(member.empty ?? member.malformed);
      expect(rows({ ...right, [member.name]: 17 })).toContain(member.malformed);
    },
  );
});

test.each<[unknown, string[]]>([
  [{ email: 'user@example.com' }, ['RFC9493-3-01']],
  [{ format: 5 }, ['RFC9493-3-01']],
  [{ subject_type: 'email', email: 'user@example.com' }, ['RISC-3.1-01']],
  [{ ...email, subject_type: 'email' }, ['RISC-3.1-01 warn']],
  [{ format: 'Email', email: 'user@example.com' }, ['SSF-3.4-01']],
  [{ format: 'iss-sub', iss: 'a', sub: 'b' }, ['SSF-3.4-01']],
  [{ format: 'catalog_item', catalog_id: 'b' }, ['SSF-3.4-01']],
  [{ ...email, verified: true }, ['RFC9493-3-06']],
  [{ format: 'uri', uri: 'mailto:user@example.com' }, ['RFC9493-3.2-01']],
  [{ format: 'account', uri: 'user@example.com' }, ['RFC9493-3.2.1-01']],
  [{ format: 'email', email: '' }, ['RFC9493-3.2.2-03']],
  [{ format: 'email', email: 'user' }, ['RFC9493-3.2.2-01']],
  [{ format: 'email', email: 'User <user@example.com>' }, ['RFC9493-3.2.2-01']],
  [{ format: 'email', email: 'mailto:user@example.com' }, ['RFC9493-3.2.2-01']],
  [{ format: 'iss_sub', iss: 'https://a.example', sub: '1:2' }, ['RFC9493-3.2.3-01']],
  [{ format: 'phone_number', phone_number: '206-555-0100' }, ['RFC9493-3.2.5-01']],
  [{ format: 'phone_number', phone_number: '+1 206 555 0123' }, ['RFC9493-3.2.5-01 warn']],
  [{ format: 'phone_number', phone: '+12065550100' }, ['RFC9493-3.2.5-02']],
  [{ format: 'did', uri: 'did:example:1' }, ['RFC9493-3.2.6-02']],
  [{ format: 'did', url: 'https://example.com' }, ['RFC9493-3.2.6-01']],
  [{ format: 'uri', uri: '/relative' }, ['RFC9493-3.2.7-01']],
  [{ format: 'aliases', identifiers: [] }, ['RFC9493-3.2.8-04']],
  [{ format: 'aliases', identifiers: email }, ['RFC9493-3.2.8-01']],
  [{ format: 'aliases', identifiers: ['user@example.com'] }, ['RFC9493-3.2.8-01']],
  [{ format: 'aliases', identifiers: [email, { ...email }] }, ['RFC9493-3.2.8-06']],
  [{ format: 'aliases', identifiers: [{ format: 'aliases', identifiers: [email] }] }, ['RFC9493-3.2.8-07']],
  [{ format: 'aliases', identifiers: [{ format: 'email', email: 'x' }] }, ['RFC9493-3.2.2-01']],
  [{ format: 'saml_assertion_id', iss: 'a', assertion_id: 'b' }, ['SSF-3.5.2-01']],
  [{ format: 'jwt_id', iss: '', jti: 'b' }, ['SSF-3.5.1-02 warn']],
  [{ format: 'ip-addresses', ip_addresses: ['10.0.0.1'] }, ['SSF-3.5.3-01']],
  [{ format: 'ip-addresses', 'ip-addresses': '10.0.0.1' }, ['SSF-3.5.3-02']],
  [{ format: 'ip-addresses', 'ip-addresses': ['10.0.0.1/8'] }, ['SSF-3.5.3-03']],
  [{ format: 'ip-addresses', 'ip-addresses': [] }, ['SSF-3.5.3-02 note']],
  [{ format: 'complex' }, ['SSF-3.3-01']],
  [{ format: 'complex', user: 'user@example.com' }, ['SSF-3.3-01']],
  [{ format: 'complex', user: { format: 'complex', user: email } }, ['SSF-3.3-01']],
  [{ format: 'complex', user: { format: 'email' } }, ['RFC9493-3.2.2-02']],
])('%j breaks %j', (subject, expected) => {
  expect(rows(subject)).toEqual(expected);
});

test('the name `phone`, which RISC itself writes, is left to the rules of its two events', () => {
  const subject = { format: 'phone', phone_number: '+12065550100' };
  const type = 'https://schemas.openid.net/secevent/risc/event-type/identifier-recycled';
  expect(rows(subject, [type])).toEqual([]);
  expect(rows(subject)).toEqual(['SSF-3.4-01']);
});

test('the subject inside a CAEP event is judged too, the member of another event is not', () => {
  const event = (type: string) => identifiersOf({ sub_id: email, events: { [type]: { subject: email } } });
  expect(event('https://schemas.openid.net/secevent/caep/event-type/session-revoked')).toHaveLength(2);
  expect(event('https://vendor.example/mail-received')).toHaveLength(1);
});
