import type { SecureVersion } from 'node:tls';
import type { CertificateFlaw } from '../http/flawed-certificates.ts';
import type { Route } from '../http/route.ts';

/**
 * Where a fault can reach into the reference Transmitter. Each seam is optional; without any the Transmitter
 * keeps every rule. Seams never see the judge: they are the peer's own business.
 */

/** What the Transmitter was asked to do; `poll` and the two documents count as operations too. */
export type Operation =
  | 'metadata'
  | 'jwks'
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
  /** Any other method on one of the paths; the reference answers 405. `request` says which. */
  | 'other-method';

/** A call on one of the Transmitter's routes. */
export interface Call {
  operation: Operation;
  request: Request;
  /** Id of the authenticated Receiver; null when the request carried no valid credentials. */
  client: string | null;
  /** stream_id of the query or the body, as far as one could be read. */
  streamId: string | null;
  /** Parsed JSON body, undefined when there is none or it does not parse. */
  body: unknown;
  /** Raw body text. */
  text: string;
}

/** An answer before it is written: `body` is sent as JSON when it is an object or array, as is when a string. */
export interface Reply {
  status: number;
  /** Names in lower case; the reference always names the `content-type` of a body. */
  headers: Record<string, string>;
  body: unknown;
}

/** What is known of a SET when it is made. */
export interface SetContext {
  streamId: string;
  eventType: string;
  /** The stream's configuration, as the Receiver reads it. */
  configuration: Record<string, unknown>;
}

/** A push request before it is sent (RFC 8935 section 2.1). */
export interface PushRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Where a reference Transmitter can be made to do otherwise than the standards say. */
export interface TransmitterSeams {
  /** Answers in place of the reference; undefined lets the reference answer. Runs before authentication is enforced. */
  before?(call: Call): Reply | undefined | Promise<Reply | undefined>;
  /** Changes an answer of the reference. */
  after?(reply: Reply, call: Call): Reply | Promise<Reply>;
  /** Changes the Transmitter configuration metadata, or the JWK Set, before it is answered. */
  metadata?(document: Record<string, unknown>): Record<string, unknown>;
  jwks?(document: { keys: Record<string, unknown>[] }): Record<string, unknown>;
  /** Changes the JOSE header, the claims, the JSON text of the claims (all before signing), or the compact token of a SET. */
  header?(header: Record<string, unknown>, set: SetContext): Record<string, unknown>;
  claims?(claims: Record<string, unknown>, set: SetContext): Record<string, unknown>;
  claimsText?(json: string, set: SetContext): string;
  compact?(token: string, set: SetContext): string | Promise<string>;
  /** Changes a push request; null drops it. */
  push?(request: PushRequest, set: SetContext): PushRequest | null;
  /** Told of what became of a push: status of the answer, null without one, and whether the SET will be sent again. */
  pushed?(outcome: { jti: string; status: number | null; again: boolean }): void;
  /** Told of a poll request whose acknowledgements and reports (`ack`, `setErrs`) were taken, before it is answered. */
  settled?(call: Call): void;
  /** Changes the authorization server's token answer, or its RFC 8414 metadata document. */
  token?(reply: Reply): Reply;
  authorizationServerMetadata?(document: Record<string, unknown>): Record<string, unknown>;
  /** Further routes, put in front of the reference's. `metadata` makes the Transmitter configuration metadata. */
  routes?(metadata: () => Record<string, unknown>): Route[];
  /** TLS of the listener, for a Transmitter served over https. */
  tls?: TlsSeam;
  /** Changes the Transmitter's behaviour inside. */
  quirks?: Partial<Quirks>;
}

/** What is not told here is as node:tls has it. */
export interface TlsSeam {
  minVersion?: SecureVersion;
  maxVersion?: SecureVersion;
  ciphers?: string;
  /** Take part in finite-field Diffie-Hellman, which node:tls leaves out otherwise. */
  dhparam?: 'auto';
  /** Whoever makes the certificate gives it an RSA key of so many bits. */
  rsaBits?: number;
  /** Whoever makes the certificate makes another, with an RSA key, for the clients that want one; with this flaw. */
  second?: CertificateFlaw | 'none';
}

/**
 * Behaviour that cannot be changed at the rim. Every quirk is false (or absent) in the reference; a fault turns
 * exactly one on. Those that take a list of operations are on for these only.
 */
export interface Quirks {
  /** Any valid token may read, change, poll and delete any stream. */
  sharedStreams: boolean | readonly Operation[];
  /** Management and poll endpoints take requests without credentials, or with any bearer token. */
  noAuthorization: boolean | readonly Operation[];
  /** Scopes are not looked at. */
  ignoreScope: boolean | readonly Operation[];
  /** Access tokens in the query string are taken. */
  tokenInQuery: boolean;
  /** PATCH deletes the Receiver-supplied members that it does not name. */
  patchReplaces: boolean;
  /** PUT keeps the Receiver-supplied members that it does not name. */
  putMerges: boolean;
  /** Wrong Transmitter-supplied members are taken over, ignored, or refused only after half the update was applied. */
  transmitterMembers: 'accept' | 'ignore' | 'half-apply';
  /** A deleted stream stays. */
  deleteKeeps: boolean;
  /** A SET stays in the poll queue after its acknowledgement. */
  ackIgnored: boolean;
  /** A SET leaves the poll queue when it is delivered, acknowledged or not. */
  dropOnDelivery: boolean;
  /** The same event gets a new jti each time it is delivered, by both methods or by one. */
  freshJtiOnRedelivery: boolean | 'push' | 'poll';
  /** maxEvents is not looked at. */
  ignoreMaxEvents: boolean;
  /** An empty queue is answered at once, returnImmediately or not. */
  noLongPoll: boolean;
  /** returnImmediately is not looked at. */
  alwaysLongPoll: boolean;
  /** A verification request is answered but no event follows. */
  verificationSilent: boolean;
  /** Failings of a push endpoint's certificate that are overlooked, by their codes in node:tls. */
  overlooks: readonly string[];
  /** Pushes go out over TLS 1.0 and 1.1 too. */
  oldPushTls: boolean;
  /** A push that fails for a self-signed certificate is made again after so many ms, and the certificate taken. */
  carelessAfterMs: number;
  /** A failed push is not sent again. */
  noRetransmission: boolean;
  /** Pushes are sent again although they were answered 202. */
  pushTwice: boolean;
  /** Push endpoints without TLS are taken although the Transmitter itself is served over TLS. */
  plainPush: boolean;
  /** A failed push is sent again at once. */
  noBackOff: boolean;
  /** What follows a push that was answered 400: it is sent again, or nothing more is sent on the stream. */
  afterRefusedPush: 'repeat' | 'stop';
  /**
   * A new stream gets a verification event that nobody asked for: conformant without a state (SSF 8.1.4), forbidden
   * with one (8.1.4.2).
   */
  strayVerification: 'without-state' | 'with-state';
  /** Private parameters are published with the keys. */
  publishPrivateKeys: boolean;
  /** RSA key of 1024 bits. */
  weakKey: boolean;
  /** SETs are signed with a key that is not in the JWKS. */
  foreignKey: boolean;
  /** SETs are not signed (alg none). */
  unsigned: boolean;
  /** Algorithm of the signature. */
  algorithm: 'RS256' | 'ES256' | 'PS256' | 'HS256';
  /** Stream ids have characters that are reserved in URLs. */
  reservedCharactersInStreamId: boolean;
  /** Only one stream per Receiver; a second POST is answered 409. Conformant (SSF 8.1.1.1). */
  singleStream: boolean;
  /** A Receiver's stream has the same id whenever it is created anew; for single streams. Conformant (SSF 8.1.1). */
  sameStreamId: boolean;
}

/** Whether a quirk that may be on for some operations only is on for this one. */
export function concerns(quirk: boolean | readonly Operation[] | undefined, operation: Operation): boolean {
  return typeof quirk === 'object' ? quirk.includes(operation) : (quirk ?? false);
}
