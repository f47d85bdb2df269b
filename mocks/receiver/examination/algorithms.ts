import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';

/** An asymmetric signature algorithm (RFC 7518 section 3.1, RFC 8037, RFC 9864). */
interface Algorithm {
  kty: 'RSA' | 'EC' | 'OKP';
  crv?: string;
  /** Null where the algorithm hashes by itself. */
  hash: string | null;
  options?: Omit<VerifyKeyObjectInput, 'key'>;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
/** r and s side by side: any other length is no signature of this form (RFC 7518 3.4). */
const sideBySide = { dsaEncoding: 'ieee-p1363' } as const;
const ed25519: Algorithm = { kty: 'OKP', crv: 'Ed25519', hash: null };

/** Symmetric algorithms and `none` are not in it: they prove nothing about the issuer. */
const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['RS256', { kty: 'RSA', hash: 'sha256' }],
  ['RS384', { kty: 'RSA', hash: 'sha384' }],
  ['RS512', { kty: 'RSA', hash: 'sha512' }],
  ['PS256', { kty: 'RSA', hash: 'sha256', options: pss }],
  ['PS384', { kty: 'RSA', hash: 'sha384', options: pss }],
  ['PS512', { kty: 'RSA', hash: 'sha512', options: pss }],
  ['ES256', { kty: 'EC', crv: 'P-256', hash: 'sha256', options: sideBySide }],
  ['ES384', { kty: 'EC', crv: 'P-384', hash: 'sha384', options: sideBySide }],
  ['ES512', { kty: 'EC', crv: 'P-521', hash: 'sha512', options: sideBySide }],
  ['EdDSA', ed25519],
  ['Ed25519', ed25519],
]);

/** What is taken where nothing narrower was agreed. */
export const allAlgorithms: readonly string[] = [...algorithms.keys()];

/** Whether a key of this type and curve can be used with the algorithm. */
export function fitsAlgorithm(alg: string, jwk: Record<string, unknown>): boolean {
  const algorithm = algorithms.get(alg);
  if (!algorithm || jwk.kty !== algorithm.kty) return false;
  return algorithm.crv === undefined || jwk.crv === algorithm.crv;
}

/** Whether the signature is right. False, too, for an algorithm or a key that cannot be used. */
export function verifySignature(alg: string, key: KeyObject, input: string, signature: Buffer): boolean {
  const algorithm = algorithms.get(alg);
  if (!algorithm) return false;
  try {
    return verify(algorithm.hash, Buffer.from(input), { key, ...algorithm.options }, signature);
  } catch {
    return false;
  }
}
