import { decodeJwt } from 'jose';
import type { JsonObject } from '../../harness/probe.ts';

/**
 * How long the token of a token response lives, in s: expires_in (RFC 6749 section 5.1), or exp minus nbf (or iat) of a
 * token that is a JWT; the longer of the two, for what the response says binds nobody who looks at exp. Null when
 * nothing says it.
 */
export function lifetimeOf(answer: JsonObject): number | null {
  const { expires_in: expiresIn, access_token: token } = answer;
  // In quotation marks it is wrong, which RFC6749-A.14-01 says, but still readable.
  const stated = typeof expiresIn === 'number' || /^\d+$/.test(String(expiresIn)) ? Number(expiresIn) : null;
  const own = typeof token === 'string' ? ownLifetime(token) : null;
  return stated === null || own === null ? (stated ?? own) : Math.max(stated, own);
}

/** By the claims of a JWT. nbf is often set back, for the sake of clocks that are slow. */
function ownLifetime(token: string): number | null {
  try {
    const { exp, nbf, iat } = decodeJwt(token);
    const from = [nbf, iat].filter((time) => typeof time === 'number');
    return typeof exp === 'number' && from.length > 0 ? exp - Math.max(...from) : null;
  } catch {
    return null;
  }
}
