import { expect, test } from 'vitest';
import { covers, matches } from './subject-matching.ts';

const user = { format: 'email', email: 'jdoe@example.com' };
const tenant = { format: 'opaque', id: 'acme' };
const device = { format: 'ip-addresses', 'ip-addresses': ['10.29.37.75'] };
const complex = (members: object) => ({ format: 'complex', ...members });

test('simple subjects match when they are identical', () => {
  expect(matches(user, { email: 'jdoe@example.com', format: 'email' })).toBe(true);
  expect(matches(user, { ...user, email: 'JDOE@example.com' })).toBe(false);
  expect(matches(user, complex({ user }))).toBe(false);
});

test('complex subjects match when no common member differs', () => {
  expect(matches(complex({ tenant }), complex({ tenant, user }))).toBe(true);
  expect(matches(complex({ user, device }), complex({ user }))).toBe(true);
  const group = (url: string) => complex({ user, group: { format: 'did', url } });
  expect(matches(group('did:example:1'), group('did:example:2'))).toBe(false);
});

test('complex subjects without a common member do not match', () => {
  expect(matches(complex({ tenant }), complex({ user }))).toBe(false);
});

test('a subject covers those that are narrower', () => {
  expect(covers(complex({ tenant }), complex({ tenant, user }))).toBe(true);
  expect(covers(complex({ tenant, user }), complex({ tenant }))).toBe(false);
  expect(covers(user, { ...user })).toBe(true);
});
