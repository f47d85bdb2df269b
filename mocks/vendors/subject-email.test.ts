import { expect, test } from 'vitest';
import { emailOf } from './subject-email.ts';

const email = { format: 'email', email: 'a@b' };

test.each<[unknown, string | null]>([
  [email, 'a@b'],
  [{ format: 'complex', user: email, device: { format: 'opaque', id: 'd' } }, 'a@b'],
  [{ user: email }, 'a@b'],
  [{ format: 'complex', device: { format: 'opaque', id: 'd' } }, null],
  [{ format: 'iss_sub', iss: 'https://x', sub: 'a@b' }, 'a@b'],
  [{ format: 'iss_sub', iss: 'https://x', sub: '00u1' }, null],
  [{ format: 'account', uri: 'acct:a@b' }, 'a@b'],
  [{ format: 'aliases', identifiers: [{ format: 'opaque', id: 'x' }, email] }, 'a@b'],
  [{ format: 'opaque', id: 'a@b' }, null],
  [{ format: 'email', email: 7 }, null],
  [null, null],
])('%j: %s', (subject, address) => {
  expect(emailOf(subject)).toBe(address);
});
