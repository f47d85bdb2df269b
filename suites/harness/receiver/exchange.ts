import type { Delivery } from '../../../reports/results.ts';
import type { Attempts, Exchange, HandshakeOutcome, HandshakeSpec, Limits, Rim } from '../exchange.ts';

/**
 * The rim of a run against a Receiver: our Transmitter peer, its keys, the target's push endpoint. It lives in the main
 * process; checks reach it by remote calls, so everything here is plain data.
 */

/**
 * `hosted`: somebody gave the target our well-known URL (or a poll URL) and us its push endpoint; it manages no
 * stream. `managed`: it is started and then creates its stream itself.
 */
export type Form = 'hosted' | 'managed';

/** What checks may know of the run. */
export interface ReceiverFacts {
  form: Form;
  /** Our issuer, as it is in every SET of ours. */
  issuer: string;
  metadataUrl: string;
  jwksUri: string;
  /** `aud` of SETs for this target. */
  audience: string;
  /** Our issuer is https. */
  https: boolean;
  /** The target's push endpoint, where it was given; a managed Receiver names its own in each stream. */
  pushUrl: string | null;
  deliveries: readonly Delivery[];
  profile: string;
  seed: number;
  limits: Limits;
  /** Hooks that are configured, see `ReceiverHook`. */
  hooks: readonly string[];
  /** A subject that the target knows, if the tester named one; else subjects are made up. */
  subject: Record<string, unknown> | null;
  /** ISO time at atMs 0. */
  startedAt: string;
}

/** Keys of ours. `current` (RSA 2048, RS256) and `ec` (P-256, ES256) are in the JWK Set unless a scene says otherwise. */
export type KeyName =
  | 'current'
  | 'ec'
  /** RSA 2048, published only by a scene: the key after a rotation. */
  | 'next'
  /** RSA 1024, published only by a scene. */
  | 'weak'
  /** RSA 2048 of an attacker, never published by us; the trap serves it. */
  | 'attacker';

/** What the target can ask of our Transmitter peer; `unknown` is a path that we do not serve. */
export type PeerOperation =
  | 'metadata'
  | 'jwks'
  | 'authorization-server-metadata'
  | 'protected-resource-metadata'
  | 'token'
  | 'create-stream'
  | 'read-stream'
  | 'list-streams'
  | 'update-stream'
  | 'replace-stream'
  | 'delete-stream'
  | 'read-status'
  | 'update-status'
  | 'add-subject'
  | 'remove-subject'
  | 'verify'
  | 'poll'
  | 'unknown';

/** A request that the target made to our peer, and what we answered. Header names are in lower case. */
export interface SeenCall extends Exchange {
  /** 0 for the first of the run. */
  index: number;
  operation: PeerOperation;
  /** stream_id of the query, the body or the poll URL, as far as one could be read. */
  streamId: string | null;
  /** The Receiver whose token it carried; null when it carried none that is valid. */
  client: string | null;
  /** The parsed JSON body; undefined when it is empty or no JSON. */
  json: unknown;
  /** Number of the life of the target (0: before the first start). */
  life: number;
  /** ms since the start of the run when our answer was written; null while it is held. */
  answeredAtMs: number | null;
}

/** An answer in place of the peer's own. `body` is sent as JSON when it is an object or array, as is when a string. */
export type ScriptedAnswer =
  | {
      kind: 'reply';
      status: number;
      headers?: Record<string, string>;
      body?: unknown;
    }
  | { kind: 'reset' };

/** What our peer does otherwise than a right Transmitter at rest. Replaced as a whole; `{}` is rest. */
export interface Scene {
  /** Members laid over the metadata document; null takes one away. */
  metadata?: Record<string, unknown>;
  /** Members laid over every stream configuration that we answer; null takes one away. */
  configuration?: Record<string, unknown>;
  /** Only in the answers to these operations is `configuration` laid over; default: in all. */
  configurationIn?: readonly PeerOperation[];
  /** Members laid over a successful token answer; null takes one away. */
  token?: Record<string, unknown>;
  /** The RFC 9728 document; without it that path is 404. */
  protectedResource?: Record<string, unknown>;
  /** Keys of the JWK Set, in order; default `current`, `ec`. */
  keys?: readonly KeyName[];
  /** Further entries put in front of the JWK Set as they are. */
  foreignKeys?: readonly unknown[];
  /** The next answers per operation, in order; after them the peer answers itself again, or for `always` the last one goes on. */
  answers?: readonly { operation: PeerOperation; answers: readonly ScriptedAnswer[]; always?: boolean }[];
  /** Lifetime of new access tokens in s. */
  tokenLifetimeS?: number;
  /** Only one stream: a second create is answered 409. */
  singleStream?: boolean;
  /** stream_ids have characters that are reserved in URLs. */
  reservedStreamId?: boolean;
  /** How the verification event that the target asks for comes; default `right`. */
  verification?: 'right' | 'never' | 'wrong-state' | 'late';
  /** How long a poll without SETs is held, in ms; default 1000. */
  longPollMs?: number;
  /** At most so many SETs in one poll answer. */
  pollBatch?: number;
  /** Poll answers leave `moreAvailable` out. */
  noMoreAvailable?: boolean;
  /** Members laid over every poll answer. */
  poll?: Record<string, unknown>;
}

/** A door on which our issuer stands, for a target that is started there: each but `right` it ought to refuse. */
export type IssuerDoor =
  | 'right'
  /** The issuer has a path, `/tenant/1`. */
  | 'path'
  /** The path ends with a slash, `/tenant/2/`. */
  | 'path-slash'
  | 'unknown-authority'
  | 'self-signed'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'old-tls';

/** Tells the target to begin; answered by the configured start hook. */
export interface StartRequest {
  /** Check or scenario that wishes for it. */
  scenario: string;
  issuer: string;
  metadataUrl: string;
  delivery: Delivery;
  audience: string;
  /** Poll URL of a hosted poller; null otherwise. */
  pollUrl: string | null;
  /** File with the certificate (PEM) of the CA that signs our issuer's; null over plain http, and where that is not known. */
  caFile: string | null;
}

/** Whether the Receiver could be told to begin. */
export interface StartOutcome {
  ok: boolean;
  message?: string;
}

/** What the target did to whom. */
export interface Effect {
  action: string;
  subject: Record<string, unknown>;
  jti?: string;
  at?: string;
}

/** A stream at our peer, as the target made it (or as it was made for a hosted poller). */
export interface PeerStream {
  id: string;
  delivery: Delivery;
  audience: string;
  /** Body of the create request; empty for a hosted poller. */
  request: Record<string, unknown>;
  /** Where we push to. */
  endpointUrl: string | null;
  life: number;
  status: string;
}

/** Push credentials that a careless comparison takes for the right ones. */
export type LikeTheRight =
  /** Without the last characters, or with more behind them. */
  | 'shortened'
  | 'lengthened'
  /** Nothing but the scheme. */
  | 'scheme'
  /** Every letter behind the scheme in the other case. */
  | 'other-case'
  /** The right ones but for one character. */
  | 'same-length';

/** One request to the target's push endpoint. */
export interface PushSpec {
  /** The body; `padding` blanks are put behind it, for long ones. */
  body: string;
  padding?: number;
  /** Default POST. */
  method?: string;
  /** Laid over the headers of a right push; null takes one away. */
  headers?: Record<string, string | null>;
  /** The push credentials: the right ones (default; none where the target wants none), none, wrong ones, or some that look like the right ones. */
  authorization?: 'right' | 'none' | 'wrong' | LikeTheRight;
  /** Send the body in chunks, without Content-Length. */
  chunked?: boolean;
  /** Spread the body over so many ms. */
  slowMs?: number;
  timeoutMs?: number;
  /** Sent once only: 429 and 503, which are waited out otherwise, are the answer. */
  once?: true;
}

export interface ReceiverRim extends Pick<Rim, 'recordSet' | 'recordTiming' | 'now'> {
  facts(): Promise<ReceiverFacts>;
  /** Signature of `input` in base64url, by one of our keys; alg RS256, PS256, ES256, or HS256 keyed with the public key in PEM. Empty for `none`. */
  sign(spec: { key: KeyName; alg: string; input: string }): Promise<string>;
  /** Public JWK with kid, use and alg as our JWK Set has it. */
  publicJwk(key: KeyName): Promise<Record<string, unknown>>;
  /** Sends one request to the target's push endpoint (that of the current stream when managed), records and returns it. */
  push(spec: PushSpec, check: string | null): Promise<Exchange>;
  /** Any other request, without credentials of ours. */
  send(
    spec: { method: string; url: string; headers?: Record<string, string>; timeoutMs?: number },
    check: string | null,
  ): Promise<Exchange>;
  /** Puts SETs into the queue of a poll stream, each under the name `key` in `sets`. */
  offer(streamId: string, sets: readonly { key: string; compact: string }[]): Promise<void>;
  /** Which of these SETs still wait there, were handed out (and how often), were settled and how. */
  offered(streamId: string, keys: readonly string[]): Promise<OfferedSet[]>;
  /** Takes SETs back that nobody settled. */
  withdraw(streamId: string, keys: readonly string[]): Promise<void>;
  /** `check`: whose scene it is; what the target does from now on is put down to it. */
  scene(scene: Scene, check?: string | null): Promise<void>;
  /** Calls of the target with index >= `from`; waits up to `waitMs` until there is at least one. */
  calls(from: number, waitMs: number): Promise<SeenCall[]>;
  /** The streams that are there now, oldest first. */
  streams(): Promise<PeerStream[]>;
  /** Makes a token invalid from now on: all that were issued. Static ones stay. */
  revokeTokens(): Promise<void>;
  /** Deletes a stream at our side, as if somebody else had done so. */
  dropStream(streamId: string): Promise<void>;
  /** Begins a new life of the target: ends the one before, forgets its streams, calls the start hook. */
  start(
    spec: { delivery: Delivery; door?: IssuerDoor; scenario?: string },
    check: string | null,
  ): Promise<StartOutcome & { life: number; issuer: string }>;
  /** What became of the connections to a door, since the run began. */
  attempts(door: IssuerDoor): Promise<Attempts>;
  /** URL of the issuer that stands at a door; opens it. */
  doorUrl(door: IssuerDoor): Promise<string>;
  /** Ends the current life: stop hook, process ended, streams gone. */
  stop(): Promise<void>;
  /** Whether the process that the start hook began has ended by itself; null where it began none that stays. */
  ended(): Promise<boolean | null>;
  /** The last lines that this process wrote to stderr; empty where there are none. */
  said(): Promise<string>;
  /** Asks the effects hook what the target did so far. */
  effects(check: string | null): Promise<{ ok: boolean; effects: Effect[]; message?: string }>;
  /** A server of an attacker, whose URL stands in `jku` and the like. It serves the key `attacker` as JWK Set and as certificate. `plain`: without TLS in any case. */
  trap(plain?: boolean): Promise<{ url: string }>;
  /** Requests that came to the trap with this text in their path. */
  trapped(marker: string): Promise<{ method: string; url: string; atMs: number }[]>;
  handshake(spec: HandshakeSpec): Promise<HandshakeOutcome>;
}

/** A SET that lay ready for polls, and what became of it. */
export interface OfferedSet {
  key: string;
  /** Poll answers in which it was handed out, as indices of calls. */
  handedOut: number[];
  settled: null | { how: 'ack' | 'setErrs'; call: number; err: string | null; description: string | null };
}
