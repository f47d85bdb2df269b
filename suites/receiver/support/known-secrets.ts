import { createHmac, createPublicKey } from 'node:crypto';
import type { SetSpec } from '../../harness/receiver/probe.ts';
import { signedAnew } from './token.ts';

type Secret = string | Buffer;

/** What a confused Receiver takes for the shared secret of an RSA key, though everybody knows it; PEM is the first. */
export function knownSecrets(jwk: Record<string, unknown>): { what: string; secret: Secret }[] {
  const { kty, n, e, kid } = jwk;
  const key = createPublicKey({ key: { kty: String(kty), n: String(n), e: String(e) }, format: 'jwk' });
  const pem = String(key.export({ type: 'spki', format: 'pem' }));
  return [
    { what: 'PEM', secret: pem },
    { what: 'PEM without its last line break', secret: pem.trimEnd() },
    { what: 'PEM of PKCS #1', secret: String(key.export({ type: 'pkcs1', format: 'pem' })) },
    { what: 'DER', secret: key.export({ type: 'spki', format: 'der' }) },
    { what: 'JWK', secret: JSON.stringify(jwk) },
    { what: 'modulus as it stands in the JWK', secret: String(n) },
    { what: 'bytes of the modulus', secret: Buffer.from(String(n), 'base64url') },
    { what: 'kid', secret: String(kid) },
    { what: 'nothing', secret: '' },
  ];
}

/** A SET whose authentication code everybody can compute who knows the secret. */
export function withCodeOf(alg: 'HS256' | 'HS512', secret: Secret): SetSpec {
  const hash = alg === 'HS256' ? 'sha256' : 'sha512';
  return {
    compact: (token) =>
      signedAnew(token, { alg }, (input) => createHmac(hash, secret).update(input).digest()),
  };
}
