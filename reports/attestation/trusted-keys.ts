import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Algorithm } from './attest.ts';

/** A public key that a reader trusts. */
export interface TrustedKey {
  alg: Algorithm;
  /** As the JWK Set calls it; absent where it does not. */
  kid?: string;
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string;
  jwk: JWK;
}

/** A JWK Set that is none, or that must not be trusted. The message is a sentence for people. */
export class JwksError extends Error {
  override readonly name = 'JwksError';
  /** `not-jwks`: it is something else. `secret`: it shows keys that sign. `no-key`: it has none that verifies ours. */
  readonly code: 'not-jwks' | 'secret' | 'no-key';

  constructor(code: JwksError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const MOST_KEYS = 500;

/** The members of a JWK that only its owner may know (RFC 7518 6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * The keys of a JWK Set (RFC 7517 5) that can verify a report; those for other purposes are passed over.
 * @throws {JwksError} also when it shows a private or a symmetric key: whoever can read it could have signed
 */
export async function trustedKeys(value: unknown): Promise<TrustedKey[]> {
  const keys = isObject(value) ? value.keys : undefined;
  if (!Array.isArray(keys)) throw new JwksError('not-jwks', 'It is no JWK Set: it has no array "keys".');
  if (keys.length > MOST_KEYS) throw new JwksError('not-jwks', `It has more than ${MOST_KEYS} keys.`);
  const jwks = keys.filter(isObject);
  if (jwks.some((jwk) => jwk.kty === 'oct' || SECRET_MEMBERS.some((name) => Object.hasOwn(jwk, name))))
    throw new JwksError(
      'secret',
      'It shows a private or a symmetric key: whoever reads it can sign. Publish public keys only, and replace that one.',
    );
  const usable = jwks.flatMap((jwk) => publicKey(jwk) ?? []);
  if (usable.length === 0)
    throw new JwksError(
      'no-key',
      'It has no key that can verify a report: Ed25519, or EC with the curve P-256.',
    );
  return Promise.all(
    usable.map(async ({ alg, jwk }) => ({
      alg,
      ...(typeof jwk.kid === 'string' ? { kid: jwk.kid } : {}),
      thumbprint: await calculateJwkThumbprint(jwk),
      jwk,
    })),
  );
}

function publicKey(jwk: Record<string, unknown>): { alg: Algorithm; jwk: JWK } | null {
  const { kty, crv, x, y, kid, use, key_ops: operations, alg: named } = jwk;
  const verifies =
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')));
  if (!verifies || typeof x !== 'string' || x === '') return null;
  const name = typeof kid === 'string' ? { kid } : {};
  if (kty === 'OKP' && crv === 'Ed25519' && (named === undefined || named === 'EdDSA' || named === 'Ed25519'))
    return { alg: 'EdDSA', jwk: { kty, crv, x, ...name } };
  if (
    kty === 'EC' &&
    crv === 'P-256' &&
    typeof y === 'string' &&
    y !== '' &&
    (named === undefined || named === 'ES256')
  )
    return { alg: 'ES256', jwk: { kty, crv, x, y, ...name } };
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
