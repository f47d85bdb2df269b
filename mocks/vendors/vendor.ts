import type { Served } from '../http/serve.ts';
import type { Effect, ReceiverSeams } from '../receiver/seams.ts';
import type { LoggedSet } from '../set-log.ts';
import type { Happening } from './happening.ts';
import type { PushResult } from './push-outcomes.ts';

/** An event that a vendor's system shares: it becomes one SET. */
export interface VendorEvent {
  /** Event type URI. */
  type: string;
  /** `sub_id` of the SET. */
  subject: Record<string, unknown>;
  /** The event object, whole or in part: what is left out is generated as its type has it. */
  event: Record<string, unknown>;
}

/** An event that is on its way. */
export interface SentEvent {
  /** Resolves when it is pushed no more on any stream. */
  pushed: Promise<PushResult>;
  /** How many Receivers may fetch it by poll. */
  polled: number;
}

/** What a vendor's rules need of the Transmitter on which they stand. */
export interface VendorTransmitterParts {
  /**
   * Signs and sends an event on every stream that wants it; resolves when it is queued, to nothing where nobody can tell
   * when it was pushed.
   */
  emit(event: VendorEvent): Promise<SentEvent | undefined> | Promise<void>;
  /**
   * `okta`: as Okta takes events of security events providers (own types, subject inside the event, lower-case levels);
   * `standard`: as CAEP and RISC define them.
   */
  dialect: 'standard' | 'okta';
  /** ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
}

/** The rules of a vendor's system that shares signals, without its sockets. */
export interface VendorTransmitter {
  /** `Cloudflare One` */
  name: string;
  /** What is taken for granted here because the vendor has not published it; a sentence each. */
  assumptions: readonly string[];
  /** Something happens; what is to be shared because of it has been handed to `emit` when this resolves. Rejects with a RangeError for what the system has no eyes for. */
  happen(happening: Happening, wish?: VendorEvent): Promise<void>;
  /** What an administrator can read of it, oldest first. */
  log(): readonly LogEntry[];
}

/** A line of an audit or system log. */
export interface LogEntry {
  /** ISO 8601. */
  at: string;
  /** What kind of entry, in the vendor's words. */
  type: string;
  text: string;
  /** Further members, for a machine. */
  detail: Record<string, unknown>;
}

/** Somebody whom a vendor's Receiver knows. */
export interface VendorPerson {
  name: string;
  email: string;
  groups: readonly string[];
}

/** One rule of an entity risk policy; the first that matches wins. */
export interface VendorPolicyRule {
  name: string;
  groups?: readonly string[];
  detection?: string;
  level?: 'low' | 'medium' | 'high';
  action: 'universal-logout' | 'run-workflow' | 'no-further-action';
}

/** How the mock of a vendor's Receiver is to be, and where it stands. */
export interface StartVendorReceiverOptions {
  /**
   * The origin under which it is intercepted in process, `https://org.okta.com`: then nothing listens, and it speaks to others
   * with the global `fetch`. Default: a socket.
   */
  origin?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  /** Key and certificate in PEM; plain http without. */
  tls?: { key: string; cert: string } | undefined;
  /** PEM of an authority that the Transmitter's certificate may chain to. */
  ca?: string | undefined;
  people?: readonly VendorPerson[] | undefined;
  /** Default: one that fits the two articles (high risk: universal logout). */
  policy?: readonly VendorPolicyRule[] | undefined;
  /** `own`: SETs are read as the vendor documents it; `standard`: as SSF, CAEP and RISC define them. Default: own. */
  reading?: 'own' | 'standard' | undefined;
  /** ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
  /** Told of each entry of its log when it is written. */
  onLog?: ((entry: LogEntry) => void) | undefined;
  seams?: ReceiverSeams | undefined;
}

/** A vendor's system that receives signals, on its socket. */
export interface VendorReceiver extends Served {
  name: string;
  assumptions: readonly string[];
  /** Where SETs are pushed to, and what they must carry as Authorization. */
  pushUrl: string;
  pushAuthorization: string | null;
  /** URL of its status page, for a browser. */
  pageUrl: string;
  /** From now on takes SETs of this Transmitter for this audience. */
  trust(transmitter: { issuer: string; metadataUrl: string; audience: string }): Promise<void>;
  /** What it did to whom because of SETs, oldest first; actions in the words of the reference Receiver (end-sessions, reauthenticate, run-workflow, set-risk-level, shut-out-device, admit-device, ...). */
  effects(): Effect[];
  /** The SETs that it examined, oldest first; `delivered` are those that it accepted, whose effects are done. */
  sets(): LoggedSet[];
  log(): readonly LogEntry[];
  close(): Promise<void>;
}
