import type { Preflight, Refusal } from '../preflight.ts';
import { connectionRefusal } from './connection.ts';
import { foreign, jsonObject } from './foreign.ts';

/** RFC 6749 section 5.2, and what usually is behind it. */
const TOKEN_ERRORS: ReadonlyMap<string, string> = new Map([
  ['invalid_client', 'Check --client-id and --client-secret.'],
  ['invalid_scope', 'Check --scope: the client may not have these scopes, or must name some.'],
  ['unauthorized_client', 'The client is not allowed to use the client credentials grant: allow it there.'],
  [
    'unsupported_grant_type',
    'The server does not offer the client credentials grant; pass a token with --access-token.',
  ],
]);

/** Client credentials are configured, but nobody knows where to use them. */
export function missingTokenEndpoint({ facts }: Preflight): Refusal | null {
  if (!facts.hooks.includes('client-credentials') || facts.tokenEndpoint !== null) return null;
  return {
    sentence: `No token endpoint can be found for ${facts.issuer}: no authorization server metadata (RFC 8414) names one.`,
    hint: 'Name it with --token-endpoint URL, or pass a token with --access-token.',
  };
}

/** Why the token endpoint gave no token; asks it once more to learn that. */
export async function tokenRefusal({ facts, requestToken }: Preflight): Promise<Refusal> {
  const at = `The token endpoint ${facts.tokenEndpoint}`;
  const exchange = await requestToken();
  const { response } = exchange;
  if (response === null)
    return (
      connectionRefusal(exchange, 'A token') ?? {
        sentence: `${at} gives no token.`,
        hint: 'Check --token-endpoint.',
      }
    );
  const answer = jsonObject(response.json);
  const code = answer?.error;
  if (typeof code === 'string') {
    const words = answer?.error_description;
    const detail = typeof words === 'string' ? ` (${foreign(words)})` : '';
    return {
      sentence: `${at} refuses the client: ${foreign(code, 60)}${detail}.`,
      hint: TOKEN_ERRORS.get(code) ?? 'Check --client-id, --client-secret and --scope.',
    };
  }
  if (response.status === 200) {
    const token = answer?.access_token;
    if (typeof token === 'string' && !/^[\x21-\x7e]+$/.test(token))
      return {
        sentence: `${at} gives an access_token that cannot stand in an Authorization header (RFC 6750 2.1).`,
        hint: 'It is empty, or has blanks, line breaks or characters beyond ASCII.',
      };
    if (typeof token === 'string')
      return {
        sentence: `${at} gives a token, but not with the scopes that are configured.`,
        hint: 'Check --scope.',
      };
    return {
      sentence: `${at} answers 200, but without an access_token.`,
      hint: 'Is this URL the token endpoint of an OAuth 2.0 authorization server?',
    };
  }
  if (response.status === 401)
    return { sentence: `${at} refuses the client (401).`, hint: 'Check --client-id and --client-secret.' };
  return {
    sentence: `${at} answers ${response.status} instead of a token.`,
    hint: 'Check --token-endpoint; by default it is taken from the authorization server metadata (RFC 8414).',
  };
}
