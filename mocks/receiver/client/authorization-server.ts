import { isObject } from '../../vocabulary/is-object.ts';
import { objectOf, stringsOf, usableUrl } from './answers.ts';
import { GivenUp, Untrusted } from './failure.ts';
import type { Outlet } from './outlet.ts';
import { wellKnown } from './well-known.ts';

/** Where tokens are had, and what to ask for. */
export interface TokenSource {
  tokenEndpoint: string;
  scopes: readonly string[];
  /** How the client authenticates there (RFC 8414 section 2). */
  method: 'client_secret_basic' | 'client_secret_post';
}

/** CAEP-INTEROP 2.7.3. */
const usualScopes = ['ssf.read', 'ssf.manage'];

/** Finds the authorization server of a Transmitter. Throws GivenUp when there is none that can be used. */
export async function findTokenSource(
  outlet: Outlet,
  issuer: string,
  signal: AbortSignal,
): Promise<TokenSource> {
  const resource = await protectedResource(outlet, issuer, signal);
  const server = stringsOf(resource?.authorization_servers)?.[0] ?? issuer;
  const url = wellKnown(
    usableUrl(server, 'authorization_servers', issuer, outlet.quirks),
    authorizationServer,
  );
  const answer = await outlet.repeated(
    { operation: 'authorization-server-metadata', method: 'GET', url },
    { signal },
  );
  const document = objectOf(answer, [200], `Authorization server metadata at ${url}`);
  // RFC 8414 3.3: of another issuer's metadata nothing is used.
  if (document.issuer !== server && !outlet.quirks.trustsAuthorizationServer) {
    throw new Untrusted(`The metadata at ${url} is of ${String(document.issuer)}, not ${server}.`);
  }
  const { token_endpoint: tokenEndpoint } = document;
  if (typeof tokenEndpoint !== 'string') throw new GivenUp(`${url} names no token_endpoint.`);
  const methods = stringsOf(document.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'];
  return {
    tokenEndpoint: usableUrl(tokenEndpoint, 'token_endpoint', issuer, outlet.quirks),
    scopes: scopesOf(resource),
    method: methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post',
  };
}

const authorizationServer = 'oauth-authorization-server';

/** RFC 9728 metadata of the Transmitter, where it publishes some; undefined otherwise. */
async function protectedResource(
  outlet: Outlet,
  resource: string,
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> {
  const url = wellKnown(resource, 'oauth-protected-resource');
  const { status, json } = await outlet.repeated(
    { operation: 'protected-resource-metadata', method: 'GET', url },
    { signal },
  );
  if (status !== 200 || !isObject(json)) return undefined;
  // RFC 9728 3.3: of another resource's metadata nothing is used.
  if (json.resource === resource || outlet.quirks.trustsProtectedResource) return json;
  outlet.log(`The metadata at ${url} is of ${String(json.resource)}; it is not used.`);
  return undefined;
}

/** The usual scopes, unless the metadata has other names for them (CAEP-INTEROP, Sep 2025, 2.7.2). */
function scopesOf(resource: Record<string, unknown> | undefined): readonly string[] {
  const offered = stringsOf(resource?.scopes_supported) ?? [];
  if (offered.length === 0) return usualScopes;
  const usual = usualScopes.filter((scope) => offered.includes(scope));
  return usual.length > 0 ? usual : offered;
}
