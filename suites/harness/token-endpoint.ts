import { wellKnownUrl } from '../support/well-known.ts';
import type { Exchange } from './exchange.ts';
import { isConfidential } from './rim/confidential.ts';

/** Authorization servers of one resource that are asked; a target may name any number. */
const SERVERS = 5;

type Get = (url: string) => Promise<Exchange>;

/**
 * Finds the token endpoint by RFC 8414: the metadata of the authorization server at the issuer, inserted between
 * host and path, then at the host alone, then of the servers that the protected resource metadata (RFC 9728) names.
 * Null when none of them has one.
 */
export async function findTokenEndpoint(issuer: string, get: Get): Promise<string | null> {
  const { origin } = new URL(issuer);
  const resources = await get(wellKnownUrl(issuer, 'oauth-protected-resource'));
  const named = member(resources, 'authorization_servers');
  const servers = Array.isArray(named) ? named.filter((one): one is string => typeof one === 'string') : [];
  const usable = servers.filter((server) => URL.canParse(server) && /^https?:/i.test(server));
  for (const server of [...usable.slice(0, SERVERS), issuer, origin]) {
    const endpoint = member(await get(wellKnownUrl(server, 'oauth-authorization-server')), 'token_endpoint');
    const isUrl = typeof endpoint === 'string' && URL.canParse(endpoint);
    // The client's secret goes there.
    if (isUrl && isConfidential(new URL(endpoint))) return endpoint;
  }
  return null;
}

function member(exchange: Exchange, name: string): unknown {
  const json = exchange.response?.json;
  return exchange.response?.status === 200 && typeof json === 'object' && json !== null
    ? (json as Record<string, unknown>)[name]
    : undefined;
}
