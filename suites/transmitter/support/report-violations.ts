import type { FindingInput, SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import type { Violation } from '../../set/violation.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/** A violation and the SET that shows it. */
export interface SeenViolation<R extends RequirementId = RequirementId> {
  violation: Violation<R>;
  set: SeenSet;
}

/** A target that finds ever new ways to be wrong gets no longer a report than this. */
const MOST_KINDS = 20;

type Judge<R extends RequirementId> = Pick<TransmitterProbe<R>, 'violates' | 'warns' | 'notes'>;

/** One finding for each kind of violation, with the first SET that shows it and how many more do. */
export function reportViolations<R extends RequirementId>(
  t: Judge<R>,
  seen: readonly SeenViolation<R>[],
): void {
  const kinds = new Map<string, { first: SeenViolation<R>; sets: Set<number> }>();
  for (const one of seen) {
    const { requirement, cap, message } = one.violation;
    const kind = JSON.stringify([requirement, cap, message]);
    const known = kinds.get(kind);
    if (known !== undefined) known.sets.add(one.set.id);
    else if (kinds.size < MOST_KINDS) kinds.set(kind, { first: one, sets: new Set([one.set.id]) });
  }
  for (const { first, sets } of kinds.values()) report(t, first, sets.size - 1);
}

function report<R extends RequirementId>(
  t: Judge<R>,
  { violation, set }: SeenViolation<R>,
  others: number,
): void {
  const { requirement, cap, message, path, expected, actual, hint } = violation;
  const finding: FindingInput = {
    message: `${message}${others === 0 ? '' : ` (${others} more ${others === 1 ? 'SET' : 'SETs'} likewise)`}`,
    expected,
    actual:
      path === undefined || path === ''
        ? actual
        : `${path}: ${actual === undefined ? 'absent' : JSON.stringify(actual)}`,
    set,
    ...(hint === undefined ? {} : { hint }),
  };
  if (cap === 'note') t.notes(requirement, finding);
  else if (cap === 'warn') t.warns(requirement, finding);
  else t.violates(requirement, finding);
}
