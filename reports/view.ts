import type { CheckResult, Finding, Outcome, Results, SelectedRequirement } from './results.ts';

/** Key of one instance of a check: `id`, or `id@delivery` when it ran for a delivery method. */
export function checkKey(check: Pick<CheckResult, 'id' | 'delivery'>): string {
  return check.delivery === null ? check.id : `${check.id}@${check.delivery}`;
}

/** `create-stream` of `create-stream/delivery-defaults-to-poll`. */
export function familyOf(id: string): string {
  return id.split('/', 1)[0] ?? id;
}

export function checksWith(results: Results, outcome: Outcome): CheckResult[] {
  return results.checks.filter((check) => check.outcome === outcome);
}

/** Untested rules that no not-tested check stands for, by why: what a list of checks alone would hide. */
export function untestedRules(results: Results): { why: string; ids: string[] }[] {
  const shown = new Set(checksWith(results, 'not-tested').flatMap((check) => check.requirements));
  const rest = results.requirements.untested.filter(({ id }) => !shown.has(id));
  return [...groupBy(rest, ({ why }) => why)].map(([why, rules]) => ({
    why,
    ids: rules.map(({ id }) => id),
  }));
}

/** Groups in the order in which their keys first appear. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The selected requirements by id. */
export function requirementIndex(results: Results): Map<string, SelectedRequirement> {
  return new Map(results.requirements.selected.map((requirement) => [requirement.id, requirement]));
}

/** The story of a scenario stands among the rules, but no standard asks for it. */
export function isStory(spec: string): boolean {
  return spec === 'Scenarios';
}

/** `SSF`, `RFC 8935`: a standard as people write it. */
export function specName(spec: string): string {
  return spec.replace(/^RFC(\d)/, 'RFC $1');
}

/** `SSF 8.1.1.2`, `Scenario impossible-travel` or, when the catalogue row is not at hand, the id. */
export function clauseName(requirement: SelectedRequirement | undefined, id: string): string {
  if (requirement && isStory(requirement.spec)) return `Scenario ${requirement.section}`;
  return requirement ? `${specName(requirement.spec)} ${requirement.section}` : id;
}

const severityRank: Record<Finding['severity'], number> = { fail: 0, warn: 1, note: 2 };

/** Findings, the worst first; equal ones keep their order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
}

/**
 * Not-tested or not-applicable checks by what stands in the way: the hook that is missing, else the reason, so that one
 * line of configuration is one group. `reasons` are the distinct sentences.
 */
export function byObstacle(
  checks: readonly CheckResult[],
): { hook: string | null; reasons: string[]; checks: CheckResult[] }[] {
  const groups = groupBy(checks, (check) =>
    check.hook === undefined ? `reason ${check.reason ?? ''}` : `hook ${check.hook}`,
  );
  return [...groups.values()].map((group) => ({
    hook: group[0]?.hook ?? null,
    reasons: [...new Set(group.map((check) => check.reason ?? 'No reason was recorded.'))],
    checks: group,
  }));
}
