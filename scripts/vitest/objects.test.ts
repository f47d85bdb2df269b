import { describe, expect as plainExpect, test } from 'vitest';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { expect } from './index.ts';

/** The message with which an assertion fails; it must fail. */
function complaint(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('The assertion held.');
}

const email = { format: 'email', email: 'anna@example.com' };
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
let deep: unknown = 1;
for (let level = 0; level < 300; level++) deep = { a: deep };
const polluted: unknown = JSON.parse('{"__proto__":{"format":"email"},"constructor":1}');

describe('toBeConformantEvent', () => {
  test('takes events of the standards, by name and by URI, and members of their own', () => {
    expect({}).toBeConformantEvent('session-revoked');
    expect({ event_timestamp: 1_700_000_000, 'x-own': 1, left_out: undefined }).toBeConformantEvent(
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
    );
    expect({ credential_type: 'password', change_type: 'update' }).toBeConformantEvent('credential-change');
    expect({ state: 'x' }).toBeConformantEvent('verification');
  });

  const faults: [string, string, object, RequirementId, string, object?][] = [
    [
      'a missing member',
      'credential-change',
      { credential_type: 'password' },
      'CAEP-3.3-04',
      'event.change_type',
    ],
    [
      'a value that is not in the list',
      'device-compliance-change',
      { current_status: 'ok', previous_status: 'compliant' },
      'CAEP-3.5-05',
      'event.current_status',
    ],
    [
      'milliseconds',
      'session-revoked',
      { event_timestamp: 1_700_000_000_000 },
      'CAEP-2-02',
      'event.event_timestamp',
    ],
    [
      'a subject of another format',
      'identifier-changed',
      {},
      'RISC-2.5-04',
      'sub_id',
      { subject: { format: 'opaque', id: '1' } },
    ],
    [
      'no reason, which the profile wants',
      'session-revoked',
      {},
      'CAEP-INTEROP-3.1-02',
      'reason_admin',
      { profile: 'caep-interop' },
    ],
  ];
  test.each(faults)('finds %s', (_, type, event, rule, where, options) => {
    const message = complaint(() => expect(event).toBeConformantEvent(type, options));
    plainExpect(message).toContain(rule);
    plainExpect(message).toContain(where);
    plainExpect(message).toMatch(/ {4}seen: +\S/);
    expect(event).not.toBeConformantEvent(type, options);
  });

  test.each([
    ['an unknown name', {}, 'session-revokd', 'Did you mean "session-revoked"'],
    ['a type that no standard defines', {}, 'https://example.com/event', 'cannot be judged'],
    ['no type', {}, undefined, 'no non-empty string'],
    ['undefined', undefined, 'session-revoked', 'type undefined'],
    ['a token', 'a.b.c', 'session-revoked', 'toBeConformantSet'],
    ['what holds itself', cyclic, 'session-revoked', 'cannot be written as JSON'],
    ['a BigInt', { event_timestamp: 1n }, 'session-revoked', 'cannot be written as JSON'],
    ['what is nested too deep', { deep }, 'session-revoked', 'levels deep'],
  ])('refuses %s, negated or not', (_, event, type, words) => {
    plainExpect(complaint(() => expect(event).toBeConformantEvent(type as string))).toContain(words);
    plainExpect(complaint(() => expect(event).not.toBeConformantEvent(type as string))).toContain(words);
  });
});

describe('toBeSubjectIdentifier', () => {
  test('takes simple, complex and aliases identifiers', () => {
    expect(email).toBeSubjectIdentifier();
    expect({ format: 'iss_sub', iss: 'https://idp.example.com', sub: '1' }).toBeSubjectIdentifier();
    expect({ format: 'complex', user: email, device: { format: 'opaque', id: 'd' } }).toBeSubjectIdentifier();
    expect({ format: 'aliases', identifiers: [email] }).toBeSubjectIdentifier();
  });

  const faults: [string, object, RequirementId, string][] = [
    ['no format', { email: 'anna@example.com' }, 'RFC9493-3-01', 'sub_id'],
    ['a missing member', { format: 'email' }, 'RFC9493-3.2.2-02', 'sub_id.email'],
    ['an unknown format', { format: 'mail', mail: 'x' }, 'SSF-3.4-01', 'sub_id.format'],
    [
      'a complex one in a complex one',
      { format: 'complex', user: { format: 'complex', user: email } },
      'SSF-3.3-01',
      'sub_id.user',
    ],
    [
      'the old member subject_type',
      { subject_type: 'email', email: 'a@example.com' },
      'RISC-3.1-01',
      'sub_id',
    ],
    [
      'aliases among aliases',
      { format: 'aliases', identifiers: [{ format: 'aliases', identifiers: [email] }] },
      'RFC9493-3.2.8-07',
      'sub_id.identifiers.0',
    ],
    [
      'what is wrong in a member whose name has a slash',
      { format: 'complex', 'own/~member': { format: 'email' } },
      'RFC9493-3.2.2-02',
      'sub_id."own/~member".email:',
    ],
    ['names of the language', polluted as object, 'RFC9493-3-01', 'sub_id'],
  ];
  test.each(faults)('finds %s', (_, subject, rule, where) => {
    const message = complaint(() => expect(subject).toBeSubjectIdentifier());
    plainExpect(message).toContain(rule);
    plainExpect(message).toContain(where);
    expect(subject).not.toBeSubjectIdentifier();
  });

  test.each([
    [null, 'received null'],
    ['anna@example.com', 'type string'],
    [cyclic, 'cannot be written as JSON'],
  ])('refuses %j, negated or not', (subject, words) => {
    plainExpect(complaint(() => expect(subject).toBeSubjectIdentifier())).toContain(words);
    plainExpect(complaint(() => expect(subject).not.toBeSubjectIdentifier())).toContain(words);
  });
});

describe('toHaveEvent', () => {
  const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
  const tokenOf = (claims: unknown): string =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.AA`;
  const token = tokenOf({
    txn: 't',
    jti: 'j-1',
    sub_id: email,
    events: { [REVOKED]: { initiating_entity: 'admin', reason_admin: { en: 'x' } } },
  });

  test('finds an event by type, subject, members and claims, in part or by asymmetric matchers', () => {
    expect(token).toHaveEvent('session-revoked');
    expect(token).toHaveEvent(REVOKED, { subject: { email: 'anna@example.com' } });
    expect(token).toHaveEvent('session-revoked', {
      subject: email,
      event: { reason_admin: { en: expect.any(String) as string } },
      claims: { txn: 't' },
    });
    expect(tokenOf({ events: { [REVOKED]: { subject: email } } })).toHaveEvent(REVOKED, { subject: email });
  });

  test.each([
    ['credential-change', undefined, 'its event is session-revoked'],
    [
      'session-revoked',
      { subject: { email: 'ben@example.com' } },
      'subject.email: expected "ben@example.com", seen "anna@example.com"',
    ],
    [
      'session-revoked',
      { event: { initiating_entity: 'user' } },
      'event.initiating_entity: expected "user", seen "admin"',
    ],
    ['session-revoked', { event: { toString: 'x' } }, 'seen nothing'],
    ['session-revoked', { claims: { jti: 'other' } }, 'claims.jti: expected "other", seen "j-1"'],
  ])('tells what differs: %s %j', (type, wish, words) => {
    expect(token).not.toHaveEvent(type, wish);
    plainExpect(complaint(() => expect(token).toHaveEvent(type, wish))).toContain(words);
  });

  test('refuses what is no token, and options that it does not know', () => {
    plainExpect(complaint(() => expect(undefined).not.toHaveEvent(REVOKED))).toContain('type undefined');
    plainExpect(complaint(() => expect(token).not.toHaveEvent(REVOKED, { sub: 1 } as object))).toContain(
      'no option "sub"',
    );
    plainExpect(complaint(() => expect('x').toHaveEvent(REVOKED))).toContain('cannot be read');
    plainExpect(complaint(() => expect(token).not.toHaveEvent(REVOKED))).toContain('was not to have');
  });
});
