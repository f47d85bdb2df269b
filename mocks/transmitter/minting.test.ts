import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { Quirks } from './seams.ts';
import { bench, claimsOf, SESSION_REVOKED } from './test-bench.ts';

async function minted(quirks: Partial<Quirks> = {}, rotate = false) {
  const { stream, transmitter, poll, call } = bench({ seams: { quirks } });
  const configuration = await stream();
  if (rotate) await transmitter.rotateKeys();
  await transmitter.emit({ type: SESSION_REVOKED, subject: { format: 'email', email: 'jdoe@example.com' } });
  const [token = ''] = Object.values(await poll(configuration.stream_id));
  const { json } = await call('GET', 'https://ssf.example.com/jwks.json');
  return { token, configuration, jwks: json as unknown as JSONWebKeySet };
}

const verified = ({ token, jwks }: { token: string; jwks: JSONWebKeySet }) =>
  jwtVerify(token, createLocalJWKSet(jwks), { typ: 'secevent+jwt', issuer: 'https://ssf.example.com' });

test('a SET is typed, signed with RS256, and has the claims of SSF and no others', async () => {
  const made = await minted();
  const { payload, protectedHeader } = await verified(made);
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) as string, typ: 'secevent+jwt' });
  expect(Object.keys(payload).toSorted()).toEqual([
    'aud',
    'events',
    'iat',
    'iss',
    'jti',
    'sub_id',
    'toe',
    'txn',
  ]);
  expect(payload.aud).toBe(made.configuration.aud);
  expect(payload.sub_id).toEqual({ format: 'email', email: 'jdoe@example.com' });
  expect(Object.keys(payload.events as object)).toEqual([SESSION_REVOKED]);
});

test('a SET after a rotation verifies with the new key', async () => {
  await expect(verified(await minted({}, true))).resolves.toBeDefined();
});

test.each(['ES256', 'PS256'] as const)(
  'with the quirk a SET is signed with %s and verifies',
  async (algorithm) => {
    const { protectedHeader } = await verified(await minted({ algorithm }));
    expect(protectedHeader.alg).toBe(algorithm);
  },
);

test.each([
  [{ foreignKey: true }, 'no applicable key'],
  [{ unsigned: true }, 'Unsupported "alg"'],
  [{ algorithm: 'HS256' }, 'Unsupported "alg"'],
  [{ weakKey: true }, '2048 bits'],
] as [Partial<Quirks>, string][])('with %o a SET does not verify', async (quirks, reason) => {
  await expect(verified(await minted(quirks))).rejects.toThrow(reason);
});

test('a foreign key is none of the published, an unsigned SET has no signature', async () => {
  const foreign = await minted({ foreignKey: true });
  const published = foreign.jwks.keys.map(({ kid }) => kid);
  expect(published).not.toContain(decodeProtectedHeader(foreign.token).kid);
  const { token } = await minted({ unsigned: true });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'none', typ: 'secevent+jwt' });
  expect(token.endsWith('.')).toBe(true);
});

test('private keys are published only by the quirk', async () => {
  const { jwks } = await minted({ publishPrivateKeys: true });
  expect(jwks.keys.every((key) => 'd' in key)).toBe(true);
});

test('header, claims, their text and the token can be changed by seams, and are signed as changed', async () => {
  const { stream, transmitter, poll, call } = bench({
    seams: {
      header: (header, { eventType }) => ({ ...header, about: eventType }),
      claims: (claims, { streamId }) => ({ ...claims, stream: streamId }),
      claimsText: (text) => text.replace('{', '{"twice":1,"twice":2,'),
      compact: (token) => Promise.resolve(token),
    },
  });
  const { stream_id } = await stream();
  await transmitter.emit({ type: SESSION_REVOKED });
  const [token = ''] = Object.values(await poll(stream_id));
  expect(decodeProtectedHeader(token).about).toBe(SESSION_REVOKED);
  expect(claimsOf(token)).toMatchObject({ stream: stream_id, twice: 2 });
  const { json } = await call('GET', 'https://ssf.example.com/jwks.json');
  await expect(verified({ token, jwks: json as unknown as JSONWebKeySet })).resolves.toBeDefined();
});
