import { generateKeyPairSync } from 'node:crypto';
import { json } from '../transmitter/reply.ts';
import type { TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';

type Jwk = Record<string, unknown>;

/** Publishes further keys; no SET is signed with them. */
const withKeys =
  (...further: unknown[]) =>
  (): TransmitterSeams => ({
    jwks: ({ keys }) => ({ keys: [...keys, ...further] }),
  });

const rsa = (bits: number): Jwk => ({
  ...generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }),
});
const ec = (): Jwk => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
});

/** Faults in the published keys (SSF 7.1, RFC 7517, RFC 7518). */
export const faults: readonly Fault[] = [
  {
    name: 'jwks-not-advertised',
    breaks: 'SSF-7.1-06',
    summary: 'Signs its SETs but does not say where the keys are.',
    seams: () => ({ metadata: (document) => ({ ...document, jwks_uri: undefined }) }),
  },
  {
    name: 'jwks-answers-404',
    breaks: 'RFC7517-5-01',
    summary: 'Has nothing at jwks_uri.',
    seams: () => ({ before: ({ operation }) => (operation === 'jwks' ? json(404, {}) : undefined) }),
  },
  {
    name: 'jwks-is-a-bare-array',
    breaks: 'RFC7517-5-01',
    summary: 'Serves an array of keys in place of a JWK Set.',
    seams: () => ({
      after: (reply, { operation }) =>
        operation === 'jwks' ? { ...reply, body: (reply.body as { keys: unknown }).keys } : reply,
    }),
  },
  {
    name: 'jwks-has-a-string',
    breaks: 'RFC7517-5-01',
    summary: 'Has a PEM string among the keys.',
    seams: withKeys('-----BEGIN PUBLIC KEY-----'),
  },
  {
    name: 'jwks-key-without-kty',
    breaks: 'RFC7517-4.1-01',
    summary: 'Publishes a key without kty.',
    seams: () => withKeys({ ...rsa(2048), kty: undefined, kid: 'without-kty' })(),
  },
  {
    name: 'jwks-ec-key-without-y',
    breaks: 'RFC7517-5-01',
    summary: 'Publishes an EC key without y.',
    seams: () => withKeys({ ...ec(), y: undefined, kid: 'without-y' })(),
  },
  {
    name: 'jwks-point-off-the-curve',
    breaks: 'RFC7517-5-01',
    summary: 'Publishes an EC key whose point is not on its curve.',
    seams: () => withKeys({ ...ec(), y: ec().y, kid: 'off-the-curve' })(),
  },
  {
    name: 'jwks-publishes-private-keys',
    breaks: 'RFC7517-5-02',
    summary: 'Publishes the private parameters of its keys.',
    seams: () => ({ quirks: { publishPrivateKeys: true } }),
  },
  {
    name: 'jwks-publishes-a-secret',
    breaks: 'RFC7517-5-02',
    summary: 'Publishes a symmetric key.',
    seams: withKeys({ kty: 'oct', kid: 'hmac', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA' }),
  },
  {
    name: 'jwks-kid-twice',
    breaks: 'RFC7517-4.5-01',
    summary: 'Gives two different keys the same kid.',
    seams: () => withKeys({ ...ec(), kid: 'twin' }, { ...ec(), kid: 'twin' })(),
  },
  {
    name: 'jwks-short-key',
    breaks: 'RFC7518-3.3-01',
    summary: 'Publishes an RSA key of 1024 bits besides the one that signs.',
    seams: () => withKeys({ ...rsa(1024), kid: 'short' })(),
  },
  {
    name: 'jwks-short-signing-key',
    breaks: 'RFC7518-3.3-01',
    summary: 'Signs with an RSA key of 1024 bits.',
    seams: () => ({ quirks: { weakKey: true } }),
  },
];
