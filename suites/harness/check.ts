import type { Delivery } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { OwnOrigin } from './own/own.ts';
import type { TransmitterProbe } from './probe.ts';

/** What a check needs that the tester may not have lent us; without it the check is `not-tested`. */
export type Hook =
  | 'trigger'
  | 'second-receiver'
  | 'scoped-token'
  | 'client-credentials'
  /** The client shows itself by a secret at the token endpoint, not by its certificate (RFC 8705 section 2). */
  | 'client-secret'
  /** Push endpoints of ours over TLS, whose certificate the target trusts, and further ones at other ports. */
  | 'push-tls'
  /** As `push-tls`, with certificates of every kind: the target trusts our certificate authority. */
  | 'push-authority'
  /** A target on this machine, which reaches our endpoints on loopback. */
  | 'local-target';

/** Members of the Transmitter metadata that name an endpoint (SSF 7.1). */
export type EndpointName =
  | 'jwks_uri'
  | 'configuration_endpoint'
  | 'status_endpoint'
  | 'add_subject_endpoint'
  | 'remove_subject_endpoint'
  | 'verification_endpoint';

/** One check of a Transmitter: data plus a short function. */
export interface TransmitterCheck<R extends RequirementId = RequirementId> {
  /** Stable id `family/name`. */
  id: string;
  /** The behaviour of a right Transmitter, one sentence. */
  title: string;
  /** The requirements that it decides; the first is its own. Findings can name only these. */
  requirements: readonly [R, ...R[]];
  /** What the check does, for `explain`: one to three sentences. */
  what: string;
  /** `each`: once for each delivery method under test; `push` or `poll`: only there; default: once. */
  delivery?: 'each' | Delivery;
  /** Hooks without which it cannot run. */
  hooks?: readonly Hook[];
  /** Endpoints that must be advertised; otherwise the check is not-applicable. */
  endpoints?: readonly EndpointName[];
  /** TLS rules: not-applicable when the issuer is plain http on loopback. */
  https?: boolean;
  /** `last`: after all others, because it judges what the whole run saw. */
  phase?: 'last';
  /** Of a check of the tester's own: where it stands. */
  own?: OwnOrigin;
  run(t: TransmitterProbe<R>): Promise<void> | void;
}

/** Types the findings of a check by its own requirements, then forgets the parameter so that checks fit in one list. */
export function transmitterCheck<const R extends RequirementId>(
  check: TransmitterCheck<R>,
): TransmitterCheck {
  // Sound: `run` is only ever called with a probe that takes every requirement of the catalogue.
  return check as unknown as TransmitterCheck;
}
