import type { TlsSeam } from '../transmitter/seams.ts';

/**
 * Where a fault can reach into the reference Receiver. Each seam is optional; without any the Receiver keeps every
 * rule. Seams never see the judge: they are the peer's own business.
 */

/** Why a SET is refused: a registered error code (RFC 8935 section 2.4 and the registry) and a text in English. */
export interface Refusal {
  err: string;
  description: string;
}

/** A SET while it is examined. Header and claims are {} until they could be read. */
export interface Examined {
  compact: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  delivery: 'push' | 'poll';
}

/** Steps of the examination, in this order; each may refuse. */
export type StepName =
  /** Three parts in base64url, header and claims JSON objects in UTF-8 without duplicate members. */
  | 'form'
  /** `typ` is secevent+jwt, with or without application/, in any case (SSF 4.1.1). */
  | 'typ'
  /** `alg` is one of those agreed; never none, never symmetric. */
  | 'algorithm'
  /** No `crit` and no b64=false. */
  | 'critical'
  /** A key of the issuer fits `kid`; an unknown one leads to a new look at the JWK Set, with a cool-down. */
  | 'key'
  /** The key is long enough, meant for signatures and for this algorithm. */
  | 'key-strength'
  | 'signature'
  | 'issuer'
  | 'audience'
  /** iat, jti, events are there and of the right form, exactly one event or several of one (RFC 8417 2.2). */
  | 'claims'
  /** nbf, exp, where present. */
  | 'times'
  /** sub_id is there and well-formed. */
  | 'subject'
  /** The event object of a known type follows its definition. */
  | 'event'
  /** `state` of a verification event is the one that was asked for. */
  | 'state';

/** The examination of one step: null when it has no objection. */
type Step = (set: Examined) => Refusal | null | Promise<Refusal | null>;

/** An answer to a push before it is written. Header names in lower case. */
export interface PushReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A push as it came. Header names in lower case. */
export interface PushSeen {
  method: string;
  headers: Record<string, string>;
  body: string;
  /** How long the body took to come, ms. */
  bodyMs: number;
}

/** What the Receiver asks of the Transmitter. */
export type ReceiverOperation =
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
  | 'verify'
  | 'poll';

/** A request before it is sent. */
export interface OutgoingCall {
  operation: ReceiverOperation;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** What the Receiver did to whom. */
export interface Effect {
  /** `end-sessions`, `reauthenticate`, `disable-account`, `note`, ... */
  action: string;
  subject: Record<string, unknown>;
  jti: string;
  /** ISO 8601. */
  at: string;
}

/** Where a reference Receiver can be made to do otherwise than the standards say. */
export interface ReceiverSeams {
  /** Takes the place of a step; `reference` is what the reference would say. */
  steps?: Partial<
    Record<StepName, (set: Examined, reference: () => Promise<Refusal | null>) => ReturnType<Step>>
  >;
  /** Answers a push before it is examined; undefined lets the reference go on. */
  beforePush?(push: PushSeen): PushReply | undefined;
  /** Changes the answer to a push; null resets the connection. `refusal` is null when the SET was taken. */
  pushReply?(reply: PushReply, push: PushSeen, refusal: Refusal | null): PushReply | null;
  /** Changes a request to the Transmitter before it is sent; null drops it, as if the network had failed. */
  request?(call: OutgoingCall): OutgoingCall | null | Promise<OutgoingCall | null>;
  /** Changes what is done because of a SET: accepted ones with the effects of the reference, refused ones with none. */
  effects?(effects: Effect[], set: Examined, refusal: Refusal | null): Effect[];
  /** TLS of the push endpoint, where it is served over https. */
  tls?: TlsSeam;
  quirks?: Partial<ReceiverQuirks>;
}

/**
 * Behaviour that cannot be changed at the rim. Every quirk is false (or absent) in the reference; a fault turns exactly
 * one on. Add what a fault needs, one line here and one where it acts.
 */
export interface ReceiverQuirks {
  /** `/.well-known/...` is put behind the issuer's path. */
  appendsWellKnown: boolean;
  /** A final slash of the issuer's path is kept when the well-known name is inserted. */
  keepsFinalSlash: boolean;
  /** `issuer` of the metadata is not compared. */
  trustsMetadataIssuer: boolean;
  /** Endpoints without TLS are used although the issuer has it. */
  trustsPlainEndpoints: boolean;
  /** `iss` of a stream configuration is not compared. */
  trustsStreamIssuer:
    | boolean
    | readonly ('create-stream' | 'read-stream' | 'update-stream' | 'replace-stream')[];
  /** An `iss` or `issuer` that is not there is not missed: in metadata, or in the answer to a create request. */
  trustsMissingIssuer: 'metadata' | 'create-stream';
  /** `aud` of the create answer is not looked at. */
  trustsStreamAudience: boolean;
  /** A stream that is there already is changed with PUT instead of PATCH; no fault in itself. */
  replacesStream: boolean;
  /** Certificate failings that are overlooked, by their codes in node:tls. */
  overlooks: readonly string[];
  /** For these requests any certificate will do. */
  carelessFor: readonly ReceiverOperation[];
  /** When one of these requests fails, it is begun again where any certificate will do, and broken off after its head. */
  hesitatesAt: readonly ReceiverOperation[];
  /** TLS 1.0 and 1.1 will do. */
  oldTls: boolean;
  /** `issuer` of the authorization server's metadata is not compared. */
  trustsAuthorizationServer: boolean;
  /** `resource` of the protected resource's metadata is not compared. */
  trustsProtectedResource: boolean;
  /** The JWK Set is fetched once and never again. */
  neverRefetchesKeys: boolean;
  /** The JWK Set is fetched for every SET. */
  noKeyCache: boolean;
  /** One key that cannot be used spoils the whole JWK Set. */
  strictJwks: boolean;
  /** Keys that are no longer in the JWK Set are kept. */
  keepsRetiredKeys: boolean;
  /** A SET that came before is refused, acted on again, or (poll) not acknowledged. */
  replay: 'refuse' | 'act' | 'ignore';
  /** A token is never renewed. */
  noTokenRenewal: boolean;
  /** A failed request is repeated at once, without end. */
  retryStorm: boolean;
  /** Retry-After is not looked at. */
  ignoresRetryAfter: boolean;
  /** A 404 for the own stream is taken for a failure that will pass any moment. */
  ignoresDeletedStream: boolean;
  /** Unknown members of answers are fatal; of all that are read, or of these only. */
  strictAnswers: boolean | readonly ('metadata' | 'token' | 'create-stream' | 'read-stream' | 'poll')[];
  /** What is acknowledged: everything handed out, refused ones too; nothing; also what never came. */
  acks: 'everything' | 'nothing' | 'invented';
  /** What ends the polling for good, although it might pass. */
  givesUpPolling: 'error-answer' | 'broken-connection';
  /** moreAvailable is not looked at: the next poll waits. */
  ignoresMoreAvailable: boolean;
  /** Empty answers are followed by the next poll at once, with returnImmediately. */
  hammers: boolean;
  /** Verification is never asked for. */
  neverVerifies: boolean;
  /** Verification must follow its request at once, before any other SET. */
  expectsVerificationAtOnce: boolean;
}
