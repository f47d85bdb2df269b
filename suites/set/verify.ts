import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type SignatureAlgorithm, signatureAlgorithm } from './algorithms.ts';
import type { ParsedSet } from './parse.ts';

/** A JSON Web Key as the target publishes it, not trusted to be one. */
export type Jwk = Readonly<Record<string, unknown>>;

/** What came of verifying a SET's signature with the issuer's JWK Set. */
export type SignatureResult =
  | {
      kind: 'verified';
      key: Jwk;
      /** Modulus length in bits; null for keys that are not RSA. */
      rsaBits: number | null;
      /** The SET has a `kid`, and the key that verifies it has none: few Receivers find it. */
      unnamed?: true;
    }
  /** `alg` is none (RFC 7518 3.6). */
  | { kind: 'unsigned' }
  /** No three parts, no header, or no `alg`: other rules say what is wrong with it. */
  | { kind: 'unreadable' }
  | { kind: 'encrypted' }
  /** An HMAC algorithm: its key is a secret, which no JWK Set can publish. */
  | { kind: 'symmetric'; alg: string }
  /** An algorithm that we cannot verify. */
  | { kind: 'unsupported'; alg: string }
  /** No key of the set has the `kid`, or none fits the algorithm. */
  | { kind: 'no-key'; why: string }
  /** The key that `kid` names is not meant for the algorithm. */
  | { kind: 'forbidden'; why: string }
  /** The key that `kid` names cannot be read. */
  | { kind: 'unusable'; why: string }
  | { kind: 'invalid'; tried: number }
  /** Without `kid` there are more keys to try than anyone would. */
  | { kind: 'undecided'; candidates: number };

/** Keys that are tried for a SET that does not name its key. */
const MOST_CANDIDATES = 100;

/**
 * Verifies the signature of a SET (RFC 7515 5.2) with the keys of its issuer's JWK Set (SSF 4.1.4). It uses node:crypto
 * and not jose, which refuses RSA keys below 2048 bits: a short key is a fault of its own, not a bad signature.
 */
export function verifySignature(set: ParsedSet, keys: readonly Jwk[]): SignatureResult {
  const { header } = set;
  const alg = header?.alg;
  if (set.defects.some(({ kind }) => kind === 'encrypted')) return { kind: 'encrypted' };
  if (header === null || set.parts !== 3 || typeof alg !== 'string') return { kind: 'unreadable' };
  if (alg === 'none') return { kind: 'unsigned' };
  // No algorithm has an empty signature, whatever it is called: "NONE" neither.
  if (/\.\s*$/.test(set.compact)) return { kind: 'invalid', tried: 0 };
  if (/^HS\d+$/.test(alg)) return { kind: 'symmetric', alg };
  const algorithm = signatureAlgorithm(alg);
  if (algorithm === undefined) return { kind: 'unsupported', alg };
  const kid = header.kid;
  return kid === undefined ? withoutKid(set, alg, algorithm, keys) : withKid(set, alg, algorithm, keys, kid);
}

function withKid(
  set: ParsedSet,
  alg: string,
  algorithm: SignatureAlgorithm,
  keys: readonly Jwk[],
  kid: unknown,
): SignatureResult {
  const named = keys.filter((key) => key.kid === kid);
  if (named.length === 0) {
    // `kid` is a hint (RFC 7515 4.1.4): a key that has none may be the one that is meant.
    const nameless = keys.filter((key) => key.kid === undefined && whyUnfit(key, alg, algorithm) === null);
    const result = tryKeys(set, algorithm, nameless.slice(0, MOST_CANDIDATES));
    if (result.kind === 'verified') return { ...result, unnamed: true };
    return { kind: 'no-key', why: `no key with the kid ${JSON.stringify(kid)}` };
  }
  const fitting = named.filter((key) => whyUnfit(key, alg, algorithm) === null);
  const [first] = named;
  if (fitting.length === 0 && first !== undefined) {
    return { kind: 'forbidden', why: whyUnfit(first, alg, algorithm) ?? '' };
  }
  return tryKeys(set, algorithm, fitting.slice(0, MOST_CANDIDATES));
}

function withoutKid(
  set: ParsedSet,
  alg: string,
  algorithm: SignatureAlgorithm,
  keys: readonly Jwk[],
): SignatureResult {
  const fitting = keys.filter((key) => whyUnfit(key, alg, algorithm) === null);
  if (fitting.length === 0) return { kind: 'no-key', why: `no key that fits the algorithm ${alg}` };
  const result = tryKeys(set, algorithm, fitting.slice(0, MOST_CANDIDATES));
  if (result.kind === 'verified' || fitting.length <= MOST_CANDIDATES) return result;
  return { kind: 'undecided', candidates: fitting.length };
}

/** The keys that could have made a signature of the algorithm; none where we do not know it. */
export function keysFor(alg: string, keys: readonly Jwk[]): Jwk[] {
  const algorithm = signatureAlgorithm(alg);
  return algorithm === undefined ? [] : keys.filter((key) => whyUnfit(key, alg, algorithm) === null);
}

/** Why a key must not be used with the algorithm (RFC 7517 4.1 to 4.4, RFC 8725 3.1); null if it may. */
function whyUnfit(key: Jwk, alg: string, algorithm: SignatureAlgorithm): string | null {
  const { kty, crv, use, key_ops: operations, alg: only } = key;
  if (kty !== algorithm.kty) return `its kty is ${JSON.stringify(kty)}, ${alg} needs ${algorithm.kty}`;
  if (algorithm.curves.length > 0 && !algorithm.curves.includes(String(crv))) {
    return `its crv is ${JSON.stringify(crv)}, ${alg} needs ${algorithm.curves.join(' or ')}`;
  }
  if (use !== undefined && use !== 'sig') return `its use is ${JSON.stringify(use)}, not "sig"`;
  if (Array.isArray(operations) && !operations.includes('verify')) {
    return `its key_ops are ${JSON.stringify(operations)}, without "verify"`;
  }
  // EdDSA is the old name of both, Ed25519 and Ed448 (RFC 9864).
  const alike = algorithm.kty === 'OKP' && [only, alg].every((name) => name === 'EdDSA' || name === crv);
  if (only !== undefined && only !== alg && !alike) {
    return `its alg is ${JSON.stringify(only)}, the SET's is ${alg}`;
  }
  return null;
}

function tryKeys(set: ParsedSet, algorithm: SignatureAlgorithm, keys: readonly Jwk[]): SignatureResult {
  const [header = '', claims = '', signature = ''] = set.compact.replaceAll(/\s+/g, '').split('.', 3);
  const sent = `${header}.${claims}`;
  // Padding is a fault of its own; it may have been there when the SET was signed, or have come later.
  const inputs = [...new Set([sent, sent.replaceAll('=', '')])].map((input) => Buffer.from(input));
  const bytes = Buffer.from(signature, 'base64url');
  let unusable: string | null = null;
  let tried = 0;
  for (const jwk of keys) {
    const key = publicKey(jwk);
    if (typeof key === 'string') {
      unusable = key;
      continue;
    }
    tried++;
    if (inputs.some((input) => holds(algorithm, input, key, bytes))) {
      return { kind: 'verified', key: jwk, rsaBits: key.asymmetricKeyDetails?.modulusLength ?? null };
    }
  }
  return tried === 0 ? { kind: 'unusable', why: unusable ?? '' } : { kind: 'invalid', tried };
}

function holds(
  algorithm: SignatureAlgorithm,
  input: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  try {
    return algorithm.verify(input, key, signature);
  } catch {
    // A signature of the wrong length, or a key that the library takes and then cannot use.
    return false;
  }
}

/** Reading a key takes as long as verifying with it, and each SET of a run meets the same keys. */
const imported = new WeakMap<Jwk, KeyObject | string>();

/** The key, or why it cannot be read. */
function publicKey(jwk: Jwk): KeyObject | string {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  let key: KeyObject | string;
  try {
    // Sound: whatever is no JWK is refused by an error.
    key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch (error) {
    key = error instanceof Error ? error.message : String(error);
  }
  imported.set(jwk, key);
  return key;
}
