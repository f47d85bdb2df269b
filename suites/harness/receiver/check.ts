import type { Delivery } from '../../../reports/results.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { OwnOrigin } from '../own/own.ts';
import type { ReceiverProbe } from './probe.ts';

/** What a check of a Receiver needs that the tester may not have lent us; without it the check is `not-tested`. */
export type ReceiverHook =
  /** A managed Receiver: we can tell it to begin at our issuer. */
  | 'start'
  /** It can be started more than once. */
  | 'restart'
  /** Tells what the target did to whom. */
  | 'effects'
  /** The target wants credentials with each push, and we know the right ones. */
  | 'push-authorization'
  /** The managed Receiver gets its tokens from our token endpoint. */
  | 'client-credentials'
  /** The target reaches our issuer over https and trusts its certificate, and reaches further ones at other ports. */
  | 'issuer-tls'
  /** As `issuer-tls`, with certificates of every kind: the target trusts our certificate authority. */
  | 'trusted-authority';

/** One check of a Receiver: data plus a short function. */
export interface ReceiverCheck<R extends RequirementId = RequirementId> {
  /** Stable id `family/name`. No family has the name of a Transmitter's. */
  id: string;
  /** The behaviour of a right Receiver, one sentence. */
  title: string;
  /** The requirements that it decides; the first is its own. Findings can name only these. */
  requirements: readonly [R, ...R[]];
  /** What the check does, for `explain`: one to three sentences. */
  what: string;
  /** `each`: once for each delivery method under test; `push` or `poll`: only there; default: once. */
  delivery?: 'each' | Delivery;
  /** Hooks without which it cannot run. `restart` implies `start`. */
  hooks?: readonly ReceiverHook[];
  /** TLS rules: not-applicable when our issuer, or the target's push endpoint, is plain http on loopback. */
  https?: 'issuer' | 'push-endpoint';
  /** `last`: after all others, because it judges what the whole run saw. */
  phase?: 'last';
  /** Of a check of the tester's own: where it stands. */
  own?: OwnOrigin;
  run(r: ReceiverProbe<R>): Promise<void> | void;
}

/** Types the findings of a check by its own requirements, then forgets the parameter so that checks fit in one list. */
export function receiverCheck<const R extends RequirementId>(check: ReceiverCheck<R>): ReceiverCheck {
  // Sound: `run` is only ever called with a probe that takes every requirement of the catalogue.
  return check as unknown as ReceiverCheck;
}
