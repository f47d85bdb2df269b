import type { Delivery, Outcome } from '../../reports/results.ts';
import type { Limits, TriggerOutcome, TriggerRequest } from './exchange.ts';

/** Credentials of one Receiver at the target. */
export type Credentials =
  | { accessToken: string; readOnlyAccessToken?: string }
  | {
      clientId: string;
      clientSecret: string;
      /** Found by RFC 8414 if not given. */
      tokenEndpoint?: string;
      scope?: string;
      readOnlyAccessToken?: string;
    };

export type ProgressEvent =
  | { kind: 'plan'; total: number }
  | { kind: 'start'; check: string }
  | { kind: 'result'; check: string; outcome: Outcome; message?: string }
  | { kind: 'phase'; text: string };

/** All that a run needs to know, resolved from flags, file and environment. */
export interface RunOptions {
  /** The Transmitter under test; `built-in` starts the reference Transmitter. `ca`: PEM of a private CA. */
  target: { issuer: string; metadataUrl?: string; ca?: string } | 'built-in';
  auth?: Credentials;
  /** Another Receiver of the same Transmitter. */
  secondAuth?: Credentials;
  /** Makes the target send an event. */
  trigger?: (request: TriggerRequest) => Promise<TriggerOutcome>;
  /** Delivery methods to test; default: all that the metadata lists. */
  delivery?: Delivery[];
  profile: 'ssf' | 'caep-interop';
  limits?: Partial<Limits>;
  /** Check ids, families or `id@delivery`; only these run. */
  only?: string[];
  skip?: string[];
  seed?: number;
  /** Where our push endpoint listens; default 127.0.0.1 and a free port. */
  listen?: { host: string; port: number };
  /** How the target reaches our push endpoint, if not at the address where it listens. */
  publicUrl?: string;
  failOn: 'must' | 'should';
  allowUntested: boolean;
  requireComplete: boolean;
  /** The command line that a reader types to run one check again, without secrets; ` --only ID` is appended. */
  rerunPrefix: string;
  onProgress?: (event: ProgressEvent) => void;
  /** Cancels the run; streams are deleted and what is known is returned, `interrupted`. */
  signal?: AbortSignal;
}
