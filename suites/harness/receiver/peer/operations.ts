import type { AuthorizationServer } from '../../../../mocks/authorization-server/authorization-server.ts';
import { endpointsOf } from '../../../../mocks/transmitter/endpoints.ts';
import type { PeerOperation } from '../exchange.ts';

/** Tells what is asked of an issuer by method and path (query aside); null when the path is none of its own. */
export type OperationReader = (method: string, url: URL) => PeerOperation | null;

const CONFIGURATION: Readonly<Record<string, PeerOperation>> = {
  POST: 'create-stream',
  PATCH: 'update-stream',
  PUT: 'replace-stream',
  DELETE: 'delete-stream',
};

const STATUS: Readonly<Record<string, PeerOperation>> = {
  GET: 'read-status',
  HEAD: 'read-status',
  POST: 'update-status',
};

/**
 * Where a path stands for one operation, the method does not matter: that it is wrong is for checks to see. Where
 * methods tell operations apart, another method is `unknown`.
 */
export function operationReader(
  issuer: string,
  server: Pick<AuthorizationServer, 'tokenEndpoint' | 'metadataUrl'>,
): OperationReader {
  const endpoints = endpointsOf(issuer);
  const pathOf = (url: string): string => new URL(url).pathname;
  const single = new Map<string, PeerOperation>([
    [pathOf(endpoints.metadata), 'metadata'],
    [pathOf(endpoints.jwks), 'jwks'],
    [pathOf(server.metadataUrl), 'authorization-server-metadata'],
    [pathOf(server.tokenEndpoint), 'token'],
    [pathOf(endpoints.addSubject), 'add-subject'],
    [pathOf(endpoints.removeSubject), 'remove-subject'],
    [pathOf(endpoints.verification), 'verify'],
  ]);
  const poll = `${endpoints.base}/ssf/poll/`;
  return (method, { pathname, searchParams }) => {
    if (pathname === pathOf(endpoints.status)) return STATUS[method] ?? 'unknown';
    if (pathname === pathOf(endpoints.configuration)) {
      if (method !== 'GET' && method !== 'HEAD') return CONFIGURATION[method] ?? 'unknown';
      return searchParams.has('stream_id') ? 'read-stream' : 'list-streams';
    }
    return single.get(pathname) ?? (pathname.startsWith(poll) ? 'poll' : null);
  };
}

/** RFC 9728 section 3.1: the document of whatever resource lies behind. */
export function isProtectedResourcePath(pathname: string): boolean {
  return /^\/\.well-known\/oauth-protected-resource(?:\/|$)/.test(pathname);
}
