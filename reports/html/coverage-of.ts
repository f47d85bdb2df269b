import type { CheckResult, Outcome, Results, SelectedRequirement } from '../results.ts';
import { groupBy } from '../view.ts';
import { type OutcomeWords, outcomeOrder, outcomeWords } from '../words.ts';

/** What became of a rule: as of a check, or nobody can tell. */
export type CoverageOutcome = Outcome | 'unobservable';

export const coverageOrder: readonly CoverageOutcome[] = [...outcomeOrder, 'unobservable'];

export const coverageWords: Record<CoverageOutcome, OutcomeWords> = {
  ...outcomeWords,
  unobservable: { label: 'Cannot be observed', mark: '·', meaning: 'no message shows whether it is kept' },
};

/** One rule of a standard and what became of it. */
export interface Coverage {
  requirement: SelectedRequirement;
  outcome: CoverageOutcome;
  /** Why there is no verdict about it. */
  why: string | null;
  checks: CheckResult[];
}

/** What became of every rule of the standards that bind the target, not only of those that some check decides. */
export function coverageOf(results: Results): Coverage[] {
  const { selected, tested, notApplicable, untested, unobservable = [] } = results.requirements;
  const isTested = new Set(tested);
  const naWhy = new Map(notApplicable.map(({ id, why }) => [id, why]));
  const untestedWhy = new Map(untested.map(({ id, why }) => [id, why]));
  const decidedBy = groupBy(
    results.checks.flatMap((check) => check.requirements.map((id) => ({ id, check }))),
    ({ id }) => id,
  );
  const rows = selected.map((requirement): Coverage => {
    const { id } = requirement;
    const checks = (decidedBy.get(id) ?? []).map(({ check }) => check);
    const why = naWhy.get(id) ?? untestedWhy.get(id) ?? null;
    if (isTested.has(id)) return { requirement, outcome: testedOutcome(id, checks), why: null, checks };
    if (naWhy.has(id)) return { requirement, outcome: 'not-applicable', why, checks };
    return { requirement, outcome: 'not-tested', why: why ?? 'No reason was recorded.', checks };
  });
  return [
    ...rows,
    ...unobservable.map(({ requirement, why }): Coverage => {
      return { requirement, outcome: 'unobservable', why, checks: [] };
    }),
  ];
}

/** A rule is as bad as the worst finding that names it, not as the checks that look at it among other things. */
function testedOutcome(id: string, checks: readonly CheckResult[]): Outcome {
  const named = checks.flatMap((check) =>
    check.findings.flatMap((finding): Outcome[] => {
      if (finding.requirement !== id) return [];
      return [check.outcome === 'waived' ? 'waived' : finding.severity];
    }),
  );
  return outcomeOrder.find((outcome) => named.includes(outcome)) ?? 'pass';
}

/** The rules of a standard by section, in the order of the sections. */
export function bySection(rules: readonly Coverage[]): [section: string, rules: Coverage[]][] {
  return [...groupBy(rules, ({ requirement }) => requirement.section)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
}

/** `warnings`: the word for an outcome beside a number. */
export function coverageCount(outcome: CoverageOutcome, n: number): string {
  const word = coverageWords[outcome].label.toLowerCase();
  return n !== 1 && /^(warning|note|harness error)$/.test(word) ? `${word}s` : word;
}

/** How many rules came out how, the worst first; none of what does not occur. */
export function coverageCounts(rules: readonly Coverage[]): [CoverageOutcome, number][] {
  const counts = new Map<CoverageOutcome, number>();
  for (const { outcome } of rules) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return coverageOrder.flatMap((outcome): [CoverageOutcome, number][] => {
    const n = counts.get(outcome) ?? 0;
    return n === 0 ? [] : [[outcome, n]];
  });
}
