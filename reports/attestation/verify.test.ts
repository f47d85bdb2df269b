import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, exportJWK, exportSPKI, type JWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../index.ts';
import type { Results } from '../results.ts';
import { sampleResults } from '../sample.ts';
import { type Algorithm, attest, TYP } from './attest.ts';
import { AttestationError } from './attestation-error.ts';
import { type Statement, statementOf } from './statement.ts';
import { type TrustedKey, trustedKeys } from './trusted-keys.ts';
import { verifyAttestation } from './verify.ts';

interface Pair {
  alg: Algorithm;
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: JWK;
}

async function pair(alg: Algorithm, kid?: string): Promise<Pair> {
  const { privateKey, publicKey } =
    alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = await exportJWK(publicKey);
  const name = kid ?? (await calculateJwkThumbprint(jwk));
  return { alg, kid: name, privateKey, publicKey, jwk: { ...jwk, kid: name, alg, use: 'sig' } };
}

const signedAt = new Date('2026-08-25T08:00:00Z');
const now = new Date('2026-08-26T08:00:00Z');
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let results: Results;
let statement: Statement;
let edwards: Pair;
let nist: Pair;
let keys: TrustedKey[];
beforeAll(async () => {
  results = sampleResults();
  statement = statementOf(results, renderHtml(results), { signer: 'QA', signedAt });
  edwards = await pair('EdDSA');
  nist = await pair('ES256', 'release-key');
  keys = await trustedKeys({ keys: [edwards.jwk, nist.jwk] });
});

const signed = (
  header: Record<string, unknown>,
  key = edwards,
  payload: unknown = statement,
): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: TYP, ...header })
    .sign(key.privateKey);

async function refusal(jws: string, trusted = keys, at = now): Promise<AttestationError> {
  try {
    await verifyAttestation(jws, trusted, at);
  } catch (error) {
    if (error instanceof AttestationError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a signature', () => {
  test('of either algorithm says what was signed, and by which key', async () => {
    for (const key of [edwards, nist]) {
      const attested = await verifyAttestation(await attest(statement, key), keys, now);
      const thumbprint = await calculateJwkThumbprint(key.jwk);
      expect(attested).toEqual({ statement, key: { alg: key.alg, kid: key.kid, thumbprint } });
    }
  });

  test('names its key by thumbprint where the JWK Set gives it no name, or another', async () => {
    const jws = await attest(statement, edwards);
    const { kid: _kid, ...nameless } = edwards.jwk;
    for (const jwk of [nameless, { ...nameless, kid: 'other' }]) {
      const { key } = await verifyAttestation(jws, await trustedKeys({ keys: [jwk] }), now);
      expect(key.thumbprint).toBe(edwards.kid);
    }
  });

  test('is tried with every key of its name', async () => {
    const twin = await pair('ES256', nist.kid);
    const both = await trustedKeys({ keys: [twin.jwk, nist.jwk] });
    const { key } = await verifyAttestation(await attest(statement, nist), both, now);
    expect(key.thumbprint).toBe(await calculateJwkThumbprint(nist.jwk));
  });

  test('tells of a target in any words', async () => {
    const hostile = { ...statement, sentence: '\u001b[2J', signer: '\u202e' };
    const { statement: read } = await verifyAttestation(await attest(hostile, edwards), keys, now);
    expect(read).toEqual(hostile);
  });
});

describe('refused is a signature', () => {
  test('by a key that is not in the JWK Set', async () => {
    const stranger = await pair('EdDSA');
    expect(await refusal(await attest(statement, stranger))).toMatchObject({ code: 'unknown-key' });
  });

  test('by a stranger who gives his key the name of one', async () => {
    const stranger = await pair('EdDSA', edwards.kid);
    expect(await refusal(await attest(statement, stranger))).toMatchObject({ code: 'signature' });
  });

  test('by a key that it brings along, or points to', async () => {
    const stranger = await pair('EdDSA');
    for (const header of [
      { jwk: stranger.jwk },
      { jku: 'https://evil.example/jwks' },
      { x5c: ['AAAA'] },
      { x5u: 'https://evil.example' },
    ]) {
      const error = await refusal(await signed(header, { ...stranger, kid: edwards.kid }));
      expect(error).toMatchObject({ code: 'malformed' });
      expect(error.message).toContain(`"${Object.keys(header)[0]}"`);
    }
  });

  test('without an algorithm', async () => {
    const header = encode({ alg: 'none', kid: edwards.kid, typ: TYP });
    expect(await refusal(`${header}.${encode(statement)}.`)).toMatchObject({
      code: 'algorithm',
      message: 'The signature is by the algorithm "none": only EdDSA and ES256 are accepted.',
    });
  });

  test('by HS256 with a public key as the secret', async () => {
    const input = `${encode({ alg: 'HS256', kid: nist.kid, typ: TYP })}.${encode(statement)}`;
    for (const secret of [await exportSPKI(nist.publicKey), JSON.stringify(nist.jwk)]) {
      const mac = createHmac('sha256', secret).update(input).digest('base64url');
      expect(await refusal(`${input}.${mac}`)).toMatchObject({ code: 'algorithm' });
    }
  });

  test('by an algorithm that its key is not for', async () => {
    const [, payload = '', signature = ''] = (await attest(statement, nist)).split('.');
    const header = encode({ alg: 'EdDSA', kid: nist.kid, typ: TYP });
    expect(await refusal(`${header}.${payload}.${signature}`)).toMatchObject({ code: 'algorithm' });
  });

  test('that was made for something else', async () => {
    expect(await refusal(await signed({ typ: 'JWT' }))).toMatchObject({ code: 'malformed' });
    expect(await refusal(await signed({ typ: undefined }))).toMatchObject({ code: 'malformed' });
    expect(await refusal(await signed({}, edwards, { iss: 'somebody' }))).toMatchObject({
      code: 'malformed',
      message: 'What was signed is no statement about a report.',
    });
  });

  test('that was changed', async () => {
    const [header = '', , signature = ''] = (await attest(statement, edwards)).split('.');
    const better = encode({ ...statement, verdict: 'conformant' });
    expect(await refusal(`${header}.${better}.${signature}`)).toMatchObject({ code: 'signature' });
  });

  test('that is none', async () => {
    const jws = await attest(statement, edwards);
    for (const text of ['', 'x', 'a.b', `${jws}.x`, `${jws}=`, ` ${jws}`, 'x'.repeat(200_000)])
      expect(await refusal(text)).toMatchObject({ code: 'malformed' });
    expect(await refusal(`${encode([])}.e30.AA`)).toMatchObject({ code: 'malformed' });
    expect(await refusal(`${encode('x')}.e30.AA`)).toMatchObject({ code: 'malformed' });
    expect(await refusal(await signed({ kid: undefined }))).toMatchObject({ code: 'malformed' });
  });

  test('whose bytes are spelt otherwise', async () => {
    const jws = await attest(statement, edwards);
    // The last character of 64 bytes holds four bits that nobody reads.
    const last = jws.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = alphabet[alphabet.indexOf(last) + 1] ?? '';
    expect(Buffer.from(`A${other}`, 'base64url')).toEqual(Buffer.from(`A${last}`, 'base64url'));
    expect(await refusal(jws.slice(0, -1) + other)).toMatchObject({ code: 'malformed' });
  });

  test('that is of the future, or older than its run', async () => {
    const at = (iso: string) => signed({}, edwards, { ...statement, iat: Date.parse(iso) / 1000 });
    expect(await refusal(await at('2026-08-26T08:06:00Z'))).toMatchObject({
      code: 'time',
      message: 'It says that it was signed in the future: 2026-08-26T08:06:00.000Z.',
    });
    expect((await verifyAttestation(await at('2026-08-26T08:04:00Z'), keys, now)).key.kid).toBe(edwards.kid);
    expect(await refusal(await at('2026-08-24T10:00:00Z'))).toMatchObject({ code: 'time' });
    const absurd = await signed({}, edwards, { ...statement, iat: Number.MAX_SAFE_INTEGER });
    expect(await refusal(absurd)).toMatchObject({ code: 'time' });
  });
});

describe('a JWK Set', () => {
  test('is taken for the keys in it that can verify', async () => {
    const rsa = await exportJWK(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
    const p384 = await exportJWK(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey);
    const others = [
      rsa,
      p384,
      { ...edwards.jwk, use: 'enc' },
      { ...edwards.jwk, key_ops: ['sign'] },
      { ...edwards.jwk, alg: 'ES512' },
      { kty: 'OKP', crv: 'Ed25519', x: '' },
      'junk',
      null,
    ];
    expect(await trustedKeys({ keys: [...others, nist.jwk] })).toHaveLength(1);
    await expect(trustedKeys({ keys: others })).rejects.toMatchObject({ code: 'no-key' });
  });

  test.each([null, [], 'x', {}, { keys: {} }, { keys: Array.from({ length: 501 }, () => ({})) }])(
    'is refused when it is none: %.20j',
    async (value) => {
      await expect(trustedKeys(value)).rejects.toMatchObject({ code: 'not-jwks' });
    },
  );

  test('is refused whole when it shows a private or a symmetric key', async () => {
    const shown = await exportJWK(
      createPrivateKey(edwards.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    );
    const oct = { kty: 'oct', k: 'AAAA', kid: edwards.kid };
    for (const secret of [shown, oct, { ...nist.jwk, d: '' }])
      await expect(trustedKeys({ keys: [nist.jwk, secret] })).rejects.toMatchObject({ code: 'secret' });
  });

  test('whose key is broken verifies nothing', async () => {
    const jws = await attest(statement, edwards);
    const broken = await trustedKeys({ keys: [{ ...edwards.jwk, x: 'AAAA' }] });
    expect(await refusal(jws, broken)).toMatchObject({ code: 'signature' });
  });
});
