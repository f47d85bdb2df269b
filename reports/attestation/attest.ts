import type { KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';
import type { Statement } from './statement.ts';

/** What the header says a signature is, so that none that was made for something else passes for one (RFC 8725 3.11). */
export const TYP = 'ssf-conformance-attestation+jws';

/** The algorithms of signatures, and of no others. */
export type Algorithm = 'EdDSA' | 'ES256';

/**
 * Signs a statement.
 * @returns compact JWS
 */
export async function attest(
  statement: Statement,
  key: { alg: Algorithm; kid: string; privateKey: KeyObject },
): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(statement));
  const header = { alg: key.alg, kid: key.kid, typ: TYP };
  return new CompactSign(payload).setProtectedHeader(header).sign(key.privateKey);
}
