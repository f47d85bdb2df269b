import { randomBytes } from 'node:crypto';
import type { Route } from '../http/route.ts';
import { type Served, serve } from '../http/serve.ts';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  type Client,
  createAuthorizationServer,
} from './authorization-server.ts';

/** How an authorization server is to be, and where it stands. */
export interface StartAuthorizationServerOptions
  extends Partial<Omit<AuthorizationServerOptions, 'issuer' | 'tokenEndpoint'>> {
  /** The origin under which it is intercepted in process, `https://as.example`: then nothing listens. Default: a socket. */
  origin?: string | undefined;
  /** Default 127.0.0.1 and a free port. */
  host?: string | undefined;
  port?: number | undefined;
  /** Path of the issuer, `/tenant-1`; default none. */
  path?: string | undefined;
  /** Key and certificate in PEM; plain http without. */
  tls?: { key: string; cert: string } | undefined;
}

/** The mock authorization server on its socket. */
export interface StartedAuthorizationServer extends AuthorizationServer, Served {
  /** Everything that it answers. */
  routes: Route[];
  /** Those that it knows; default: `client-1` with a random secret. */
  clients: readonly Client[];
  close(): Promise<void>;
}

/** Serves the mock authorization server. Rejects when the port cannot be had. */
export async function startAuthorizationServer(
  options: StartAuthorizationServerOptions = {},
): Promise<StartedAuthorizationServer> {
  const { origin, host, port, tls, path = '', clients = defaultClients() } = options;
  const routes: Route[] = [];
  const listener = await serve(routes, { origin, host, port, tls });
  const server = createAuthorizationServer({ ...options, clients, issuer: `${listener.origin}${path}` });
  routes.push(...server.routes);
  return { ...server, origin: listener.origin, routes, clients, close: () => listener.close() };
}

function defaultClients(): Client[] {
  return [{ id: 'client-1', secret: randomBytes(24).toString('base64url') }];
}
