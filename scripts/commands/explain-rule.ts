import { clauseName } from '../../reports/view.ts';
import type { OwnRule } from '../../suites/harness/own/define-check.ts';
import { severityOfLevel } from '../../suites/harness/own/own.ts';
import { effectiveSeverity } from '../../suites/standard/profiles.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { requirement } from '../../suites/standard/requirements.ts';

const SEVERITY: Record<string, string> = {
  fail: 'a breach makes the target non-conformant',
  warn: 'a breach is a warning',
  info: 'a breach is only noted',
};

/**
 * A rule with its clause, what it says, and what a breach of it means. `remark` stands after its id; `own` are rules of the
 * tester's own, of which it may be one.
 */
export function ruleLines(id: RequirementId, remark = '', own: readonly OwnRule[] = []): string {
  const rule = own.find((one) => one.id === id);
  if (rule !== undefined)
    return [
      `  ${rule.spec} ${rule.section} ${rule.sectionTitle ?? ''} · ${rule.level} · ${id}${remark}`.replace(
        '  ·',
        ' ·',
      ),
      `    ${rule.summary}`,
      `    ${SEVERITY[severityOfLevel(rule.level)] ?? ''}`,
    ].join('\n');
  const row = requirement(id);
  return [
    `  ${clauseName({ ...row, severity: 'fail' }, id)} ${row.sectionTitle} · ${row.level} · ${id}${remark}`,
    `    ${row.summary}`,
    `    ${SEVERITY[effectiveSeverity(row)] ?? ''}${row.condition === undefined ? '' : `; only if: ${row.condition}`}`,
  ].join('\n');
}
