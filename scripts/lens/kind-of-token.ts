import { eventTypesOf } from '../../suites/set/events.ts';
import type { ParsedSet } from '../../suites/set/parse.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

/** Other kinds of JWT, by their `typ` (RFC 8725 section 3.11). */
const KINDS: Readonly<Record<string, string>> = {
  'at+jwt': 'an access token',
  'logout+jwt': 'a logout token (OpenID Connect Back-Channel Logout)',
  'dpop+jwt': 'a DPoP proof',
  'txntoken+jwt': 'a transaction token',
  'oauth-authz-req+jwt': 'a request object',
  'token-introspection+jwt': 'an answer of token introspection',
  'client-authentication+jwt': 'a client assertion',
  'entity-statement+jwt': 'a statement of a federation',
};

/** Claims that no SET without `events` would have: it is a token for somebody to present. */
const OF_BEARERS = ['exp', 'scope', 'scp', 'nonce', 'azp', 'client_id', 'auth_time', 'cnf', 'at_hash'];

/** What a token is that plainly is no SET, in words; null for what is to be judged as one. */
export function otherKind({ header, claims }: Pick<ParsedSet, 'header' | 'claims'>): string | null {
  const typ = typeof header?.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : null;
  if (claims === null || typ === 'secevent+jwt') return null;
  const types = eventTypesOf(claims);
  if (types.length > 0 && types.every((type) => type === LOGOUT)) return KINDS['logout+jwt'] ?? null;
  // A SET that calls itself something else is a wrong SET.
  if ('events' in claims || 'sub_id' in claims) return null;
  const named = typ !== null && Object.hasOwn(KINDS, typ) ? KINDS[typ] : undefined;
  if (named !== undefined) return named;
  if ('txn' in claims || 'toe' in claims) return null;
  return OF_BEARERS.some((claim) => claim in claims)
    ? 'a token without events, such as an access token or an ID Token'
    : null;
}
