import { constants, type KeyObject, verify } from 'node:crypto';

/** What a key must be to verify signatures of an algorithm, and how that is done. */
export interface SignatureAlgorithm {
  kty: 'RSA' | 'EC' | 'OKP';
  /** Curves that fit; empty for RSA. */
  curves: readonly string[];
  verify(input: Uint8Array, key: KeyObject, signature: Uint8Array): boolean;
}

const rsa = (hash: string): SignatureAlgorithm => ({
  kty: 'RSA',
  curves: [],
  verify: (input, key, signature) => verify(hash, input, key, signature),
});

const pss = (hash: string, saltLength: number): SignatureAlgorithm => ({
  kty: 'RSA',
  curves: [],
  verify: (input, key, signature) =>
    verify(hash, input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature),
});

const ecdsa = (hash: string, curve: string): SignatureAlgorithm => ({
  kty: 'EC',
  curves: [curve],
  verify: (input, key, signature) => verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature),
});

const eddsa = (...curves: string[]): SignatureAlgorithm => ({
  kty: 'OKP',
  curves,
  verify: (input, key, signature) => verify(null, input, key, signature),
});

/** The asymmetric signature algorithms of RFC 7518 3.1, RFC 8037, RFC 8812 and RFC 9864. */
const algorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['RS256', rsa('sha256')],
  ['RS384', rsa('sha384')],
  ['RS512', rsa('sha512')],
  ['PS256', pss('sha256', 32)],
  ['PS384', pss('sha384', 48)],
  ['PS512', pss('sha512', 64)],
  ['ES256', ecdsa('sha256', 'P-256')],
  ['ES384', ecdsa('sha384', 'P-384')],
  ['ES512', ecdsa('sha512', 'P-521')],
  ['ES256K', ecdsa('sha256', 'secp256k1')],
  ['EdDSA', eddsa('Ed25519', 'Ed448')],
  ['Ed25519', eddsa('Ed25519')],
  ['Ed448', eddsa('Ed448')],
]);

/** How signatures of a JWS `alg` are verified; undefined for one that we cannot verify. */
export function signatureAlgorithm(alg: string): SignatureAlgorithm | undefined {
  return algorithms.get(alg);
}
