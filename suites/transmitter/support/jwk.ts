import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JsonObject } from '../../harness/probe.ts';

/** Members that a public key of a kind must have (RFC 7518 sections 6.2.1 and 6.3.1, RFC 8037 section 2). */
const PUBLIC_MEMBERS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
]);

/** Members that only private and symmetric keys have (RFC 7518 section 6, RFC 9964 for AKP). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

const CURVES = new Set(['P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448', 'X25519', 'X448']);

/** How a reader finds the key again: its place in the set, and its kid. */
export function keyName(key: JsonObject, index: number): string {
  const kid = key.kid;
  return typeof kid === 'string'
    ? `keys[${index}] (kid ${JSON.stringify(kid.slice(0, 60))})`
    : `keys[${index}]`;
}

/** Whether the kind of the key and its curve are known to us; others may be right, but nothing can be said of them. */
export function isKnownKind(key: JsonObject): boolean {
  const { kty, crv } = key;
  if (kty === 'RSA' || kty === 'oct') return true;
  return (
    (kty === 'EC' || kty === 'OKP') && (crv === undefined || (typeof crv === 'string' && CURVES.has(crv)))
  );
}

/** Required public members that are missing or no strings. */
export function missingMembers(key: JsonObject): string[] {
  const wanted = PUBLIC_MEMBERS.get(key.kty) ?? [];
  return wanted.filter((member) => typeof key[member] !== 'string' || key[member] === '');
}

export function privateMembers(key: JsonObject): string[] {
  return PRIVATE_MEMBERS.filter((member) => member in key);
}

/** Why the public key cannot be read; null when it can. Only for known kinds with all members. */
export function unreadable(key: JsonObject): string | null {
  const { kty, crv, n, e, x, y } = key;
  try {
    createPublicKey({ key: { kty, crv, n, e, x, y } as JsonWebKey, format: 'jwk' });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Bits of an RSA modulus; null if the key is not RSA or the modulus is missing. */
export function modulusBits(key: JsonObject): number | null {
  const { kty, n } = key;
  if (kty !== 'RSA' || typeof n !== 'string') return null;
  const bytes = Buffer.from(n, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first === -1) return 0;
  return (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first] ?? 0));
}

/** False when the key says of itself that it is not for signatures (RFC 7517 sections 4.2 to 4.4). */
export function mayVerify(key: JsonObject): boolean {
  const { use, key_ops: operations, alg } = key;
  if (typeof use === 'string' && use !== 'sig') return false;
  if (Array.isArray(operations) && !operations.includes('verify') && !operations.includes('sign'))
    return false;
  return !(typeof alg === 'string' && /^(RSA-OAEP|RSA1_5|ECDH)/.test(alg));
}

/** The public key itself, without kid, use and the like: equal for the same key listed twice. */
export function publicPart(key: JsonObject): string {
  const { kty, crv, n, e, x, y, pub } = key;
  return JSON.stringify({ kty, crv, n, e, x, y, pub });
}
