import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { parseSet } from './parse.ts';
import { criticalViolation } from './signature-violation.ts';
import { type Jwk, keysFor, verifySignature } from './verify.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const jwk = (key: KeyObject, members: Record<string, unknown> = {}): Jwk => ({
  ...(key.export({ format: 'jwk' }) as Record<string, unknown>),
  ...members,
});
const sign = async (key: KeyObject, header: { alg: string } & Record<string, unknown>) =>
  parseSet(
    await new CompactSign(Buffer.from('{"iss":"https://a.example"}')).setProtectedHeader(header).sign(key),
  );
const kind = (...args: Parameters<typeof verifySignature>) => verifySignature(...args).kind;

test.each([
  ['RS256', rsa],
  ['RS512', rsa],
  ['PS256', rsa],
  ['PS384', rsa],
  ['ES256', ec],
  ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['EdDSA', generateKeyPairSync('ed25519')],
])('a signature by %s that jose made is verified', async (alg, { privateKey, publicKey }) => {
  const set = await sign(privateKey, { alg, kid: 'a' });
  expect(kind(set, [jwk(publicKey, { kid: 'a', alg, use: 'sig' })])).toBe('verified');
});

test('the length of an RSA key is told', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'a' });
  expect(verifySignature(set, [jwk(rsa.publicKey, { kid: 'a' })])).toMatchObject({ rsaBits: 2048 });
});

test('a short RSA key verifies all the same: its length is for another rule', () => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const input = `${Buffer.from('{"alg":"RS256","kid":"a"}').toString('base64url')}.e30`;
  const signature = signBytes('sha256', Buffer.from(input), short.privateKey).toString('base64url');
  expect(
    verifySignature(parseSet(`${input}.${signature}`), [jwk(short.publicKey, { kid: 'a' })]),
  ).toMatchObject({
    kind: 'verified',
    rsaBits: 1024,
  });
});

test('without kid every fitting key is tried', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256' });
  expect(kind(set, [jwk(ec.publicKey), jwk(otherRsa.publicKey), jwk(rsa.publicKey)])).toBe('verified');
});

test('a changed payload, and a key of the same kid that did not sign, are invalid', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'a' });
  const [head, , tail] = set.compact.split('.');
  const forged = parseSet(`${head}.${Buffer.from('{"iss":"x"}').toString('base64url')}.${tail}`);
  expect(kind(forged, [jwk(rsa.publicKey, { kid: 'a' })])).toBe('invalid');
  expect(kind(set, [jwk(otherRsa.publicKey, { kid: 'a' })])).toBe('invalid');
  expect(kind(parseSet(`${head}.e30.`), [jwk(rsa.publicKey, { kid: 'a' })])).toBe('invalid');
});

test('a kid that no key has is not replaced by trying those with another', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'b' });
  expect(kind(set, [jwk(rsa.publicKey, { kid: 'a' })])).toBe('no-key');
  expect(kind(set, [])).toBe('no-key');
});

test('a kid that no key has may mean a key without a kid', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'b' });
  expect(verifySignature(set, [jwk(rsa.publicKey)])).toMatchObject({ kind: 'verified', unnamed: true });
  expect(kind(set, [jwk(otherRsa.publicKey)])).toBe('no-key');
});

test('EdDSA and the name of the curve are one algorithm', () => {
  const key = { ...jwk(generateKeyPairSync('ed25519').publicKey) };
  expect(keysFor('EdDSA', [{ ...key, alg: 'Ed25519' }])).toHaveLength(1);
  expect(keysFor('Ed25519', [{ ...key, alg: 'EdDSA' }])).toHaveLength(1);
  expect(keysFor('EdDSA', [{ ...key, alg: 'Ed448' }])).toEqual([]);
});

test('the keys for an algorithm are those that it could be used with', () => {
  const [one, other] = [jwk(rsa.publicKey), jwk(ec.publicKey)];
  expect(keysFor('RS256', [one, other, { ...one, use: 'enc' }])).toEqual([one]);
  expect(keysFor('XX1', [one, other])).toEqual([]);
});

describe('a key that its own members keep from the algorithm is forbidden', () => {
  test.each<[string, Jwk]>([
    ['another alg', jwk(rsa.publicKey, { kid: 'a', alg: 'PS256' })],
    ['use enc', jwk(rsa.publicKey, { kid: 'a', use: 'enc' })],
    ['key_ops without verify', jwk(rsa.publicKey, { kid: 'a', key_ops: ['encrypt'] })],
    ['another kty', jwk(ec.publicKey, { kid: 'a' })],
  ])('%s', async (_, key) => {
    const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'a' });
    expect(kind(set, [key])).toBe('forbidden');
  });

  test('another curve', async () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(
      kind(await sign(ec.privateKey, { alg: 'ES256', kid: 'a' }), [jwk(p384.publicKey, { kid: 'a' })]),
    ).toBe('forbidden');
  });
});

test('an HMAC with the public key as its secret is never verified', () => {
  const input = `${Buffer.from('{"alg":"HS256","kid":"a"}').toString('base64url')}.e30`;
  const secret = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  expect(kind(parseSet(token), [jwk(rsa.publicKey, { kid: 'a' })])).toBe('symmetric');
});

test.each([
  ['{"alg":"none"}', 'unsigned'],
  ['{"alg":"XX1"}', 'unsupported'],
  ['{"alg":"XX1"}', 'invalid', ''],
  ['{"alg":"NONE"}', 'invalid', ''],
  ['{"typ":"secevent+jwt"}', 'unreadable'],
  ['[]', 'unreadable'],
])(
  'a header %s is %s (signature %j)',
  (header, expected, signature = header === '{"alg":"none"}' ? '' : 'eA') => {
    expect(kind(parseSet(`${Buffer.from(header).toString('base64url')}.e30.${signature}`), [])).toBe(
      expected,
    );
  },
);

test('a key that cannot be read is unusable, not a bad signature', async () => {
  const set = await sign(rsa.privateKey, { alg: 'RS256', kid: 'a' });
  expect(kind(set, [{ kty: 'RSA', kid: 'a', n: 5 }])).toBe('unusable');
});

test('ten thousand keys are no hindrance', async () => {
  // Exported once: in Node 20 a KeyObject that is exported as JWK some thousand times in a row may hang for good.
  const exported = jwk(otherRsa.publicKey);
  const many = Array.from({ length: 10_000 }, (_, i) => ({ ...exported, kid: `k${i}` }));
  const named = await sign(rsa.privateKey, { alg: 'RS256', kid: 'a' });
  expect(kind(named, [...many, jwk(rsa.publicKey, { kid: 'a' })])).toBe('verified');
  expect(kind(await sign(rsa.privateKey, { alg: 'RS256' }), many)).toBe('undecided');
});

test('crit in a header is a warning whatever it lists, and nothing is said where it is not', () => {
  for (const crit of [['urn:x'], [], 'urn:x', null])
    expect(criticalViolation({ alg: 'RS256', crit })).toMatchObject({ cap: 'warn' });
  expect(criticalViolation({ alg: 'RS256', b64: false })).toBeNull();
  expect(criticalViolation(null)).toBeNull();
});
