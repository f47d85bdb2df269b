import { expect, test } from 'vitest';
import { Directory } from './directory.ts';

const anna = { name: 'Anna Lee', email: 'anna@example.com', groups: ['Staff'] };
const email = { format: 'email', email: 'Anna@Example.com' };
const device = { format: 'opaque', id: 'device-1' };

test.each<[string, Record<string, unknown>]>([
  ['an e-mail address in any case', email],
  ['an account', { format: 'account', uri: 'acct:anna@example.com' }],
  ['a login at an issuer', { format: 'iss_sub', iss: 'https://idp.example.com', sub: 'anna@example.com' }],
  [
    'one of several aliases',
    { format: 'aliases', identifiers: [{ format: 'phone_number', phone_number: '+1555' }, email] },
  ],
  ['a complex subject', { format: 'complex', user: email, device }],
  ['a subject as Okta has it', { user: email, device }],
  ['a device of hers', { format: 'complex', device }],
])('A user is found by %s', (_, subject) => {
  const directory = new Directory([anna], [{ id: 'device-1', owner: anna.email }]);
  expect(directory.find(subject)).toMatchObject({ name: 'Anna Lee', groups: ['Staff'] });
  expect(directory.users()).toHaveLength(1);
});

test('A user is found by the id at Okta', () => {
  const directory = new Directory([anna]);
  const id = directory.users()[0]?.id;
  expect(id).toMatch(/^00u\w{17}$/);
  expect(directory.find({ format: 'opaque', id })?.login).toBe(anna.email);
});

test('A stranger becomes a user with a session, once', () => {
  const directory = new Directory();
  const stranger = directory.find({ format: 'opaque', id: 'user-7' });
  expect(stranger).toMatchObject({ login: 'user-7', groups: [], sessions: [expect.any(String)] });
  expect(directory.find({ format: 'opaque', id: 'user-7' })).toBe(stranger);
});

test('A device is known as that of the user with whom it was named', () => {
  const directory = new Directory([anna]);
  expect(directory.find({ format: 'complex', device })).toBeNull();
  directory.find({ user: email, device });
  expect(directory.find({ format: 'complex', device })?.login).toBe(anna.email);
});

test.each<Record<string, unknown>>([
  { format: 'jwt_id', iss: 'https://idp.example.com', jti: 'token-1' },
  { format: 'complex', tenant: { format: 'opaque', id: 'tenant-1' } },
  {},
])('Nobody is found by %j', (subject) => {
  const directory = new Directory([anna]);
  expect(directory.find(subject)).toBeNull();
  expect(directory.users()).toHaveLength(1);
});
