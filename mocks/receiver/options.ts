import type { TlsOptions } from '../http/listen.ts';
import type { Route } from '../http/route.ts';
import type { Served } from '../http/serve.ts';
import type { LoggedSet } from '../set-log.ts';
import type { Effect, ReceiverSeams } from './seams.ts';

/** How a reference Receiver is to be, and where it stands. */
export interface StartReceiverOptions {
  /**
   * The origin under which its push endpoint is intercepted in process (`https://receiver.example`): then nothing listens,
   * and it speaks to the Transmitter with the global `fetch`. Default: a socket.
   */
  origin?: string | undefined;
  /** Where its push endpoint listens; default 127.0.0.1 and a free port. */
  host?: string | undefined;
  port?: number | undefined;
  /** Key and certificate of the push endpoint in PEM; plain http without. */
  tls?: Pick<TlsOptions, 'key' | 'cert'> | undefined;
  /** PEM of an authority that the Transmitter's certificate may chain to. */
  ca?: string | undefined;
  /** The audience that it takes itself for; without it the one that the stream's configuration names. */
  audience?: string | undefined;
  /** What it presents to the Transmitter. */
  credentials?: { accessToken: string } | { clientId: string; clientSecret: string } | undefined;
  /** Value of Authorization that pushes must carry; a managed Receiver makes one up and registers it. */
  pushAuthorization?: string | undefined;
  /** Shortest time between two looks at the JWK Set, in ms; default 1000. */
  keyCooldownMs?: number | undefined;
  /** First gap between repetitions of a failed request, in ms; it doubles. Default 200. At most 5 repetitions. */
  firstRetryMs?: number | undefined;
  /**
   * How it speaks to the Transmitter, such as the global `fetch`, which MSW can intercept; default: connections of its
   * own, which it cannot.
   */
  fetch?: typeof globalThis.fetch | undefined;
  /** The wall clock, ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
  /** Told of each line of the log when it is written. */
  onLog?: ((line: string) => void) | undefined;
  /** Served on the same socket beside the push endpoint, such as a status page. */
  routes?: readonly Route[] | undefined;
  seams?: ReceiverSeams | undefined;
}

/** What a managed Receiver is told when it begins. */
export interface Beginning {
  issuer: string;
  /** Default: by SSF 7.2.1 from the issuer. */
  metadataUrl?: string | undefined;
  delivery: 'push' | 'poll';
  /** The audience that was agreed with this Transmitter; default: that of the options. */
  audience?: string | undefined;
  /** Event types to ask for; default all of CAEP and RISC. */
  eventsRequested?: readonly string[] | undefined;
}

/** The reference Receiver on its socket. */
export interface StartedReceiver extends Served {
  /** The push endpoint. */
  pushUrl: string;
  /** Hosted: from now on takes SETs of the Transmitter that this metadata URL (of this issuer) tells of. */
  trust(transmitter: { issuer: string; metadataUrl?: string | undefined; audience: string }): Promise<void>;
  /** Hosted poller: polls this URL with the access token of its credentials until `end`. */
  pollFrom(
    transmitter: { issuer: string; metadataUrl?: string | undefined; audience: string },
    pollUrl: string,
  ): Promise<void>;
  /**
   * Managed: begins at an issuer (discovery, token, stream, status, verification, then SETs by push or poll). Resolves
   * when it is under way, or after 1 s, however long it is still kept waiting; what goes wrong later, or makes it stop, is in `log`.
   */
  begin(beginning: Beginning): Promise<void>;
  /** Deletes its stream, if it has one, and stops whatever it does; can begin again. */
  end(): Promise<void>;
  effects(): Effect[];
  /** The SETs that it examined, oldest first; `delivered` are those that it accepted, whose effects are done. */
  sets(): LoggedSet[];
  /** What it did and why it stopped, for people. */
  log(): string[];
  close(): Promise<void>;
}
