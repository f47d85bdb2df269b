import type { RequirementId } from '../standard/requirement-ids.ts';
import type { ParsedSet } from './parse.ts';
import type { Violation } from './violation.ts';

/** What is known of a SET beside what it says itself; times in seconds since the epoch. */
export interface SetContext {
  /** `iss` that it must have: of the stream's configuration, else the issuer of the metadata; null if neither is known. */
  issuer: string | null;
  /** `aud` of the stream's configuration; null if it is not known. */
  audience: readonly string[] | null;
  /** When it arrived, and when the run in which it was asked for began; null where nobody asked for it. */
  arrivedAt: number;
  runStartedAt: number | null;
  /** How far the clocks of the two sides may differ. */
  clockSkew: number;
}

/** One rule about a single SET: a pure function, of use wherever a SET is at hand. */
export interface SetRule<R extends RequirementId = RequirementId> {
  /** The rows that it decides; the first is its own. */
  requirements: readonly [R, ...R[]];
  /** What must have been readable for the rule to be applied: `token` is always. */
  reads: 'token' | 'header' | 'claims';
  /** Whether the SET has what the rule is about; default: every SET has. */
  applies?(set: ParsedSet): boolean;
  /** Whether that is known with which the SET is compared; default: nothing needs to be. */
  knows?(context: SetContext): boolean;
  judge(set: ParsedSet, context: SetContext): Violation<R>[];
}

/** Types a rule's violations by its own requirements. */
export function setRule<const R extends RequirementId>(rule: SetRule<R>): SetRule<R> {
  return rule;
}

/** Whether a rule says anything about a SET. */
export function isJudged(rule: Pick<SetRule, 'reads' | 'applies'>, set: ParsedSet): boolean {
  if (rule.reads === 'header' && set.header === null) return false;
  if (rule.reads === 'claims' && set.claims === null) return false;
  return rule.applies?.(set) ?? true;
}
