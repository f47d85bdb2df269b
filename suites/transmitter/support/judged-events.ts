import type { ParsedSet } from '../../set/parse.ts';
import type { Violation } from '../../set/violation.ts';

/**
 * Which SETs the checks of single event types have judged, and what they found, so that the check of all SETs does not
 * count the same fault again. Kept by the SET itself, hence never mixed between runs.
 */
const judged = new WeakMap<ParsedSet, readonly Violation[]>();

export function noteJudged(set: ParsedSet, violations: readonly Violation[]): void {
  judged.set(set, violations);
}

/** What was found in a SET; undefined if nobody judged it. */
export function judgedViolations(set: ParsedSet): readonly Violation[] | undefined {
  return judged.get(set);
}
