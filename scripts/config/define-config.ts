import type { Delivery } from '../../reports/results.ts';
import type { Limits, TriggerRequest } from '../../suites/harness/exchange.ts';

/** A number with its unit: `500ms`, `60s`, `2m`, `1h`; more than zero, at most a day. */
export type Duration = `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

/**
 * What a run needs to know; every member is optional and a flag of the command line wins over it.
 * Strings may hold `${NAME}`, which is taken from the environment (not in a trigger command given as one string:
 * the shell does it there). Relative paths start at the folder of the config file.
 */
export interface ConformanceConfig {
  /** The target. Default: the built-in reference Transmitter. */
  transmitter?: TransmitterConfig;
  /** Delivery methods to test. Default: all that the target's metadata lists. */
  delivery?: Delivery[];
  /** Which requirements are selected: SSF 1.0 with CAEP, RISC and the RFCs, or these and the CAEP Interoperability Profile. Default: `ssf`. */
  profile?: 'ssf' | 'caep-interop';
  /** How the target reaches us. */
  harness?: HarnessConfig;
  /** Deadlines and windows. Defaults are printed by `ssf-conformance run --help`. */
  limits?: Partial<Record<keyof Limits, Duration>>;
  /** Run only these checks: an id (`family/name`), one instance of it (`family/name@push`) or a whole family. */
  only?: string[];
  /** Leave these checks out; the same forms. */
  skip?: string[];
  /** Seed of everything random in a run, a whole number from 0. Default: a fresh one, printed in the report. */
  seed?: number;
  /** Folder for the reports, created when missing. Default: `conformance-report` in the working directory. */
  reportDir?: string;
  /** Which broken rules make the run non-conformant: MUSTs only, or SHOULDs too. Default: `must`. */
  failOn?: 'must' | 'should';
  /** Exit 0 although a planned check of a MUST could not be exercised. Default: false. */
  allowUntested?: boolean;
  /** Count what needs a hook that is not configured as incomplete, too. Default: false. */
  requireComplete?: boolean;
}

export interface TransmitterConfig {
  /** Issuer URL (SSF 7.2): https, or http on loopback; no query, no fragment. Required here or by flag. */
  issuer?: string;
  /** URL of the metadata. Default: derived from the issuer as SSF 7.2 says. */
  metadataUrl?: string;
  /** Credentials of the Receiver under whose name the run works. */
  auth?: AuthConfig;
  /** Credentials of another Receiver of the same Transmitter, to see that streams are kept apart (hook `second-receiver`). */
  secondReceiver?: Credentials;
  /** Makes the target send an event (hook `trigger`). */
  trigger?: TriggerConfig;
  /** File with the certificates (PEM) of a private CA that the target's certificate chains to. */
  ca?: string;
}

/** Either `accessToken`, or `clientId` and `clientSecret`. */
export interface Credentials {
  /** A bearer token (RFC 6750). */
  accessToken?: string;
  /** OAuth client credentials (RFC 6749 section 4.4). */
  clientId?: string;
  clientSecret?: string;
  /** URL of the token endpoint. Default: found by RFC 8414. */
  tokenEndpoint?: string;
  /** Scopes to ask for, separated by blanks. Default: none is named, the authorization server decides. */
  scope?: string;
}

export interface AuthConfig extends Credentials {
  /** A token of the same Receiver that may only read, to see that writing is refused (hook `scoped-token`). */
  readOnlyAccessToken?: string;
}

export type TriggerConfig = TriggerCommand | TriggerHttpRequest | TriggerFunction;

/** Runs a command for each wished event; it gets `{"scenario", "type", "subject", "event", "stream_id"}` as JSON on stdin. */
export interface TriggerCommand {
  /** One string for the shell, or program and arguments without a shell. */
  command: string | string[];
  /** Working directory. Default: where the run was started. */
  cwd?: string;
  /** Further environment variables. */
  env?: Record<string, string>;
}

/** Makes an HTTP request for each wished event. */
export interface TriggerHttpRequest {
  request: {
    /** `{{…}}` is filled in, percent-encoded. */
    url: string;
    /** Default: `POST`. */
    method?: string;
    /** `{{…}}` is filled in. */
    headers?: Record<string, string>;
    /**
     * Placeholders: `{{scenario}}`, `{{type}}`, `{{subject}}`, `{{event}}`, `{{stream_id}}`, and members of them such
     * as `{{subject.email}}`. In a JSON value, a string that is one placeholder becomes the value itself.
     * A body that is a string is sent as it is, with what is filled in escaped as its `content-type` needs
     * (default: `application/json`).
     * Default: the JSON that a command gets on stdin.
     */
    body?: unknown;
  };
}

/**
 * Causes the wished event. Throwing, or returning `false` or `{ok: false, message}` (or a promise of these), means that
 * it could not be caused; anything else, nothing included, that it was.
 */
export type TriggerFunction = (request: TriggerRequest, context: { signal: AbortSignal }) => unknown;

export interface HarnessConfig {
  /** The base URL under which the target reaches our push endpoint, e.g. that of a tunnel. Default: where we listen. */
  publicUrl?: string;
  /** `HOST:PORT` for our push endpoint. Default: `127.0.0.1:0`, a free port on loopback. */
  listen?: string;
}

/** Gives a config file its types; returns what it is given. */
export function defineConfig(config: ConformanceConfig): ConformanceConfig {
  return config;
}
