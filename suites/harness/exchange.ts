import type { Delivery, SetBreach } from '../../reports/results.ts';

/** Who makes a request to the target. */
export type Identity =
  /** The Receiver under whose name the run works. */
  | 'receiver'
  /** Another Receiver of the same Transmitter (hook `second-receiver`). */
  | 'second'
  /** No credentials at all. */
  | 'nobody'
  /** A bearer token that the target never issued. */
  | 'stranger'
  /** The Receiver with a token for this scope only (hook `scoped-token`: needs client credentials, or a read-only token for `ssf.read`). */
  | { scope: string }
  /** Exactly this bearer token. */
  | { bearer: string }
  /** The Receiver's token, but sent as query parameter `access_token` (RFC 6750 2.3), not in the header. */
  | 'in-query'
  /** The Receiver's token by both methods at once. */
  | 'in-header-and-query';

/** A request for the rim to make. JSON goes in `json`; `body` is sent as it is. */
export interface RequestSpec {
  method: string;
  url: string;
  as: Identity;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  json?: unknown;
  body?: { text: string; contentType: string };
  /** Send it even where the run has given up after time-outs: the check judges whether there is an answer at all. */
  insist?: true;
  /** Deadline in ms for the whole exchange; default: the limit `request`. */
  timeoutMs?: number;
  /** The answer may hold a new stream: it is put on the list of what must be deleted in the end. */
  createsStream?: boolean;
  /** The stream that this request deletes. */
  deletesStream?: string;
}

/** Why there is no whole answer. */
export type NetworkErrorKind =
  | 'timeout'
  | 'reset'
  | 'refused'
  | 'too-large'
  | 'tls'
  | 'dns'
  | 'protocol'
  | 'aborted'
  /** Not sent: the endpoint let several requests in a row time out, and the run must end. */
  | 'given-up'
  /** Not sent: no token for that identity was to be had. */
  | 'no-token';

/** A request and what came of it, unmasked, as checks see it. Header names are in lower case. */
export interface Exchange {
  /** Id of the recorded (masked) form in the results. */
  id: number;
  request: { method: string; url: string; headers: Record<string, string>; body: string | null };
  /** null when no whole response came; `error` says why. */
  response: ExchangeResponse | null;
  error?: { kind: NetworkErrorKind; message: string };
  /** ms since the start of the run (monotonic), and from the first byte sent to the last byte received. */
  atMs: number;
  durationMs: number;
}

/** An answer as it came. */
export interface ExchangeResponse {
  status: number;
  /** Several headers of one name are joined with `, `. */
  headers: Record<string, string>;
  /** Body decoded as UTF-8, replacement characters where it is not. */
  text: string;
  bytes: number;
  /** False when the body is not well-formed UTF-8. */
  utf8: boolean;
  /** The parsed body; undefined when it is empty or no JSON. */
  json: unknown;
}

/** A request that the target made to one of our push endpoints. */
export interface Arrival extends Exchange {
  inbox: string;
  /** 0 for the first that this inbox got. */
  index: number;
  /** Raw header names and values in the order in which they came. */
  rawHeaders: [string, string][];
}

/** How an inbox answers one push. */
export type Answer =
  | { kind: 'reply'; status: number; headers?: Record<string, string>; body?: string; delayMs?: number }
  | { kind: 'reset' };

/** What became of connections to a listener of ours that ought to be refused, since the run began. */
export interface Attempts {
  /** How many were closed before any request. */
  refused: number;
  /** Requests that showed credentials (Authorization), whether or not the rest of them came. */
  exposed: number;
  /** Of the last of them: `POST /push/ab`. */
  lastExposed?: string;
}

/**
 * A push endpoint of ours that nobody should send a SET to: without TLS, or with a certificate that does not hold, or
 * with a TLS version that is out of use. All of them are on loopback.
 */
export type BadEndpoint =
  | 'plain-http'
  | 'unknown-authority'
  | 'self-signed'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'old-tls';

/** An open push endpoint of ours. */
export interface InboxHandle {
  id: string;
  url: string;
}

/** Asks the target for an event; answered by the configured trigger (hook `trigger`). */
export interface TriggerRequest {
  /** Name of the scenario or check that wishes for the event. */
  scenario: string;
  /** Event type URI. */
  type: string;
  /** The subject identifier that the event should be about. */
  subject: Record<string, unknown>;
  /** The wished claims of the event object. */
  event: Record<string, unknown>;
  streamId: string;
  /** Of scenarios: what happens in the story, and what happened before that brought no event of its own. */
  story?: TriggerStory;
}

/** What a trigger is told of a story: plain JSON, one entry for each thing that happens, the last one brings the event. */
export interface TriggerStory {
  step: string;
  /** One sentence for people. */
  text: string;
  /** What an operator would be asked to do, and before it for what brought no event of its own. */
  ask?: string;
  before?: readonly string[];
  happened: readonly Record<string, unknown>[];
}

/** Whether the wished event could be caused. */
export interface TriggerOutcome {
  ok: boolean;
  /** Why it failed, for the reader. */
  message?: string;
}

/** One TLS handshake with the target's host, offering just what is named. */
export interface HandshakeSpec {
  host: string;
  port: number;
  minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  maxVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL cipher list; default: the client's own. */
  ciphers?: string;
  /** OpenSSL list of signature algorithms, which decides the kind of certificate; default: the client's own. */
  sigalgs?: string;
  /** Tell why the certificate is not trusted; costs some 60 ms, for all the public authorities are read. */
  verify?: boolean;
}

/** Why a certificate is not trusted for a host. */
export interface CertificateFailing {
  /**
   * `unknown-authority`: it chains to nobody whom we trust, or an intermediate was not sent; `unfit`: for another
   * reason, as when it is not for servers.
   */
  kind: 'self-signed' | 'unknown-authority' | 'unfit' | 'expired' | 'not-yet-valid' | 'wrong-name';
  /** What the certificate says, in words. */
  detail: string;
}

/** What came of a TLS handshake. */
export interface HandshakeOutcome {
  ok: boolean;
  protocol?: string;
  cipher?: string;
  /** Ephemeral key exchange was used (always so in TLS 1.3). */
  forwardSecrecy?: boolean;
  /** The server's certificate; `other` without bits where the suite goes without one. */
  certificate?: {
    keyType: 'rsa' | 'ec' | 'other';
    bits: number | null;
    /** SHA-256 of it. */
    fingerprint: string;
    /** With `verify`: why the harness, with the CA that the tester named, would not trust it for this host; empty where it does. */
    failings?: CertificateFailing[];
  };
  /** Code or text of the error when it failed. */
  error?: string;
  /**
   * It failed after version and suite were agreed and keys were made: so ends a server that asks for a client
   * certificate, and got none that it takes.
   */
  afterKeys?: true;
}

/** Deadlines and windows in ms. */
export interface Limits {
  /** One HTTP request to the target. */
  request: number;
  /** From the 204 on a verification request to the event. */
  verification: number;
  /** From a trigger to its event. */
  delivery: number;
  /** How long the target surely holds a long poll that has nothing to deliver (RFC 8936 2.5). */
  longPoll: number;
  /** How long a thing must stay away before we believe that it does not come. */
  quiet: number;
  /** How long we wait for an unacknowledged SET, or a failed push, to come again. */
  redelivery: number;
  /** How long a change that was answered 202 may take to show. */
  change: number;
  /** The tolerated difference between the target's clock and ours. */
  clockSkew: number;
  /** From the start of a Receiver to the stream that it creates. */
  start: number;
  /** How long a Receiver may take from one poll to the next. */
  pollInterval: number;
  /** From the acceptance of a SET to its effect. */
  effect: number;
  /** How long a Receiver may go on refusing a new key that is in the JWK Set. */
  keyRefetch: number;
}

/** What checks may know of the run. */
export interface RunFacts {
  issuer: string;
  metadataUrl: string;
  /** The issuer is an https URL; otherwise TLS rules are not applicable (plain http is allowed on loopback only). */
  https: boolean;
  /** Our push endpoint is https. */
  inboxHttps: boolean;
  deliveries: readonly Delivery[];
  profile: string;
  seed: number;
  limits: Limits;
  /** Hooks that are configured, see `Hook`. */
  hooks: readonly string[];
  /** Where tokens come from when client credentials are configured. */
  tokenEndpoint: string | null;
  /** Ids of streams that the Receivers had before the run: nothing is done to them. */
  foreignStreams: readonly string[];
  /** ISO time at atMs 0, for comparing `iat` with the wall clock. */
  startedAt: string;
}

/**
 * The rim of the harness: sockets, clock, secrets and the recorder. It lives in the main process; checks reach it
 * from their worker by remote calls, so every argument and result is plain data.
 */
export interface Rim {
  facts(): Promise<RunFacts>;
  /** Makes a request, records it and returns it. Never throws for what the target does. Does not follow redirects. */
  send(spec: RequestSpec, check: string | null): Promise<Exchange>;
  /** Asks the token endpoint for a token of this scope and returns the exchange (secrets masked only in the record). */
  requestToken(
    spec: { scope?: string; grantType?: string; clientSecret?: string; basic?: boolean },
    check: string | null,
  ): Promise<Exchange>;
  openInbox(check: string | null): Promise<InboxHandle>;
  /** A push endpoint that the target ought to refuse; those with a certificate need the hook `push-authority`. */
  openBadInbox(kind: BadEndpoint, check: string | null): Promise<InboxHandle>;
  /** What became of the connections to the bad endpoint of this kind; waits up to `waitMs` until more than `beyond` were refused. */
  attempts(kind: BadEndpoint, beyond: number, waitMs: number): Promise<Attempts>;
  /** The next answers of an inbox in order; afterwards it answers 202 again. */
  script(inbox: string, answers: Answer[]): Promise<void>;
  /** Arrivals with index >= `from`; waits up to `waitMs` until there is at least one. */
  arrivals(inbox: string, from: number, waitMs: number): Promise<Arrival[]>;
  trigger(request: TriggerRequest, check: string | null): Promise<TriggerOutcome>;
  handshake(spec: HandshakeSpec): Promise<HandshakeOutcome>;
  /** Records a SET seen on the wire and returns its id. */
  recordSet(set: {
    exchange: number;
    check: string | null;
    delivery: Delivery;
    streamId: string | null;
    jti: string | null;
    eventTypes: string[];
    header: Record<string, unknown> | null;
    claims: Record<string, unknown> | null;
    arrivedAtMs: number;
    breaches?: SetBreach[];
    kept?: string[];
  }): Promise<number>;
  /** Records a measured wait. */
  recordTiming(sample: {
    name: string;
    delivery: Delivery | null;
    check: string | null;
    ms: number;
    limitMs: number;
  }): Promise<void>;
  /** ms since the start of the run (monotonic). */
  now(): Promise<number>;
}
