import type { Route } from '../http/route.ts';
import { type LoggedSet, SetLog } from '../set-log.ts';
import { PUSH } from '../vocabulary/delivery-methods.ts';
import { configurationEndpoints } from './configuration-endpoint.ts';
import { type Core, supported } from './core.ts';
import { documentEndpoints, metadataDocument } from './documents.ts';
import { type Emitted, Emitter, type Wish } from './emission.ts';
import { endpointsOf } from './endpoints.ts';
import { KeyRing } from './keys.ts';
import { type Endpoint, toRoute } from './operation.ts';
import { defaultPush, type TransmitterOptions } from './options.ts';
import { pollEndpoints } from './poll.ts';
import { PushDelivery } from './push.ts';
import { socketSender } from './push-sender.ts';
import { empty } from './reply.ts';
import { changeStatus, statusEndpoints } from './status.ts';
import type { ReceiverSupplied, Status } from './stream.ts';
import { Streams } from './streams.ts';
import { subjectEndpoints } from './subjects-endpoints.ts';
import { sendVerification, verificationEndpoints } from './verification.ts';

/** A Receiver that takes SETs by push and manages no stream itself. */
export interface PushReceiver {
  /** Where SETs are pushed to. */
  url: string;
  /** `aud` of the SETs; default: the origin of `url`. */
  audience?: string | undefined;
  /** Value of Authorization that each push carries; default none. */
  authorization?: string | undefined;
  /** URIs of the event types that it wants; default: all that the Transmitter supports. */
  events?: readonly string[] | undefined;
}

/** A Transmitter that keeps every rule of SSF, but for its seams. */
export interface Transmitter {
  issuer: string;
  metadataUrl: string;
  routes: Route[];
  /** Sends an event as wished for, on one stream or on all that want it. */
  emit: (wish: Wish) => Promise<Emitted>;
  /** Signs with a new key from now on; the one before stays in the JWK Set. */
  rotateKeys: () => Promise<void>;
  /** Sends a verification event, without a state one that nobody asked for; gives its jti, null when the stream is disabled. */
  verify: (streamId: string, state?: string) => Promise<string | null>;
  /** Changes the status of a stream and tells its Receiver (SSF 8.1.5); gives the jti of the announcement. */
  changeStatus: (streamId: string, status: Status, reason?: string) => Promise<string | null>;
  streams: Streams;
  /** The SETs that were made, oldest first, and what became of each. */
  sets: () => LoggedSet[];
  /** Opens a stream for a Receiver that manages none itself; gives its stream_id. */
  pushTo: (receiver: PushReceiver) => string;
  /** Makes a stream for a Receiver that manages none itself; gives its id. */
  openStream: (owner: string, audience: string, supplied: ReceiverSupplied) => string;
  /** Ends all that goes on: held polls, pushes, waits. */
  close: () => Promise<void>;
}

/** Builds the reference Transmitter. Nothing is opened but connections for pushes. */
export function createTransmitter(options: TransmitterOptions): Transmitter {
  const closing = new AbortController();
  const seams = options.seams ?? {};
  const quirks = seams.quirks ?? {};
  const core: Core = {
    options,
    issuer: options.issuer,
    endpoints: endpointsOf(options.issuer),
    seams,
    quirks,
    streams: new Streams(options.defaultSubjects ?? 'ALL', quirks),
    keys: new KeyRing(quirks, options.keys),
    sets: new SetLog(),
    now: options.now ?? Date.now,
    closing: closing.signal,
  };
  const sockets = options.sender ? null : socketSender();
  const send = options.sender ?? sockets?.send;
  if (!send) throw new TypeError('There is no sender.');
  const push = new PushDelivery(core, { ...defaultPush, ...options.push }, send);
  const emitter = new Emitter(core);
  const endpoints = withHead([
    ...documentEndpoints(core),
    ...configurationEndpoints(core, push),
    ...statusEndpoints(core),
    ...subjectEndpoints(core),
    ...verificationEndpoints(core),
    ...pollEndpoints(core),
  ]);
  const known = (id: string) => {
    const stream = core.streams.get(id);
    if (!stream) throw new RangeError(`There is no stream ${id}.`);
    return stream;
  };
  const openStream: Transmitter['openStream'] = (owner, audience, supplied) => {
    const stream = core.streams.create(core.streams.newId(), owner, audience, supplied);
    push.attach(stream);
    return stream.id;
  };
  return {
    issuer: core.issuer,
    metadataUrl: core.endpoints.metadata,
    routes: [
      ...(seams.routes?.(() => metadataDocument(core)) ?? []),
      ...[...endpoints, ...otherMethods(endpoints)].map((endpoint) => toRoute(core, endpoint)),
    ],
    emit: (wish) => emitter.emit(wish),
    rotateKeys: () => core.keys.rotate(),
    verify: async (id, state) => sendVerification(core, known(id), state),
    changeStatus: async (id, status, reason) => changeStatus(core, known(id), status, reason),
    streams: core.streams,
    sets: () => core.sets.sets(),
    pushTo: ({ url, audience = new URL(url).origin, authorization, events }) =>
      openStream('push-to', audience, {
        delivery: {
          method: PUSH,
          endpoint_url: url,
          ...(authorization === undefined ? {} : { authorization_header: authorization }),
        },
        events_requested: events ?? [...supported(core).keys()],
      }),
    openStream,
    async close() {
      closing.abort();
      await sockets?.close();
    },
  };
}

/** RFC 9110 9.1: what can be got, its head can be got too. */
function withHead(endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints.flatMap((endpoint) =>
    endpoint.method === 'GET' ? [endpoint, { ...endpoint, method: 'HEAD' }] : [endpoint],
  );
}

/** RFC 9110 15.5.6: a method that a path does not have is refused with 405, and Allow names those that it has. */
function otherMethods(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Set(endpoints.map(({ path }) => path))].map((path) => {
    const allow = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
    return {
      method: '*',
      path,
      operation: 'other-method',
      scopes: null,
      answer: () => empty(405, { allow: allow.join(', ') }),
    };
  });
}
