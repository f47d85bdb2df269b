import type { EventType } from '../vocabulary/event-type.ts';
import type { TokenIntrospector } from './authentication.ts';
import type { GivenKeys } from './keys.ts';
import type { PushSender } from './push-sender.ts';
import type { TransmitterSeams } from './seams.ts';

/** A Receiver that the Transmitter knows. */
export interface KnownReceiver {
  /** Its id at the authorization server. */
  id: string;
  /** `aud` of its streams; default `https://ID.example.com`. */
  audience?: string | undefined;
}

/** Options are read when they are needed: a getter can change them while the Transmitter runs. */
export interface TransmitterOptions {
  /** Issuer URL; a path is kept. All endpoints lie below it. */
  issuer: string;
  receivers: readonly KnownReceiver[];
  /** Tells what an access token stands for. */
  introspect: TokenIntrospector;
  /** SSF 7.1 `default_subjects`; default ALL. */
  defaultSubjects?: 'ALL' | 'NONE' | undefined;
  /** SSF 7.1 `critical_subject_members`; default none. */
  criticalSubjectMembers?: readonly string[] | undefined;
  /** Only one stream per Receiver, a second one is refused with 409; default false. */
  singleStream?: boolean | undefined;
  /** `min_verification_interval` in s; default: not set, no limit. */
  minVerificationIntervalS?: number | undefined;
  /** How long a poll without SETs is held, in ms; default 2500. */
  longPollMs?: number | undefined;
  /** At most so many SETs in one poll answer; default: as many as the Receiver takes. */
  pollBatch?: number | undefined;
  /** Makes the id of a new stream of a random one; default: the random one as it is. */
  streamId?: ((random: string) => string) | undefined;
  /** Keys to sign with and to publish; default: made for this process. */
  keys?: GivenKeys | undefined;
  push?: Partial<PushOptions> | undefined;
  /** How pushes go out; default: undici, which trusts the system's authorities and no others. */
  sender?: PushSender | undefined;
  /** Seed of the generated claims; default 1. */
  seed?: number | undefined;
  /** The wall clock, ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
  /** Event types that it can send and supports beside those of CAEP and RISC, such as a vendor's own; default none. */
  eventTypes?: readonly EventType[] | undefined;
  seams?: TransmitterSeams | undefined;
}

/** How often and how long a push is tried. */
export interface PushOptions {
  /** How often a SET is sent at most; default 6. */
  attempts: number;
  /** Wait before the first retransmission, in ms; it doubles each time. Default 100. */
  firstRetryMs: number;
  /** How long an answer is waited for, in ms; default 5000. */
  timeoutMs: number;
}

export const defaultPush: PushOptions = { attempts: 6, firstRetryMs: 100, timeoutMs: 5000 };
