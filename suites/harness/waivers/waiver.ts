import type { CheckResult, Results, WaiverRow } from '../../../reports/results.ts';

/** A failure that the tester accepts for a time, as it stands in the file of waivers. */
export type Waiver = Omit<WaiverRow, 'state' | 'checks'>;

/** Whether a waiver is about this instance of a check. */
export function isAbout({ check }: Pick<Waiver, 'check'>, { id, delivery }: CheckResult): boolean {
  return check === id || (delivery !== null && check === `${id}@${delivery}`);
}

/** The rules whose breach counts against the target: MUSTs, and SHOULDs where they count, or where nothing worse is found. */
export function brokenRules(
  { outcome, findings }: Pick<CheckResult, 'outcome' | 'findings'>,
  failOn: Results['policy']['failOn'],
): string[] {
  const counts = ({ severity }: CheckResult['findings'][number]): boolean =>
    severity === 'fail' || (severity === 'warn' && (failOn === 'should' || outcome === 'warn'));
  return [...new Set(findings.filter(counts).map(({ requirement }) => requirement))];
}
