import type { VendorViolation } from '../../../set/okta-event.ts';
import type { Violation } from '../../../set/violation.ts';
import type { ScenarioFinding, ScenarioJudge } from '../../expectation.ts';
import type { WireSet } from '../../performance.ts';
import { evidence, sentence } from './words.ts';

/** What is wrong with a SET: by a row of the catalogue, or by a vendor's contract. */
export interface SeenViolation {
  violation: Violation | (VendorViolation & { requirement?: undefined });
  set: WireSet;
}

/** A target that finds ever new ways to be wrong gets no longer a report than this. */
const MOST_KINDS = 20;

/** One finding for each kind of violation, with the first SET that shows it and how many more do. */
export function reportViolations(judge: ScenarioJudge, seen: readonly SeenViolation[]): void {
  const kinds = new Map<string, { first: SeenViolation; sets: Set<number> }>();
  for (const one of seen) {
    const { requirement, message } = one.violation;
    const kind = JSON.stringify([requirement, message, capOf(one)]);
    const known = kinds.get(kind);
    if (known !== undefined) known.sets.add(one.set.id);
    else if (kinds.size < MOST_KINDS) kinds.set(kind, { first: one, sets: new Set([one.set.id]) });
  }
  for (const { first, sets } of kinds.values()) {
    const { requirement } = first.violation;
    const finding = findingOf(first, sets.size - 1);
    if (requirement === undefined) judge.breaks(finding);
    else judge.violates(requirement, finding, capOf(first));
  }
}

function capOf({ violation }: SeenViolation): 'warn' | 'note' | undefined {
  return violation.requirement === undefined ? undefined : violation.cap;
}

function findingOf({ violation, set }: SeenViolation, others: number): ScenarioFinding {
  const { message, path, expected, actual, hint } = violation;
  const where = path === undefined || path === '' ? '' : ` At ${path}.`;
  const more = others === 0 ? '' : ` (${others} more ${others === 1 ? 'SET' : 'SETs'} likewise.)`;
  return {
    message: `${sentence(message)}${where}${more}`,
    expected,
    actual: actual === undefined ? 'absent' : actual,
    ...(hint === undefined ? {} : { hint }),
    ...evidence(set),
  };
}
