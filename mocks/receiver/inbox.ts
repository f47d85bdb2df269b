import { randomBytes } from 'node:crypto';
import { type Arrival, arrivalOf, type Listener, listen, type TlsOptions } from '../http/listen.ts';
import type { Route } from '../http/route.ts';
import { type Answer, respond } from './answer.ts';
import { type PushArrival, PushEndpoint, type Relay, type Room, SERVER_BYTES } from './push-endpoint.ts';

/** Where push endpoints stand, and how they answer. */
export interface InboxServerOptions {
  /** Where to listen; default `127.0.0.1` and a free port. */
  host?: string | undefined;
  port?: number | undefined;
  /** Serve https with this key and certificate. */
  tls?: TlsOptions | undefined;
  /** How Transmitters reach this listener from outside, if not by its own origin; may have a path. */
  publicUrl?: string | undefined;
  /** The host alone under which they reach it, where the port is ours. */
  publicHost?: string | undefined;
  /** Bytes of a body that are kept; the rest is thrown away and the arrival says so. Default: 1 MiB. */
  maxBodyBytes?: number | undefined;
  /** Told of every kept request as soon as its answer is chosen, before it is given; of one that is relayed, before. */
  onArrival?: ((arrival: PushArrival) => void) | undefined;
  /** Told of every kept request once its answer was given; `answeredAt` is null where the client had gone. */
  onAnswered?: ((arrival: PushArrival) => void) | undefined;
  /** Told of every request that was answered but not kept, because its inbox was full. */
  onDropped?: ((inbox: string) => void) | undefined;
  /** Told of connections that did not come to a request. */
  onConnectionError?: ((error: Error) => void) | undefined;
  /** Told of connections that were closed before any request came on them. */
  onUnused?: (() => void) | undefined;
  /** Told of requests that show credentials as soon as their head is there, whether or not the rest follows; `line`: `POST /push/ab`. */
  onCredentials?: ((line: string) => void) | undefined;
}

/** A request for a path that is no inbox. */
interface Stray {
  method: string;
  path: string;
  /** `performance.now()`, ms. */
  at: number;
}

/** Push endpoints of the mock Receiver (RFC 8935), which record what comes and answer as they are told. */
export interface InboxServer {
  /** Of the listener itself. */
  origin: string;
  port: number;
  /** A new endpoint at a URL that nobody can guess. */
  open(): { id: string; url: string };
  /** The next answers of an inbox in order, in place of those still to come; afterwards it answers 202 again. */
  script(id: string, answers: readonly Answer[]): void;
  /** From now on this answers what no script answers, for as many requests as the inbox keeps; null: they are accepted again. */
  relay(id: string, relay: Relay | null): void;
  /** Arrivals with index >= `from`; waits up to `waitMs` until there is at least one. */
  arrivals(id: string, from: number, waitMs: number): Promise<PushArrival[]>;
  /** How many requests were answered but not kept, because the inbox was full. */
  dropped(id: string): number;
  /** Requests for unknown paths: how many there were, and the last 20. */
  strays(): { count: number; last: Stray[] };
  close(): Promise<void>;
}

const LAST_STRAYS = 20;
const MIB = 1024 * 1024;

/** Starts a listener for inboxes. Rejects when the port cannot be had; its methods throw on unknown ids. */
export async function createInboxServer(options: InboxServerOptions = {}): Promise<InboxServer> {
  const { host, port, tls, onArrival, onAnswered, onDropped, onConnectionError, onUnused, onCredentials } =
    options;
  const { maxBodyBytes = MIB } = options;
  const inboxes = new Map<string, PushEndpoint>();
  const room: Room = { left: SERVER_BYTES };
  const strays = { count: 0, last: [] as Stray[] };

  // One route for all: behind a public URL the path may carry a prefix, or have lost it.
  const route: Route = {
    method: '*',
    path: '*',
    async resolve({ request }) {
      const arrival = arrivalOf(request);
      const { pathname } = new URL(request.url);
      const inbox = inboxes.get(/\/push\/([0-9a-f]+)$/.exec(pathname)?.[1] ?? '');
      if (!inbox) {
        strays.count += 1;
        strays.last = [...strays.last, { method: request.method, path: pathname, at: arrival.at }].slice(
          -LAST_STRAYS,
        );
        return new Response(null, { status: 404 });
      }
      return receive(inbox, request, arrival);
    },
  };

  async function receive(inbox: PushEndpoint, request: Request, stamp: Arrival): Promise<Response> {
    const body = Buffer.from(await request.arrayBuffer());
    const { relay } = inbox;
    const { answer, arrival } = inbox.take({
      method: request.method,
      url: urlOf(inbox.id) + new URL(request.url).search,
      rawHeaders: stamp.rawHeaders,
      httpVersion: stamp.httpVersion,
      body,
      bytes: Math.max(stamp.bodyBytes, body.length),
      truncated: stamp.bodyBytes > body.length,
      at: stamp.at,
    });
    if (arrival === null) {
      onDropped?.(inbox.id);
      return respond(answer, request.signal);
    }
    onArrival?.(arrival);
    if (!arrival.decided && relay !== null) arrival.answer = await relay(arrival);
    arrival.decided = true;
    try {
      const response = await respond(arrival.answer, request.signal);
      if (!request.signal.aborted) arrival.answeredAt = performance.now();
      return response;
    } finally {
      onAnswered?.(arrival);
    }
  }

  const listener: Listener = await listen([route], {
    host,
    port,
    tls,
    maxBodyBytes,
    overlongBody: 'cut',
    onConnectionError,
    onUnused,
    onCredentials,
  });
  const base = (options.publicUrl ?? originAt(listener.origin, options.publicHost)).replace(/\/+$/, '');
  const urlOf = (id: string): string => `${base}/push/${id}`;
  const inboxOf = (id: string): PushEndpoint => {
    const inbox = inboxes.get(id);
    if (!inbox) throw new Error(`There is no inbox ${id}`);
    return inbox;
  };

  return {
    origin: listener.origin,
    port: listener.port,
    open() {
      const inbox = new PushEndpoint(randomBytes(16).toString('hex'), room);
      inboxes.set(inbox.id, inbox);
      return { id: inbox.id, url: urlOf(inbox.id) };
    },
    script: (id, answers) => inboxOf(id).scriptAnswers(answers),
    relay(id, relay) {
      inboxOf(id).relay = relay;
    },
    arrivals: (id, from, waitMs) => inboxOf(id).arrivals(from, waitMs),
    dropped: (id) => inboxOf(id).dropped,
    strays: () => ({ count: strays.count, last: [...strays.last] }),
    async close() {
      for (const inbox of inboxes.values()) inbox.close();
      await listener.close();
    },
  };
}

function originAt(origin: string, publicHost: string | undefined): string {
  if (publicHost === undefined) return origin;
  const { protocol, port } = new URL(origin);
  return `${protocol}//${publicHost}:${port}`;
}
