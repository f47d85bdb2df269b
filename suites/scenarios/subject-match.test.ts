import { describe, expect, test } from 'vitest';
import { compareAll, compareSubjects, knownNames, namesOf, wishedNames } from './subject-match.ts';

const anna = { format: 'email', email: 'anna@example.com' };
const own = { format: 'iss_sub', iss: 'https://idp.example.com', sub: '00u1' };
const device = (id: string) => ({ format: 'opaque', id });
const both = { format: 'complex', user: anna, device: device('d1') };

describe('Two subjects', () => {
  test.each([
    ['the same address in other letters', { format: 'email', email: 'Anna@Example.com' }, 'same'],
    ['another address', { format: 'email', email: 'eve@example.com' }, 'other'],
    ['an account of that name', { format: 'account', uri: 'acct:anna@example.com' }, 'same'],
    ['an account of another name', { format: 'account', uri: 'acct:a.lee@example.com' }, 'unknown'],
    ['a mailto URI', { format: 'uri', uri: 'mailto:anna@example.com' }, 'same'],
    ['a sub that is the address', { ...own, sub: 'anna@example.com' }, 'same'],
    ['a sub of its own', own, 'unknown'],
    ['a phone number', { format: 'phone_number', phone_number: '+15550100' }, 'unknown'],
    ['aliases with the address among them', { format: 'aliases', identifiers: [own, anna] }, 'same'],
    ['a complex subject with that user', both, 'same'],
    [
      'a complex subject with another user',
      { ...both, user: { ...anna, email: 'eve@example.com' } },
      'other',
    ],
    ["Okta's subject without a format", { user: anna }, 'same'],
    ['no subject', 'anna', 'unknown'],
  ])('by e-mail address: %s', (_, actual, expected) => {
    expect(compareSubjects(anna, actual)).toBe(expected);
  });

  test.each([
    ['only the user', anna, 'same'],
    ['the device in the words of the target', { ...both, device: own }, 'same'],
    ['only a device of its own', { format: 'complex', device: own }, 'unknown'],
    ['another user with the same device', { ...both, user: { ...anna, email: 'eve@example.com' } }, 'other'],
    ['a tenant that says nothing', { format: 'complex', tenant: device('t'), device: own }, 'unknown'],
  ])('by user and device: %s', (_, actual, expected) => {
    expect(compareSubjects({ ...both, tenant: device('t') }, actual)).toBe(expected);
  });

  test("with an opaque identifier that differs are others only if the story knows it as somebody else's", () => {
    const actual = { ...both, device: device('d2') };
    expect(compareSubjects(both, actual)).toBe('same');
    expect(compareSubjects(both, actual, knownNames([actual]))).toBe('other');
  });

  test('of one issuer with different subs are others, of two issuers nothing can be said', () => {
    expect(compareSubjects(own, { ...own, sub: '00u2' })).toBe('other');
    expect(compareSubjects(own, { ...own, iss: 'https://other.example.com' })).toBe('unknown');
  });
});

test('An opaque identifier that the tester gave for a user is compared with those of users, not with those of devices.', () => {
  const wished = wishedNames(device('u-1'));
  const compared = (actual: unknown) => compareAll(wished, [namesOf(actual)]);
  expect(compared(device('u-1'))).toBe('same');
  expect(compared(device('u-77'))).toBe('other');
  expect(compared({ format: 'complex', user: device('u-77'), device: device('d1') })).toBe('other');
  expect(compared({ format: 'complex', user: own, device: device('d1') })).toBe('unknown');
  const inComplex = wishedNames({ ...both, user: device('u-1') });
  expect(compareAll(inComplex, [namesOf({ ...both, user: device('u-1'), device: device('own') })])).toBe(
    'same',
  );
});
