import { clientCertificateOf } from '../http/client-certificate.ts';
import { empty, Refusal } from './reply.ts';
import type { Quirks } from './seams.ts';

/** Scope for reading a stream's configuration and status (CAEP-INTEROP 2.7.3). */
export const READ = 'ssf.read';
/** Scope for everything. */
export const MANAGE = 'ssf.manage';

/** What an access token stands for. */
export interface Grant {
  /** Id of the Receiver. */
  client: string;
  scopes: readonly string[];
  /** Thumbprint of the certificate to which the token is bound, `cnf.x5t#S256` (RFC 8705 section 3); null for none. */
  certificate?: string | null | undefined;
}

/** Gives what a token stands for; null when it is unknown, expired or revoked. */
export type TokenIntrospector = (token: string) => Grant | null;

/** The credentials in a request, by the methods of RFC 6750 section 2. */
export type Credentials = { kind: 'none' } | { kind: 'two-methods' } | { kind: 'token'; token: string };

const challenge = 'Bearer realm="ssf"';

/** RFC 6750 2.1; a token in the query (2.3) is no credential here, and beside one in the header it spoils the request. */
export function readCredentials(request: Request, quirks: Partial<Quirks>): Credentials {
  const header = request.headers.get('authorization');
  const query = new URL(request.url).searchParams.get('access_token');
  const token = header === null ? null : /^bearer +(.*)$/i.exec(header);
  if (token && query !== null) return { kind: 'two-methods' };
  if (token) return { kind: 'token', token: (token[1] ?? '').trim() };
  if (query !== null && quirks.tokenInQuery) return { kind: 'token', token: query };
  return { kind: 'none' };
}

/**
 * Whom the request comes from; null when its credentials are no good. A token that is bound to a certificate is good
 * on a connection with that certificate only (RFC 8705 section 3).
 */
export function identify(
  request: Request,
  credentials: Credentials,
  introspect: TokenIntrospector,
): Grant | null {
  const grant = credentials.kind === 'token' ? introspect(credentials.token) : null;
  const bound = grant?.certificate ?? null;
  return bound === null || bound === clientCertificateOf(request)?.thumbprint ? grant : null;
}

/**
 * Lets a request in, or throws a Refusal as RFC 6750 section 3 wants it. Any one of the scopes is enough; null asks
 * for none.
 */
export function authorize(
  credentials: Credentials,
  grant: Grant | null,
  scopes: readonly string[] | null,
): Grant {
  if (credentials.kind === 'two-methods') {
    throw denied(400, 'invalid_request', 'The access token came by two methods.');
  }
  // RFC 6750 3.1: no error code when there were no credentials at all.
  if (credentials.kind === 'none') throw new Refusal(empty(401, { 'www-authenticate': challenge }));
  if (grant === null) throw denied(401, 'invalid_token', 'The access token is unknown, expired or revoked.');
  if (scopes !== null && !scopes.some((scope) => grant.scopes.includes(scope))) {
    throw denied(403, 'insufficient_scope', 'The access token does not reach this far.', scopes.join(' '));
  }
  return grant;
}

function denied(status: number, error: string, description: string, scope?: string): Refusal {
  const attributes = [challenge, `error="${error}"`, `error_description="${description}"`];
  if (scope !== undefined) attributes.push(`scope="${scope}"`);
  return new Refusal(empty(status, { 'www-authenticate': attributes.join(', ') }));
}
