import { expect, test } from 'vitest';
import { encoded, withFlippedByte, withMembers, without, withParts } from './token.ts';

const token = `${encoded('{"alg":"RS256"}')}.${encoded('{"iss":"a"}')}.AAAA`;

test('one part of a token is changed and the others stay as they are', () => {
  const changed = withParts(token, ({ header }) => ({ header: withMembers(header, { alg: 'none' }) }));
  const [header, payload, signature] = changed.split('.');
  expect(Buffer.from(header ?? '', 'base64url').toString()).toBe('{"alg":"none"}');
  expect([payload, signature]).toEqual([encoded('{"iss":"a"}'), 'AAAA']);
});

test('what is no token cannot be taken apart', () => {
  expect(() => withParts('abc', () => ({}))).toThrow('no JWS');
});

test('a flipped byte leaves the length as it was', () => {
  const flipped = withFlippedByte('AAAA');
  expect(flipped).not.toBe('AAAA');
  expect(Buffer.from(flipped, 'base64url')).toHaveLength(3);
});

test('members are taken away by name', () => {
  expect(without({ a: 1, b: 2, c: 3 }, 'a', 'c')).toEqual({ b: 2 });
});
