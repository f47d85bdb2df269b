import type { TransmitterSeams } from '../../../mocks/transmitter/seams.ts';
import type { EventType } from '../../../mocks/vocabulary/event-type.ts';
import type { Delivery } from '../../../reports/results.ts';
import type { Limits } from '../exchange.ts';
import type { PushAuthority } from '../rim/bad-doors.ts';
import type { Recorder } from '../rim/recorder.ts';
import type { Secrets } from '../rim/secrets.ts';
import type { ClientCertificate } from '../run-options.ts';
import type { Effect, StartOutcome, StartRequest } from './exchange.ts';

/** A process that the start hook began and that goes on: it is the target, or drives it. */
export interface TargetProcess {
  /** Null where nothing follows from it for the target: what told it to begin has done so and is gone. */
  ended(): boolean | null;
  /** The last lines that it wrote to stderr. */
  said?(): string;
  /** Ends it with all its children. Never throws. */
  stop(): Promise<void>;
}

/** Tells the target to begin. Never throws; what goes wrong is in its outcome. */
export type StartHook = (
  request: StartRequest,
  signal: AbortSignal,
) => Promise<StartOutcome & { process?: TargetProcess }>;

/** Tells what the target did so far. Never throws. */
export type EffectsHook = () => Promise<{ ok: boolean; effects: Effect[]; message?: string }>;

/** Credentials that a managed Receiver will present to us. */
export type ReceiverCredentials = { accessToken: string } | { clientId: string; clientSecret: string };

export interface ReceiverTarget {
  /** Hosted: its push endpoint. */
  pushUrl?: string | undefined;
  /** Hosted: it polls a URL of ours. */
  poll?: boolean | undefined;
  /** Value of Authorization that its push endpoint wants (hosted). */
  pushAuthorization?: string | undefined;
  /** PEM of a private CA that its push endpoint's certificate chains to. */
  ca?: string | undefined;
  /** Shown to its push endpoint where that asks for it. */
  clientCertificate?: ClientCertificate | undefined;
  /** `aud` of its SETs; default: `https://receiver.example.com`. */
  audience?: string | undefined;
  credentials?: ReceiverCredentials | undefined;
  subject?: Record<string, unknown> | undefined;
  /** Managed, or a hosted poller that must be told its poll URL. */
  start?: StartHook | undefined;
  stop?: (() => Promise<void>) | undefined;
  /** It can be started only once. */
  startOnce?: boolean | undefined;
  effects?: EffectsHook | undefined;
}

export interface ReceiverSessionOptions {
  target: ReceiverTarget;
  deliveries?: readonly Delivery[] | undefined;
  profile: string;
  limits?: Partial<Limits> | undefined;
  seed?: number | undefined;
  /** Where our issuer stands; default 127.0.0.1 and a free port. */
  listen?: { host: string; port: number } | undefined;
  /** How the target reaches us, if not there. */
  publicUrl?: string | undefined;
  /** Folder in which our keys are kept from run to run; in memory without. */
  stateDir?: string | undefined;
  /** Serves our issuer over https with its certificates, which the target trusts; plain http without. */
  authority?: PushAuthority | undefined;
  /** Event types that our Transmitter sends beside those of CAEP and RISC; default none. */
  eventTypes?: readonly EventType[] | undefined;
  /** How our Transmitter is broken, for scenarios between mocks. */
  seams?: TransmitterSeams | undefined;
  /** What several sessions of one run share: its evidence, its secrets, and when it began. */
  shared?: SharedRecord | undefined;
  signal?: AbortSignal | undefined;
}

/** The record of a run. */
export interface SharedRecord {
  recorder: Recorder;
  secrets: Secrets;
  /** `performance.now()` and ISO time at the start of the run. */
  startedAtMs: number;
  startedAt: string;
}
