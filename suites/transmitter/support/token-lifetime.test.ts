import { expect, test } from 'vitest';
import { lifetimeOf } from './token-lifetime.ts';

const jwt = (claims: object): string =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

test('the lifetime is what expires_in says', () => {
  expect(lifetimeOf({ expires_in: 60, access_token: jwt({ exp: 9, nbf: 1 }) })).toBe(60);
  expect(lifetimeOf({ expires_in: '60' })).toBe(60);
});

test('a JWT that lives longer than expires_in says tells the truth', () => {
  expect(lifetimeOf({ expires_in: 60, access_token: jwt({ exp: 86_500, nbf: 40, iat: 100 }) })).toBe(86_400);
});

test('without expires_in it is exp minus nbf, or minus iat, of a JWT', () => {
  expect(lifetimeOf({ access_token: jwt({ exp: 100, nbf: 40, iat: 10 }) })).toBe(60);
  expect(lifetimeOf({ access_token: jwt({ exp: 100, iat: 10 }) })).toBe(90);
});

test('an opaque token without expires_in says nothing', () => {
  expect(lifetimeOf({ access_token: 'opaque' })).toBeNull();
  expect(lifetimeOf({ access_token: jwt({ exp: 100 }) })).toBeNull();
});
