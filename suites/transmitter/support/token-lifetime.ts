import { decodeJwt } from 'jose';
import type { JsonObject } from '../../harness/probe.ts';

/**
 * How long the token of a token response lives, in s: expires_in (RFC 6749 section 5.1), else exp minus nbf, or minus
 * iat, of a token that is a JWT. Null when nothing says it.
 */
export function lifetimeOf(answer: JsonObject): number | null {
  const { expires_in: expiresIn, access_token: token } = answer;
  // In quotation marks it is wrong, which RFC6749-A.14-01 says, but still readable.
  if (typeof expiresIn === 'number' || /^\d+$/.test(String(expiresIn))) return Number(expiresIn);
  if (typeof token !== 'string') return null;
  try {
    const { exp, nbf, iat } = decodeJwt(token);
    const from = nbf ?? iat;
    return typeof exp === 'number' && typeof from === 'number' ? exp - from : null;
  } catch {
    return null;
  }
}
