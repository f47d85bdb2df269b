import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { type Algorithm, TYP } from './attest.ts';
import { AttestationError } from './attestation-error.ts';
import { readStatement, type Statement } from './statement.ts';
import type { TrustedKey } from './trusted-keys.ts';

/** A statement whose signature holds, and the key by which it does. */
export interface Attested {
  statement: Statement;
  key: Pick<TrustedKey, 'alg' | 'thumbprint'> & { kid: string };
}

/** A signature of a few kB; what is longer is none of ours. */
const LONGEST = 100_000;

/** How far clocks may differ, in seconds. */
const TOLERANCE = 300;

/**
 * What a signature says, if it holds by one of the keys.
 * @param jws compact JWS. Of its header only alg, kid and typ are read: a key that it brings or points to is none that is
 *   trusted, and refused
 * @throws {AttestationError}
 */
export async function verifyAttestation(
  jws: string,
  keys: readonly TrustedKey[],
  now: Date,
): Promise<Attested> {
  const { alg, kid } = headerOf(jws);
  const named = keys.filter((key) => key.kid === kid || key.thumbprint === kid);
  const candidates = named.filter((key) => key.alg === alg);
  if (candidates.length === 0)
    throw named.length === 0
      ? new AttestationError('unknown-key', `The key "${kid}" that signed it is not in the JWK Set.`)
      : new AttestationError('algorithm', `The signature is by ${alg}, which the key "${kid}" is not for.`);
  for (const candidate of candidates) {
    const payload = await payloadOf(jws, candidate);
    if (payload === null) continue;
    const statement = readStatement(payload);
    if (statement === null)
      throw new AttestationError('malformed', 'What was signed is no statement about a report.');
    requirePossible(statement, now);
    return { statement, key: { alg, kid, thumbprint: candidate.thumbprint } };
  }
  throw new AttestationError('signature', `The signature does not hold by the key "${kid}" of the JWK Set.`);
}

/** Null when it does not hold by this key. */
async function payloadOf(jws: string, { alg, jwk }: TrustedKey): Promise<Uint8Array | null> {
  try {
    const key = await importJWK(jwk, alg);
    return (await compactVerify(jws, key, { algorithms: [alg] })).payload;
  } catch {
    // Whatever is wrong, a signature that cannot be verified does not hold.
    return null;
  }
}

function headerOf(jws: string): { alg: Algorithm; kid: string } {
  if (jws.length > LONGEST) throw new AttestationError('malformed', 'The signature is too long for one.');
  const parts = jws.split('.');
  // Several spellings of the same bytes would be several signatures.
  if (
    parts.length !== 3 ||
    parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part)
  )
    throw new AttestationError('malformed', 'The signature is no compact JWS.');
  let header: Record<string, unknown>;
  try {
    header = { ...decodeProtectedHeader(jws) };
  } catch (cause) {
    throw new AttestationError('malformed', 'The header of the signature cannot be read.', { cause });
  }
  const { alg, kid, typ, ...others } = header;
  if (alg !== 'EdDSA' && alg !== 'ES256')
    throw new AttestationError(
      'algorithm',
      `The signature is by the algorithm "${String(alg)}": only EdDSA and ES256 are accepted.`,
    );
  const strange = Object.keys(others)[0];
  if (strange !== undefined)
    throw new AttestationError(
      'malformed',
      `The header of the signature has "${strange}", which no signature of a report has; keys are taken from the JWK Set alone.`,
    );
  if (typ !== TYP)
    throw new AttestationError('malformed', 'The signature was made for something else than a report.');
  if (typeof kid !== 'string' || kid === '')
    throw new AttestationError('malformed', 'The signature does not say by which key it is.');
  return { alg, kid };
}

/** A signature that was made before its run or after now was made by a clock that is wrong, or to deceive. */
function requirePossible({ iat, startedAt }: Statement, now: Date): void {
  if (iat > now.getTime() / 1000 + TOLERANCE)
    throw new AttestationError('time', `It says that it was signed in the future: ${instant(iat)}.`);
  const begun = Date.parse(startedAt) / 1000;
  if (!(iat >= begun - TOLERANCE))
    throw new AttestationError('time', `It says that it was signed before the run began: ${instant(iat)}.`);
}

function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}
