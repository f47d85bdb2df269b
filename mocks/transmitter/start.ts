import { randomBytes } from 'node:crypto';
import {
  type AuthorizationServer,
  type Client,
  createAuthorizationServer,
} from '../authorization-server/authorization-server.ts';
import type { ClientCertificatesOptions, TlsOptions } from '../http/listen.ts';
import { RECOMMENDED_SUITES } from '../http/recommended-suites.ts';
import type { Route } from '../http/route.ts';
import { type Served, serve } from '../http/serve.ts';
import type { LoggedSet } from '../set-log.ts';
import type { Emitted, Wish } from './emission.ts';
import type { TransmitterOptions } from './options.ts';
import { fetchSender, socketSender } from './push-sender.ts';
import { createTransmitter, type PushReceiver, type Transmitter } from './transmitter.ts';

/** A client with a long-lived access token for everything, ready for use. */
export interface ReadyClient {
  id: string;
  secret: string;
  token: string;
}

/** How a reference Transmitter is to be, and where it stands. */
export interface StartOptions extends Partial<Omit<TransmitterOptions, 'issuer' | 'introspect' | 'sender'>> {
  /**
   * The origin under which it is intercepted in process, `https://transmitter.example`: then nothing listens, and it
   * pushes with the global `fetch`. Default: a socket.
   */
  origin?: string | undefined;
  /** Default 127.0.0.1. */
  host?: string | undefined;
  /** Default: a free one. */
  port?: number | undefined;
  /** Path of the issuer, `/tenant-1`; default none. */
  path?: string | undefined;
  /** Key and certificate in PEM; without them plain http. */
  tls?: Pick<TlsOptions, 'key' | 'cert'> | undefined;
  /** PEM of an authority whose certificates push endpoints may have, instead of the system's. */
  ca?: string | undefined;
  /**
   * Mutual TLS (RFC 8705): ask clients for certificates, take them for client authentication, and bind tokens to them.
   * Default: no.
   */
  clientCertificates?: ClientCertificatesOptions | undefined;
  /** Default: `receiver-1` and `receiver-2` with random secrets, and certificates for `CN=receiver-1` and so on. */
  clients?: readonly Client[] | undefined;
  /** The access token of the first client that is ready for use; default: a random one. */
  accessToken?: string | undefined;
  /** Lifetime of requested tokens in s; default 3600. */
  expiresInS?: number | undefined;
}

export interface StartedTransmitter extends Served {
  issuer: string;
  metadataUrl: string;
  tokenEndpoint: string;
  clients: ReadyClient[];
  /** Makes the Transmitter send an event. */
  trigger: (wish: Wish) => Promise<Emitted>;
  /** Opens a stream for a Receiver that manages none itself, such as a push handler alone; gives its stream_id. */
  pushTo: (receiver: PushReceiver) => string;
  /** The SETs that it made, oldest first, and what became of each. */
  sets: () => LoggedSet[];
  transmitter: Transmitter;
  authorizationServer: AuthorizationServer;
  close: () => Promise<void>;
}

// Longer than anybody plays with a mock: ten years, in s.
const longLivedS = 10 * 365 * 24 * 3600;

/** Serves the reference Transmitter and its authorization server, under `/oauth`, on one socket. */
export async function startTransmitter(options: StartOptions = {}): Promise<StartedTransmitter> {
  const { host, port, path = '', tls, ca, clients = defaultClients(), seams = {}, expiresInS } = options;
  const { clientCertificates } = options;
  const routes: Route[] = [];
  const listener = await serve(routes, {
    origin: options.origin,
    host,
    port,
    // A fault that takes old versions needs the old suites too.
    ...(tls
      ? {
          tls: {
            ...tls,
            clientCertificates,
            ...(seams.tls?.minVersion ? {} : { ciphers: RECOMMENDED_SUITES }),
            ...seams.tls,
          },
        }
      : {}),
  });
  const issuer = `${listener.origin}${path}`;
  const authorizationServer = createAuthorizationServer({
    // The same issuer as the Transmitter's, so that whoever knows the one finds the other (RFC 8414).
    issuer,
    tokenEndpoint: `${listener.origin}/oauth/token`,
    clients,
    expiresInS,
    now: options.now,
    mutualTls: clientCertificates !== undefined,
    token: seams.token && ((reply) => seams.token?.(reply) ?? reply),
    metadata:
      seams.authorizationServerMetadata &&
      ((document) => seams.authorizationServerMetadata?.(document) ?? document),
  });
  const sockets = socketSender(ca, seams.quirks);
  const transmitter = createTransmitter({
    receivers: clients,
    ...options,
    issuer,
    introspect: (token) => authorizationServer.introspect(token),
    sender: options.origin === undefined ? sockets.send : fetchSender,
  });
  routes.push(...transmitter.routes, ...authorizationServer.routes);
  return {
    origin: listener.origin,
    routes,
    issuer,
    metadataUrl: transmitter.metadataUrl,
    tokenEndpoint: authorizationServer.tokenEndpoint,
    clients: clients.map(({ id, secret, scopes = ['ssf.read', 'ssf.manage'] }, index) => ({
      id,
      secret,
      token: authorizationServer.issue(
        id,
        scopes.join(' '),
        longLivedS,
        index === 0 ? options.accessToken : undefined,
      ),
    })),
    trigger: (wish) => transmitter.emit(wish),
    pushTo: (receiver) => transmitter.pushTo(receiver),
    sets: () => transmitter.sets(),
    transmitter,
    authorizationServer,
    async close() {
      await transmitter.close();
      await sockets.close();
      await listener.close();
    },
  };
}

function defaultClients(): Client[] {
  return ['receiver-1', 'receiver-2'].map((id) => ({
    id,
    secret: randomBytes(24).toString('base64url'),
    certificateSubject: `CN=${id}`,
  }));
}
