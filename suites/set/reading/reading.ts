import type { ProfileName } from '../../standard/profiles.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { Jwk } from '../verify.ts';

/** What is known beside a SET. What is null is not known, and what depends on it is not judged. */
export interface ReadingContext {
  profile: ProfileName;
  /** `iss` that it must have. */
  issuer: string | null;
  /** `aud` of the stream's configuration. */
  audience: readonly string[] | null;
  streamId: string | null;
  /** Keys of the issuer. */
  keys: readonly Jwk[] | null;
  /** When it arrived, or when it is read: it was issued before. In s since the epoch. */
  arrivedAt: number;
  /** When the run began in which it was asked for, s since the epoch. */
  runStartedAt: number | null;
  /** How far the clocks of the two sides may differ, s. */
  clockSkew: number;
}

/** What came of one rule: `kept` only where it was applied to this SET, in this context. */
export type RuleOutcome =
  | { outcome: 'kept' }
  | {
      outcome: 'broken';
      severity: 'fail' | 'warn' | 'note';
      message: string;
      expected?: unknown;
      actual?: unknown;
      hint?: string;
    }
  | { outcome: 'not-judged'; why: string };

/** A rule about one part of a SET. */
export type RuleReading = RuleOutcome & {
  requirement: RequirementId;
  /** The rule is one about events of this type, or about subject identifiers of this format. */
  eventType?: string;
  format?: string;
};

/** One part of a SET: a member of its header or its claims, the token as such, or the signature. */
export interface PartReading {
  /**
   * As rules name it: `header.typ`, `claims.sub_id.email`, `claims.events` (which events there are), `claims.events.*` (an
   * event), `claims.events.*.event_timestamp`, `token`, `signature`.
   */
  path: string;
  /** JSON pointer into header or claims, so that two events can be told apart; empty for the token and the signature. */
  pointer: string;
  /** Undefined: it is not there; a rule says whether it should be. */
  value: unknown;
  rules: RuleReading[];
}

/** A SET read part by part. */
export interface SetReading {
  /** The token, header and signature, then the claims, in the order in which they stand there; what is missing is last. */
  parts: PartReading[];
  /** What is worth knowing and breaks no rule: event types that no standard defines. */
  notes: string[];
}
