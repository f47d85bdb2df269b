import type { ScenarioFinding, ScenarioJudge } from '../../expectation.ts';

/** In a storm hundreds of events may go wrong in the same way. */
const MOST = 20;

/**
 * Reports what broke the story, the first ones one by one. What could not be judged is told only where nothing broke: then
 * it would be wrong to call the expectation met.
 */
export function conclude(
  judge: ScenarioJudge,
  breaches: readonly ScenarioFinding[],
  unjudged: readonly string[] = [],
): void {
  limited(breaches, (finding) => judge.breaks(finding));
  if (breaches.length > 0) return;
  const [first, ...others] = [...new Set(unjudged)];
  if (first === undefined) return;
  judge.notTested(others.length === 0 ? first : `${first} (And ${others.length} more like that.)`);
}

/** Reports each of them, up to so many; the last says how many more there are. */
export function limited(
  findings: readonly ScenarioFinding[],
  report: (finding: ScenarioFinding) => void,
): void {
  for (const [index, finding] of findings.slice(0, MOST).entries()) {
    const more = index === MOST - 1 ? findings.length - MOST : 0;
    report(more > 0 ? { ...finding, message: `${finding.message} (And ${more} more.)` } : finding);
  }
}
