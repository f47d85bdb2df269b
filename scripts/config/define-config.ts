import type { Delivery, Role } from '../../reports/results.ts';
import type { Limits, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { Effect, StartRequest } from '../../suites/harness/receiver/exchange.ts';
import type { TIMING_LIMITS } from '../../suites/scenarios/ledger/limits.ts';
import type { Action } from '../../suites/scenarios/scenario.ts';

/** A number with its unit: `500ms`, `60s`, `2m`, `1h`; more than zero, at most a day. */
export type Duration = `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

/**
 * What a run needs to know; every member is optional and a flag of the command line wins over it.
 * Strings may hold `${NAME}`, which is taken from the environment (not in a command of a hook given as one string:
 * the shell does it there). Relative paths start at the folder of the config file.
 */
export interface ConformanceConfig {
  /**
   * Which side is tested. Needed where both `transmitter` and `receiver` are there. Default: the one that is there; where
   * neither is, the built-in reference peers of both roles.
   */
  role?: Role;
  /** The Transmitter under test. */
  transmitter?: TransmitterConfig;
  /** The Receiver under test. */
  receiver?: ReceiverConfig;
  /**
   * The target as something to start: a container or a command. It is that of the role that is tested, started for the
   * run and stopped after it. `{{harness.…}}` and `{{target.…}}` are filled in here, and in `transmitter` and `receiver`.
   */
  target?: TargetConfig;
  /**
   * Delivery methods to test. Default: all that a Transmitter's metadata lists; push for a managed Receiver; what a
   * hosted one is configured for.
   */
  delivery?: Delivery[];
  /**
   * Which requirements are selected: SSF 1.0 with CAEP, RISC and the RFCs (`ssf`), these and the CAEP Interoperability
   * Profile (`caep-interop`), or a profile of your own (`defineProfile`). Default: `ssf`.
   */
  profile?: 'ssf' | 'caep-interop' | (string & {});
  /**
   * Modules (TypeScript or JavaScript) with checks, scenarios, profiles and vendors of your own: all that they export and
   * that `defineCheck`, `defineScenario`, `defineProfile` or `defineVendor` made. Default: none.
   */
  own?: string[];
  /** How the target reaches us. */
  harness?: HarnessConfig;
  /** Scenarios that are played in place of the checks, and whom they are told of. */
  scenarios?: ScenariosConfig;
  /**
   * Deadlines and windows, and limits of the times that scenarios measure, such as `'delivery.p99'`. Defaults are printed
   * by `ssf-conformance run --help`.
   */
  limits?: Partial<Record<keyof Limits | keyof typeof TIMING_LIMITS, Duration>>;
  /** Scenarios: a broken limit of their times counts against the target. Default: false, it is only told. */
  enforceLimits?: boolean;
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
  /**
   * File with the failures that are accepted for a time (`ssf-conformance waive`). Default:
   * `ssf-conformance.waivers.json` beside the config file, else in the working directory, where there is one.
   */
  waivers?: string;
  /**
   * Results of an earlier run (a `results.json`, or a report folder) with which this one is compared. They are read
   * before the report folder is emptied, so that it may be the report of the last run. Default: none.
   */
  against?: string;
  /**
   * Only what is newly failing since `against` decides the exit code; failures of old do not count, nor what could not
   * be tested before. Then `against` must be a whole run of the same target and profile, and not what this run replaces: a
   * retry would compare with the run that failed. Default: false.
   */
  newOnly?: boolean;
}

/** Which scenarios are played, and whom they are told of. */
export interface ScenariosConfig {
  /** Their names, or `['all']`; as `--scenario` does. Default: none, the checks run. */
  names?: string[];
  /**
   * People whom the targets know; the stories are told of these first, in this order. Default: made-up people with
   * addresses at example.com. Device ids and places are made up in any case.
   */
  people?: PersonConfig[];
}

/** Somebody whom the targets know, for scenarios. */
export interface PersonConfig {
  /** Default: made of the address. */
  name?: string;
  email: string;
  groups?: string[];
  /**
   * How your Transmitter names this person: a subject identifier (RFC 9493) that is not complex; in complex subjects it is
   * the member `user`. Default: `email`.
   */
  subject?: Record<string, unknown>;
}

/** A Transmitter under test. */
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

/** PEM files of a certificate and its private key, which is not encrypted; intermediate certificates may follow the first. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

/** Either `accessToken`, or `clientId` with `clientSecret` or `clientCertificate`. */
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
  /**
   * Shown in TLS to the target and to its token endpoint (mutual TLS, RFC 8705). With `clientId` and no `clientSecret` the
   * client shows itself at the token endpoint by it alone (section 2). Of a second Receiver: its own; default the first one's.
   */
  clientCertificate?: CertificateFiles;
}

export interface AuthConfig extends Credentials {
  /** A token of the same Receiver that may only read, to see that writing is refused (hook `scoped-token`). */
  readOnlyAccessToken?: string;
}

/**
 * A Receiver under test is one of three kinds. Hosted: somebody gave it our well-known URL once (`url` and `audience`).
 * Poller: it was given a poll URL of ours (`poll`). Managed: `start` tells it to begin at our issuer, and it creates its
 * own stream.
 */
export interface ReceiverConfig {
  /** Push endpoint of a hosted Receiver: https, or http on loopback. */
  url?: string;
  /** What SETs name as `aud`. Required with `url`. Default for the other kinds: `https://receiver.example.com`. */
  audience?: string;
  /** The whole value of Authorization that the push endpoint wants: `Bearer abc`. */
  pushAuthorization?: string;
  /** It polls a URL of ours, which the run prints and tells the start hook; with `auth.accessToken` as its token. */
  poll?: boolean;
  /** Tells a managed Receiver to begin (hooks `start`, `restart`), or a poller where to poll. */
  start?: StartConfig;
  /** Tells it to end, before the process that `start` left running, if any, is ended. */
  stop?: StopConfig;
  /** It can be started only once: scenes that need a fresh start are not tested. Default: false. */
  startOnce?: boolean;
  /** Tells what it did to whom (hook `effects`). */
  effects?: EffectsConfig;
  /**
   * What its own words for what it does mean, for scenarios: `{ logout: 'end-sessions' }`. An `action` that is neither
   * here nor one of the words that scenarios know counts as something else.
   */
  actions?: Record<string, Action>;
  /** What it presents to us: `accessToken`, or `clientId` and `clientSecret`. Default: whatever it comes with is let in. */
  auth?: ReceiverAuthConfig;
  /** A subject identifier (RFC 9493) that it knows. Default: e-mail addresses of nobody, each used once. */
  subject?: Record<string, unknown>;
  /** File with the certificates (PEM) of a private CA that its push endpoint's certificate chains to. */
  ca?: string;
  /** Shown in TLS to its push endpoint, where that asks for a certificate of ours. */
  clientCertificate?: CertificateFiles;
  /** Folder in which our keys and our port are kept from run to run. Default: `.ssf-conformance` in the working directory. */
  stateDir?: string;
}

/** What a Receiver presents to us: `accessToken`, or `clientId` and `clientSecret`. */
export interface ReceiverAuthConfig {
  /** A bearer token. */
  accessToken?: string;
  /** Client credentials at our token endpoint. */
  clientId?: string;
  clientSecret?: string;
}

/** Runs a command; what it is told stands as JSON on its stdin. Exit code 0 means that it did what it was asked. */
export interface HookCommand {
  /** One string for the shell, or program and arguments without a shell. */
  command: string | string[];
  /** Working directory. Default: where the run was started. */
  cwd?: string;
  /** Further environment variables. */
  env?: Record<string, string>;
}

/** Makes an HTTP request; a status of 2xx means that it did what it was asked. */
export interface HookRequest {
  request: {
    /** `{{…}}` is filled in, percent-encoded. */
    url: string;
    /** Default: `POST`; for `receiver.effects` `GET`. */
    method?: string;
    /** `{{…}}` is filled in. */
    headers?: Record<string, string>;
    /**
     * Placeholders are the names of what a command is told on stdin, and members of them such as `{{subject.email}}`.
     * In a JSON value, a string that is one placeholder becomes the value itself.
     * A body that is a string is sent as it is, with what is filled in escaped as its `content-type` needs
     * (default: `application/json`).
     * Default: the JSON that a command gets on stdin.
     */
    body?: unknown;
  };
}

/** A command, an HTTP request, or a function that makes the target send an event. */
export type TriggerConfig = TriggerCommand | TriggerHttpRequest | TriggerFunction;

/**
 * Runs for each wished event; is told `{"scenario", "type", "subject", "event", "stream_id"}`, in scenarios also `story`:
 * `{"step", "text", "ask", "happened"}`.
 */
export type TriggerCommand = HookCommand;
/** An HTTP request for each wished event; `body` is by default what a command is told on stdin. */
export type TriggerHttpRequest = HookRequest;

/**
 * Causes the wished event. Throwing, or returning `false` or `{ok: false, message}` (or a promise of these), means that
 * it could not be caused; anything else, nothing included, that it was.
 */
export type TriggerFunction = (request: TriggerRequest, context: { signal: AbortSignal }) => unknown;

/**
 * Is told `{"scenario", "issuer", "metadata_url", "delivery", "audience", "poll_url", "ca_file"}`, a command also in the
 * environment (SSF_SCENARIO, SSF_ISSUER, SSF_METADATA_URL, SSF_DELIVERY, SSF_AUDIENCE, SSF_POLL_URL, SSF_CA_FILE). A command that goes on is the
 * Receiver itself: it is ended with SIGTERM, and with SIGKILL when it does not end. One that ends with 0 was a nudge.
 */
export type StartConfig = HookCommand | HookRequest | StartFunction;
/** Throwing, or returning `false` or `{ok: false, message}` (or a promise of these), means that it could not be started. */
export type StartFunction = (request: StartRequest, context: { signal: AbortSignal }) => unknown;
/** Is told what the start was told that it ends. */
export type StopConfig = HookCommand | HookRequest | StopFunction;
/** Ends the Receiver. What it throws or returns is not judged. */
export type StopFunction = (request: StartRequest, context: { signal: AbortSignal }) => unknown;

/**
 * Gives a JSON array of `{"action", "subject", "jti"?, "at"?}`: all that the Receiver did to whom because of SETs, on
 * stdout of a command, as answer of a request, or as result of a function. `jti` is that of the SET, `at` ISO 8601.
 */
export type EffectsConfig = HookCommand | HookRequest | EffectsFunction;
/** Gives all that the Receiver did to whom so far. */
export type EffectsFunction = (context: {
  signal: AbortSignal;
}) => readonly Effect[] | Promise<readonly Effect[]>;

/**
 * What is started and stopped with the run: one of `container` and `command`. A Transmitter is started before anything
 * else; a Receiver with `receiver.url`, `.poll` or `.start` once, as soon as our issuer stands; any other Receiver once for
 * each of its lives, in place of `receiver.start`, with the issuer of that life in `{{harness.issuer}}`.
 *
 * Placeholders, in `env`, `command`, `volumes`, `waitFor` and build arguments here, and everywhere in `transmitter` and
 * `receiver`:
 * - `{{target.host}}`, `{{target.port}}`: where it is reached. The port is a free one that we picked: of `bridge` the
 *   mapped one of the first of `ports`, else the one on which the target has to listen. `{{target.port:8443}}`: the same
 *   for that one of `ports`; where none are mapped (`command`, a compose file, network `host`) a further free one.
 * - `{{harness.host}}`, `{{harness.port}}`, `{{harness.pushUrl}}` (what the URLs of our push endpoints begin with): how it
 *   reaches us; `{{harness.ca}}`: file of our CA, as the target sees it (with `harness.tls`).
 * - of a Receiver also `{{harness.issuer}}`, `{{harness.metadataUrl}}`, `{{harness.jwksUri}}`, `{{harness.audience}}`,
 *   `{{harness.pollUrl}}` (of a poller) and `{{harness.delivery}}`. It gets them as `SSF_ISSUER` and so on, too.
 */
export interface TargetConfig {
  /** A container, started by testcontainers (which is installed apart: `npm install --save-dev testcontainers@11`). */
  container?: ContainerConfig;
  /** One string for the shell, or program and arguments without a shell. */
  command?: string | string[];
  /** Working directory of the command. Default: where the run was started. */
  cwd?: string;
  /** Further environment variables of the command. */
  env?: Record<string, string>;
  /** When the command is ready. Default: when the address in `transmitter.issuer` or `receiver.url` accepts connections. */
  waitFor?: WaitFor;
  /** How long it may take to get ready. Default: `60s`. */
  timeout?: Duration;
}

/** A container as target; exactly one of `image`, `dockerfile` and `compose`. */
export interface ContainerConfig {
  /** Name of an image; pulled where the engine does not have it. */
  image?: string;
  /** A Dockerfile, in whose folder it is built; or with more said. */
  dockerfile?: string | DockerfileConfig;
  /**
   * A compose file, of which all services are started; or with the one that is the target. It gets `env` for its own
   * `${NAME}`, and says itself what it publishes: `"${PORT}:8080"` with `PORT: '{{target.port}}'`.
   */
  compose?: string | { file: string; service: string };
  /** In place of the command of the image. */
  command?: string[];
  /**
   * `bridge`: a network of its own; it reaches us at `host.docker.internal`, we reach it at mapped ports. `host`: that of
   * this machine, everything on loopback. Default: `bridge`.
   */
  network?: 'bridge' | 'host';
  /** Ports of the container that are mapped to free ones (`bridge`). */
  ports?: number[];
  /** Environment variables. */
  env?: Record<string, string>;
  /** Files and folders of ours that it sees; read-only unless `writable`. */
  volumes?: { from: string; to: string; writable?: boolean }[];
  /** When it is ready. Default: when the address in `transmitter.issuer` or `receiver.url` accepts connections. */
  waitFor?: WaitFor;
  /** How long it may take to get ready, without the time for pulling or building. Default: `60s`. */
  timeout?: Duration;
}

/** A Dockerfile of which the image of the target is built. */
export interface DockerfileConfig {
  /** Name of the Dockerfile in `context`. Default: `Dockerfile`. */
  file?: string;
  /** Folder in which it is built. */
  context: string;
  buildArgs?: Record<string, string>;
  /** Stage to build. */
  target?: string;
}

/** When a target is ready. Ports are those of the container (`bridge`), else those on which it listens. */
export type WaitFor =
  /** A GET to this path, or URL, is answered with this status; default: any below 500. Default of `port`: `{{target.port}}`. */
  | { http: string; port?: number; status?: number }
  /** A line that it writes matches this regular expression. */
  | { log: string }
  /** Its health check says so (containers). */
  | { health: true }
  /** This port accepts connections. */
  | { port: number };

/** How the target reaches us. */
export interface HarnessConfig {
  /** The base URL under which the target reaches our push endpoint or our issuer, e.g. that of a tunnel. Default: where we listen. */
  publicUrl?: string;
  /** `HOST:PORT` for our push endpoint or our issuer. Default: a free port on loopback; for a hosted Receiver that of the last run. */
  listen?: string;
  /**
   * Our push endpoint, our issuer and our token endpoint speak https. `true`: with certificates of a CA that is made in the
   * first run and kept in the state folder (`receiver.stateDir`), so that a target that trusts it once goes on trusting it.
   * `{ca, caKey}`: with certificates of your CA. `{cert, key}`: with this certificate; what shows that the target refuses
   * certificates that have expired or are for another name is then not tested. Default: `false`, plain http.
   */
  tls?: boolean | TlsAuthorityFiles | CertificateFiles;
}

/** PEM files of a CA: its certificate (intermediate ones first, if there are any) and its private key, not encrypted. */
export interface TlsAuthorityFiles {
  ca: string;
  caKey: string;
}

/** Gives a config file its types; returns what it is given. */
export function defineConfig(config: ConformanceConfig): ConformanceConfig {
  return config;
}
