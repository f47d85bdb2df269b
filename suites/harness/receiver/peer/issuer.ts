import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../../mocks/authorization-server/authorization-server.ts';
import type { Route } from '../../../../mocks/http/route.ts';
import type { TokenIntrospector } from '../../../../mocks/transmitter/authentication.ts';
import type { Emitted, Wish } from '../../../../mocks/transmitter/emission.ts';
import { endpointsOf } from '../../../../mocks/transmitter/endpoints.ts';
import type { TransmitterOptions } from '../../../../mocks/transmitter/options.ts';
import type { PushSender } from '../../../../mocks/transmitter/push-sender.ts';
import type { TransmitterSeams } from '../../../../mocks/transmitter/seams.ts';
import { createTransmitter, type Transmitter } from '../../../../mocks/transmitter/transmitter.ts';
import { POLL, PUSH } from '../../../../mocks/vocabulary/delivery-methods.ts';
import type { EventType } from '../../../../mocks/vocabulary/event-type.ts';
import { eventTypes } from '../../../../mocks/vocabulary/event-types.ts';
import type { Access } from './access.ts';
import type { PeerKeys } from './keys.ts';
import type { LateVerifications } from './late-verifications.ts';
import { layered } from './layered-seams.ts';
import { type OperationReader, operationReader } from './operations.ts';
import type { PeerStreams } from './peer-streams.ts';
import { type SceneEvents, sceneSeams } from './scene-seams.ts';
import type { Scenes } from './scenes.ts';
import type { Wire } from './wire.ts';

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
  wire: Wire;
  startedAtMs: number;
  /** Event types beside those of CAEP and RISC. */
  eventTypes: readonly EventType[];
  /** Laid over what the scene does: how our Transmitter is broken in scenarios between mocks. */
  seams: TransmitterSeams;
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
  /** Makes a stream for a Receiver that manages none, with all event types; gives its id. */
  openPushStream(to: { url: string; authorization: string | null }): string;
  /** Sends an event of our own making. Rejects with a RangeError for what cannot be sent. */
  emit(wish: Wish): Promise<Emitted>;
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
  const scene = sceneSeams(
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
    token: (reply) => scene.token?.(reply) ?? reply,
  });
  const introspect = access.introspect(server);
  const options: TransmitterOptions = {
    issuer: url,
    receivers: [{ id: access.receiver, audience }],
    introspect,
    keys: { rsa, ec },
    sender: parts.sender,
    seed: parts.seed,
    seams: layered(scene, parts.seams, observing(parts)),
    eventTypes: parts.eventTypes,
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

  const allTypes = [...eventTypes.keys(), ...parts.eventTypes.map(({ uri }) => uri)];

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
      transmitter.streams.create(id, access.receiver, audience, { delivery, events_requested: allTypes });
      remember(id, {});
      return delivery.endpoint_url;
    },
    openPushStream: ({ url: endpoint, authorization }) => {
      const delivery = {
        method: PUSH,
        endpoint_url: endpoint,
        ...(authorization === null ? {} : { authorization_header: authorization }),
      };
      const id = transmitter.openStream(access.receiver, audience, { delivery, events_requested: allTypes });
      remember(id, {});
      return id;
    },
    emit: (wish) => transmitter.emit(wish),
    revokeTokens: () => {
      for (const token of issued) server.revoke(token);
      issued.clear();
    },
    close: () => transmitter.close(),
  };
}

/** Comes after all that changes SETs, and tells what goes out. */
function observing({ wire, startedAtMs }: IssuerParts): TransmitterSeams {
  return {
    compact: (token, { streamId, eventType }) => {
      wire.tell({ kind: 'signed', streamId, eventType, token, atMs: performance.now() - startedAtMs });
      return token;
    },
    push: (request, { streamId, eventType }) => {
      wire.tell({ kind: 'addressed', streamId, eventType, token: request.body });
      return request;
    },
  };
}
