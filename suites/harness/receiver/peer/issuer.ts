import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../../mocks/authorization-server/authorization-server.ts';
import type { Route } from '../../../../mocks/http/route.ts';
import type { TokenIntrospector } from '../../../../mocks/transmitter/authentication.ts';
import { endpointsOf } from '../../../../mocks/transmitter/endpoints.ts';
import type { TransmitterOptions } from '../../../../mocks/transmitter/options.ts';
import type { PushSender } from '../../../../mocks/transmitter/push-sender.ts';
import { createTransmitter, type Transmitter } from '../../../../mocks/transmitter/transmitter.ts';
import { POLL } from '../../../../mocks/vocabulary/delivery-methods.ts';
import type { Access } from './access.ts';
import type { PeerKeys } from './keys.ts';
import type { LateVerifications } from './late-verifications.ts';
import { type OperationReader, operationReader } from './operations.ts';
import type { PeerStreams } from './peer-streams.ts';
import { type SceneEvents, sceneSeams } from './scene-seams.ts';
import type { Scenes } from './scenes.ts';

/** What our issuers share. */
export interface IssuerParts {
  scenes: Scenes;
  keys: PeerKeys;
  access: Access;
  audience: string;
  streams: PeerStreams;
  late: LateVerifications;
  /** Sends the SETs that the Transmitter makes itself. */
  sender: PushSender;
  seed: number;
  /** The life of the target that goes on. */
  life(): number;
  settled: SceneEvents['settled'];
  issued: SceneEvents['issued'];
}

/** An issuer of ours: the reference Transmitter and its authorization server, under the control of the scenes. */
export interface Issuer {
  url: string;
  metadataUrl: string;
  jwksUri: string;
  routes: readonly Route[];
  operationOf: OperationReader;
  introspect: TokenIntrospector;
  /** Makes the one stream of a poller that creates none itself; gives its poll URL. */
  openPollStream(streamId: string): string;
  /** Makes all access tokens invalid that were issued so far. */
  revokeTokens(): void;
  close(): Promise<void>;
}

/** Characters with a meaning in queries: who does not percent-encode the id names another one (SSF 8.1.1). */
const RESERVED = 'a+b&c=';

/** Composes an issuer at a URL. Its routes still have to be served there. */
export async function createIssuer(url: string, parts: IssuerParts): Promise<Issuer> {
  const { scenes, keys, access, audience, streams } = parts;
  const issued = new Set<string>();
  const [rsa, ec] = await Promise.all([keys.get('current'), keys.get('ec')]);
  const seams = sceneSeams(
    scenes,
    keys,
    {
      created: (id, request) => remember(id, request),
      settled: parts.settled,
      verificationHeld: (id, state) =>
        parts.late.hold(id, async () => {
          if (transmitter.streams.get(id) !== undefined) await transmitter.verify(id, state);
        }),
      issued: (token) => {
        issued.add(token);
        parts.issued(token);
      },
    },
    access.open,
  );
  const server: AuthorizationServer = createAuthorizationServer({
    // The Transmitter's own URL, so that whoever knows the one finds the other (RFC 8414).
    issuer: url,
    clients: access.clients,
    get expiresInS() {
      return scenes.current.tokenLifetimeS;
    },
    token: (reply) => seams.token?.(reply) ?? reply,
  });
  const introspect = access.introspect(server);
  const options: TransmitterOptions = {
    issuer: url,
    receivers: [{ id: access.receiver, audience }],
    introspect,
    keys: { rsa, ec },
    sender: parts.sender,
    seed: parts.seed,
    seams,
    streamId: (random) => (scenes.current.reservedStreamId ? RESERVED + random : random),
    get longPollMs() {
      return scenes.current.longPollMs ?? 1000;
    },
    get pollBatch() {
      return scenes.current.pollBatch;
    },
    get singleStream() {
      return scenes.current.singleStream;
    },
  };
  const transmitter: Transmitter = createTransmitter(options);
  const endpoints = endpointsOf(url);

  function remember(id: string, request: Record<string, unknown>): void {
    const stream = transmitter.streams.get(id);
    if (stream !== undefined) streams.add({ stream, transmitter, request, life: parts.life() });
  }

  return {
    url,
    metadataUrl: transmitter.metadataUrl,
    jwksUri: endpoints.jwks,
    routes: [...transmitter.routes, ...server.routes],
    operationOf: operationReader(url, server),
    introspect,
    openPollStream: (id) => {
      const delivery = { method: POLL, endpoint_url: endpoints.poll(id) };
      transmitter.streams.create(id, access.receiver, audience, { delivery });
      remember(id, {});
      return delivery.endpoint_url;
    },
    revokeTokens: () => {
      for (const token of issued) server.revoke(token);
      issued.clear();
    },
    close: () => transmitter.close(),
  };
}
