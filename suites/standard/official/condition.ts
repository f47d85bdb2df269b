import type { OfficialProfile, Variant } from './suite.ts';
import type { WeakPointId } from './weak-points.ts';

/**
 * How grave a broken condition is in the official suite. `F!`: the module fails and ends there; `F`: it fails and goes on;
 * `W`: a warning, which does not stand in the way of a certificate; `I`: only told.
 */
export type OfficialSeverity = 'F!' | 'F' | 'W' | 'I';

/** Kinds of requests of ours in which the answer to the official suite's request can be seen. */
export type RequestKind =
  | 'metadata'
  | 'jwks'
  | 'token'
  | 'create'
  | 'create-second'
  | 'create-broken'
  | 'create-stranger'
  | 'list-stranger'
  | 'read'
  | 'read-unknown'
  | 'update'
  | 'update-stranger'
  | 'update-broken'
  | 'update-unknown'
  | 'replace'
  | 'replace-stranger'
  | 'replace-broken'
  | 'replace-unknown'
  | 'delete'
  | 'delete-stranger'
  | 'delete-unknown'
  | 'status-read'
  | 'status-update'
  | 'add-subject'
  | 'remove-subject'
  | 'verify'
  | 'poll'
  | 'poll-acknowledge';

/** A condition's own rule, applied to what was recorded: where the official suite judges by another yardstick than we. */
export type RuleName =
  | 'metadata-fetched'
  | 'json-type'
  | 'delivery-supported'
  | 'issuer-configured'
  | 'https-urls'
  | 'default-subjects'
  | 'oauth-scheme'
  | 'delivery-methods-present'
  | 'spec-version'
  | 'has-jwks-uri'
  | 'has-configuration-endpoint'
  | 'has-status-endpoint'
  | 'has-verification-endpoint'
  | 'no-empty-arrays'
  | 'jwks-uri-valid'
  | 'jwks-fetched'
  | 'jwks-usable'
  | 'speaks-tls'
  | 'token-status'
  | 'token-without-error'
  | 'token-value'
  | 'token-expires-in'
  | 'token-short-lived'
  | 'call-answered'
  | 'call-answered-json'
  | 'required-members'
  | 'issuer-in-answer'
  | 'audience-in-answer'
  | 'delivery-method-in-answer'
  | 'known-events'
  | 'interop-event'
  | 'caep-events-delivered'
  | 'json-object'
  | 'status-echoed'
  | 'stream-known'
  | 'poll-sets'
  | 'set-arrives'
  | 'set-rs256'
  | 'set-typ'
  | 'set-one-event'
  | 'set-no-sub'
  | 'set-no-exp'
  | 'set-iss'
  | 'set-iat'
  | 'set-aud'
  | 'set-stream-audience'
  | 'set-sub-id'
  | 'caep-common'
  | 'caep-credential-change'
  | 'caep-credential-values'
  | 'caep-device-compliance'
  | 'caep-all-received'
  | 'rx-metadata-get'
  | 'rx-scope'
  | 'rx-json'
  | 'rx-create-valid'
  | 'rx-create'
  | 'rx-interop-event'
  | 'rx-lookup'
  | 'rx-update-valid'
  | 'rx-update'
  | 'rx-replace'
  | 'rx-delete'
  | 'rx-status-lookup'
  | 'rx-status-json'
  | 'rx-status-update'
  | 'rx-verify'
  | 'rx-subject'
  | 'rx-well-served'
  | 'rx-known-paths'
  | 'rx-push-reachable'
  | 'rx-push-202'
  | 'rx-did-create'
  | 'rx-did-read'
  | 'rx-did-patch'
  | 'rx-did-put'
  | 'rx-did-delete'
  | 'rx-did-read-status'
  | 'rx-did-update-status'
  | 'rx-did-verify'
  | 'rx-did-accept';

interface Judged {
  /** Ids of our checks that judge the same, or whose requests are looked at. */
  checks: readonly string[];
  /** Why a condition that was not seen to fail may fail all the same. */
  oneWay?: string;
}

/** How our results tell whether a condition holds. */
export type Answer =
  /** It cannot fail. */
  | { never: string }
  /** Nothing of ours tells. */
  | { untold: string }
  /** It fails if one of the checks breaks one of the requirements (without them: any), and holds if none does. */
  | (Judged & { requirements?: readonly string[]; atIssuer?: true })
  /** Its own rule decides. */
  | (Judged & { rule: RuleName; of?: RequestKind })
  /** Every answer to requests of this kind has one of these statuses. */
  | (Judged & { status: readonly number[]; of: RequestKind });

/** When a condition is evaluated: all that is named must fit the variant. */
interface When {
  profile?: OfficialProfile;
  delivery?: Variant['ssf_delivery_mode'];
  auth?: Variant['ssf_auth_mode'];
  serverMetadata?: NonNullable<Variant['server_metadata']>;
  clientAuth?: readonly NonNullable<Variant['client_auth_type']>[];
  /** Only if the target's metadata has this member. */
  member?: string;
}

/** One condition of the official suite, at one place of a module. */
export interface Condition {
  /** Its class; in parentheses where it is the module itself that judges. */
  name: string;
  /** What it judges here, in our words. */
  about: string;
  severity: OfficialSeverity | Readonly<Record<OfficialProfile, OfficialSeverity>>;
  when?: When;
  answer: Answer;
  /** Known weak points of the official suite that may hit a right target here. */
  weak?: readonly WeakPointId[];
  /** The module does not end until it holds: where nobody saw it, nobody knows whether it would. */
  ends?: true;
  /** Unlike the conditions that all modules share, this is what the module is about. */
  own?: true;
}

export interface OfficialModule {
  /** `T1` ... `T22`, `R1` ... `R7`. */
  id: string;
  name: string;
  role: 'transmitter' | 'receiver';
  /** In which plans of its role it is. */
  plans: readonly ('plain' | 'caep')[];
  /** For which variants it applies; absent: all. */
  only?: { profile?: OfficialProfile; delivery?: Variant['ssf_delivery_mode'] };
  /** It is skipped if the target's metadata lacks one of these; under `failsIn` it fails. */
  needs?: { members: readonly string[]; failsIn?: OfficialProfile };
  conditions: readonly Condition[];
  weak?: readonly WeakPointId[];
}
