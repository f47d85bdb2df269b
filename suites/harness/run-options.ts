import type { Delivery, Outcome, ScenarioResult } from '../../reports/results.ts';
import type { Limits, TriggerOutcome, TriggerRequest } from './exchange.ts';
import type { OwnProfile } from './own/define-profile.ts';
import type { Own } from './own/own.ts';
import type { Form } from './receiver/exchange.ts';
import type { ReceiverTarget } from './receiver/session-options.ts';
import type { PushAuthority } from './rim/bad-doors.ts';
import type { Secrets } from './rim/secrets.ts';

/** Credentials of one Receiver at the target. */
export type Credentials =
  | { accessToken: string; readOnlyAccessToken?: string }
  | {
      clientId: string;
      /** Absent: the client shows itself by its certificate (RFC 8705 section 2). */
      clientSecret?: string;
      /** Found by RFC 8414 if not given. */
      tokenEndpoint?: string;
      scope?: string;
      readOnlyAccessToken?: string;
    };

/** With what we show ourselves in TLS handshakes (RFC 8705): PEM. */
export interface ClientCertificate {
  cert: string;
  key: string;
}

/**
 * What happens in a run, told while it happens. Keys of checks are `family/name` or `family/name@push`; times are ms.
 */
export type ProgressEvent =
  | { kind: 'plan'; total: number }
  | { kind: 'start'; check: string }
  | { kind: 'result'; check: string; outcome: Outcome; message?: string }
  | { kind: 'phase'; text: string }
  /**
   * Something is waited for (`verification SET`), for `limitMs` at most; `waited` when it came or will not. Several
   * waits may be on at once: `id` tells them apart. `elapsedMs` has passed when it is told.
   */
  | { kind: 'wait'; id: string; what: string; limitMs: number; elapsedMs: number }
  | { kind: 'waited'; id: string }
  /** A scenario has been played and judged; its moments are not known yet. */
  | { kind: 'scenario'; scenario: ScenarioResult }
  /** Where we stand, for a reader who has to tell the target so. */
  | { kind: 'addresses'; addresses: readonly { name: string; url: string }[] };

/** What every run needs to know, resolved from flags, file and environment. */
export interface CommonRunOptions {
  /** Delivery methods to test; default: all that the metadata lists, or that a Receiver can be expected to use. */
  delivery?: Delivery[];
  /** Of ours; that from which `ownProfile` starts, where there is one. */
  profile: 'ssf' | 'caep-interop';
  /** What the tester's own modules define. */
  own?: Own;
  /** A profile of the tester's own, by which is judged. */
  ownProfile?: OwnProfile;
  limits?: Partial<Limits>;
  /** Check ids, families or `id@delivery`; only these run. */
  only?: string[];
  skip?: string[];
  seed?: number;
  /** Only this part of the checks, or of the scenarios, from 1 on. */
  shard?: { index: number; count: number };
  /** Where we listen (our push endpoint, or our issuer); default 127.0.0.1 and a free port. */
  listen?: { host: string; port: number };
  /** How the target reaches us, if not at the address where we listen. */
  publicUrl?: string;
  /** Our endpoints speak https, with its certificates, which the target trusts; plain http without. */
  tls?: PushAuthority;
  failOn: 'must' | 'should';
  allowUntested: boolean;
  requireComplete: boolean;
  /** The command line that a reader types to run one check again, without secrets; ` --only ID` is appended. */
  rerunPrefix: string;
  onProgress?: (event: ProgressEvent) => void;
  /**
   * Told once, when our side stands and before the preflight, what the run keeps out of its record, and when its clock began
   * (`performance.now()`, ms). The run goes on when it has resolved, and ends with what it throws.
   */
  onOpen?: (run: { secrets: Secrets; startedAtMs: number }) => void | Promise<void>;
  /** Cancels the run; streams are deleted and what is known is returned, `interrupted`. */
  signal?: AbortSignal;
}

/** A run against a Transmitter. */
export interface RunOptions extends CommonRunOptions {
  /**
   * The Transmitter under test; `built-in` starts the reference Transmitter. `ca`: PEM of a private CA;
   * `clientCertificate`: shown to it and to its token endpoint.
   */
  target:
    | { issuer: string; metadataUrl?: string; ca?: string; clientCertificate?: ClientCertificate }
    | 'built-in';
  auth?: Credentials;
  /** Another Receiver of the same Transmitter; without a certificate of its own it shows the first one's. */
  secondAuth?: Credentials & { clientCertificate?: ClientCertificate };
  /** Makes the target send an event. */
  trigger?: (request: TriggerRequest) => Promise<TriggerOutcome>;
}

/** A run against a Receiver. */
export interface ReceiverRunOptions extends CommonRunOptions {
  /** The Receiver under test; `builtIn` starts the reference Receiver in that form. */
  target: ReceiverTarget | { builtIn: Form };
  /** Folder in which our keys are kept, so that the target's configuration stays valid from run to run. */
  stateDir?: string;
}

/** A run of scenarios: between mocks, against one target, or of two targets against each other. */
export interface ScenarioRunOptions
  extends Omit<CommonRunOptions, 'only' | 'skip'>,
    Pick<RunOptions, 'auth' | 'trigger'> {
  /** Names of scenarios; default: all. */
  scenarios?: readonly string[];
  /** Absent: a mock plays the Transmitter. */
  transmitter?: Exclude<RunOptions['target'], 'built-in'>;
  /** Absent: a mock plays the Receiver. */
  receiver?: ReceiverTarget;
  /** What the Receiver's own words for what it does mean: `{ "logout": "end-sessions" }`. */
  actions?: Readonly<Record<string, string>>;
  stateDir?: string;
  /** People of the tester's own whom the stories are told of; made up where they are not enough. */
  people?: readonly {
    name?: string;
    email: string;
    groups?: readonly string[];
    /** How the Transmitter names this person (RFC 9493). Default: by `email`. */
    subject?: Readonly<Record<string, unknown>>;
  }[];
  /** Limits of the ledger in ms, such as `delivery.p99`, over the defaults. */
  timingLimits?: Readonly<Record<string, number>>;
  /** A broken limit counts against the target. */
  enforceLimits: boolean;
}
