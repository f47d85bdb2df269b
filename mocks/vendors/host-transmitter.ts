import type { Route } from '../http/route.ts';
import type { Served } from '../http/serve.ts';
import type { LoggedSet } from '../set-log.ts';
import { type StartedTransmitter, startTransmitter } from '../transmitter/start.ts';
import { PUSH } from '../vocabulary/delivery-methods.ts';
import { eventTypes } from '../vocabulary/event-types.ts';
import { happenRoute } from './happen-route.ts';
import { oktaEventTypes } from './okta-itp/index.ts';
import { type Page, pageResponse } from './page.ts';
import { type PushOutcome, PushOutcomes } from './push-outcomes.ts';
import { readHappening, type ToldHappening } from './read-happening.ts';
import type { LogEntry, VendorTransmitter, VendorTransmitterParts } from './vendor.ts';

/** How the mock of a vendor's Transmitter is to be, and where it stands. */
export interface StartVendorTransmitterOptions {
  /**
   * The origin under which it is intercepted in process, `https://transmitter.example`: then nothing listens, and it speaks to others
   * with the global `fetch`. Default: a socket.
   */
  origin?: string | undefined;
  /** Default 127.0.0.1. */
  host?: string | undefined;
  /** Default: a free one. */
  port?: number | undefined;
  /** Key and certificate in PEM; plain http without. */
  tls?: { key: string; cert: string } | undefined;
  /** PEM of an authority that the certificates of push endpoints may chain to. */
  ca?: string | undefined;
  /** With which a Receiver manages its stream; default: a random one. */
  accessToken?: string | undefined;
  /** Default: okta. */
  dialect?: VendorTransmitterParts['dialect'] | undefined;
  /**
   * A Receiver that does not manage its stream: SETs are pushed to `url`. `audience` is by default the origin of `url`, as
   * administrators enter the Okta URL as the audience.
   */
  pushTo?: { url: string; authorization?: string | undefined; audience?: string | undefined } | undefined;
  /** ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
  /** Told of each entry of its log when it is written. */
  onLog?: ((entry: LogEntry) => void) | undefined;
  /** Told of what became of each push. */
  onPush?: ((outcome: PushOutcome) => void) | undefined;
}

/** A vendor's system that shares signals, on its socket. */
export interface StartedVendorTransmitter<V extends VendorTransmitter = VendorTransmitter> extends Served {
  vendor: V;
  issuer: string;
  metadataUrl: string;
  /** URL of its status page, for a browser. */
  pageUrl: string;
  /** Something happens; what is to be shared because of it is on its way when this resolves. Rejects with a RangeError for what the system has no eyes for. */
  happen(what: ToldHappening): Promise<void>;
  /** Where `POST` lets something happen. */
  happenUrl: string;
  /** Audience of the stream to `pushTo`; null without one. */
  audience: string | null;
  /** The SETs that it made, oldest first, and what became of each. */
  sets(): LoggedSet[];
  transmitter: StartedTransmitter;
  close(): Promise<void>;
}

/** What a vendor adds to the reference Transmitter. */
export interface HostedTransmitter<V extends VendorTransmitter> {
  create(parts: VendorTransmitterParts): V;
  /** Path of the issuer, `/tenant-1`; default none. */
  path?: string | undefined;
  page(started: StartedVendorTransmitter<V>): Page;
  /** Further routes; `metadata` makes the Transmitter configuration metadata. */
  routes?(vendor: () => V, metadata: () => Record<string, unknown>): Route[];
}

/** Serves a vendor's rules on the reference Transmitter, with the status page at `/`. Rejects when the port cannot be had. */
export async function hostTransmitter<V extends VendorTransmitter>(
  options: StartVendorTransmitterOptions,
  hosted: HostedTransmitter<V>,
): Promise<StartedVendorTransmitter<V>> {
  const { origin: interceptedAt, host, port, tls, ca, dialect = 'okta', pushTo, now = Date.now } = options;
  const outcomes = new PushOutcomes();
  const vendor = hosted.create({
    dialect,
    now,
    async emit(wish) {
      const { streams } = await transmitter.trigger(wish);
      const isPushed = (id: string): boolean =>
        transmitter.transmitter.streams.get(id)?.supplied.delivery.method === PUSH;
      // What is polled is not waited for: when, and whether, is up to the Receiver.
      const sent = streams.flatMap(({ streamId, jti }) => (jti === null ? [] : [{ streamId, jti }]));
      const pushed = sent.filter(({ streamId }) => isPushed(streamId)).map(({ jti }) => jti);
      return { pushed: outcomes.of(pushed), polled: sent.length - pushed.length };
    },
  });
  const further = (metadata: () => Record<string, unknown>): Route[] => [
    { method: 'GET', path: '/', resolve: () => pageResponse(hosted.page(started)) },
    happenRoute(() => vendor, now, outcomes),
    ...(hosted.routes?.(() => vendor, metadata) ?? []),
  ];
  const transmitter = await startTransmitter({
    origin: interceptedAt,
    host,
    port,
    tls,
    ca,
    accessToken: options.accessToken,
    now,
    ...(hosted.path === undefined ? {} : { path: hosted.path }),
    ...(pushTo === undefined ? {} : { push: patient }),
    eventTypes: oktaEventTypes,
    seams: {
      routes: further,
      pushed(outcome) {
        options.onPush?.(outcome);
        outcomes.take(outcome);
      },
    },
  });
  const audience = pushTo === undefined ? null : (pushTo.audience ?? new URL(pushTo.url).origin);
  if (pushTo !== undefined && audience !== null) {
    const { url, authorization } = pushTo;
    transmitter.transmitter.openStream('push-to', audience, {
      delivery: {
        method: PUSH,
        endpoint_url: url,
        ...(authorization === undefined ? {} : { authorization_header: authorization }),
      },
      events_requested: [...eventTypes.keys(), ...oktaEventTypes.map(({ uri }) => uri)],
    });
  }
  const origin = new URL(transmitter.issuer).origin;
  const started: StartedVendorTransmitter<V> = {
    vendor,
    origin,
    routes: transmitter.routes,
    issuer: transmitter.issuer,
    metadataUrl: transmitter.metadataUrl,
    pageUrl: `${origin}/`,
    happen: async (what) => vendor.happen(readHappening(what, now())),
    happenUrl: `${origin}/happen`,
    audience,
    sets: () => transmitter.sets(),
    transmitter,
    close: () => transmitter.close(),
  };
  return started;
}

/** A Receiver that is started by hand may come up later: almost a minute is waited for it. */
const patient = { attempts: 10 };
