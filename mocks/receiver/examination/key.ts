import { KeysUnavailable, type VerificationKey } from '../key-store.ts';
import type { Examined, Refusal } from '../seams.ts';
import { fitsAlgorithm, verifySignature } from './algorithms.ts';
import type { Examination } from './examination.ts';
import { refuse } from './refuse.ts';

/** Not the SET's fault: nothing can be said about it until the JWK Set can be had again. */
export const keysUnavailable = refuse('invalid_key', 'The keys of the issuer cannot be had at the moment.');

/**
 * The keys that `kid` may mean, all of them without one (RFC 7515 4.1.4: it is optional). They come from the issuer's
 * JWK Set alone: `jwk`, `jku`, `x5c` and `x5u` are the sender's own words about itself (RFC 8725 section 3.10).
 */
export async function key({ header }: Examined, examination: Examination): Promise<Refusal | null> {
  if (header.kid !== undefined && typeof header.kid !== 'string') {
    return refuse('invalid_request', '`kid` of the header is not a string.');
  }
  try {
    examination.candidates = await examination.findKeys(header.kid);
  } catch (error) {
    if (error instanceof KeysUnavailable) return keysUnavailable;
    throw error;
  }
  return examination.candidates.length > 0
    ? null
    : refuse('invalid_key', 'The issuer has published no key that the header could mean.');
}

/** Keeps the candidates that may sign with this algorithm; refuses when none remains. */
export function keyStrength({ header }: Examined, examination: Examination): Refusal | null {
  const objections = examination.candidates.map((candidate) => objection(String(header.alg), candidate));
  const fit = examination.candidates.filter((_, i) => objections[i] === null);
  if (fit.length > 0) {
    examination.candidates = fit;
    return null;
  }
  return refuse('invalid_key', objections[0] ?? 'There is no key.');
}

function objection(alg: string, { jwk, key }: VerificationKey): string | null {
  // RFC 7517 4.2 to 4.4: what the issuer says a key is for.
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'The key is not for signatures.';
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) {
    return 'The key is not for the verification of signatures.';
  }
  if (jwk.alg !== undefined && jwk.alg !== alg) return `The key is not for the algorithm ${alg}.`;
  if (!fitsAlgorithm(alg, jwk)) return `The type of the key does not fit the algorithm ${alg}.`;
  // RFC 7518 3.3 and 3.5.
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return jwk.kty === 'RSA' && (bits === undefined || bits < 2048)
    ? 'The RSA key is shorter than 2048 bits.'
    : null;
}

/** One of the candidates made the signature over header and claims as they were sent (RFC 7515 section 5.2). */
export function signature({ compact, header }: Examined, { candidates }: Examination): Refusal | null {
  const end = compact.lastIndexOf('.');
  const input = compact.slice(0, Math.max(end, 0));
  const bytes = Buffer.from(compact.slice(end + 1), 'base64url');
  return candidates.some(({ key }) => verifySignature(String(header.alg), key, input, bytes))
    ? null
    : refuse('invalid_key', 'The signature was not made with a key of the issuer.');
}
