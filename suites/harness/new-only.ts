import type { CheckResult, Comparison, WaiverRow } from '../../reports/results.ts';
import { instanceKey } from './execute.ts';
import { hasError, isStaleOrExpired } from './verdict.ts';

/**
 * Exit code of a run that is asked about new failures only: what failed before does not count, nor what could not be
 * tested before. What is wrong with the waivers or with the harness counts all the same.
 */
export function exitCodeOfNew(input: {
  comparison: Comparison;
  checks: readonly CheckResult[];
  /** Checks that leave a MUST undecided. */
  open: readonly CheckResult[];
  waivers: readonly WaiverRow[];
  /** Nothing at all was exercised, and no other part of the run is there to do it. */
  idle: boolean;
  allowUntested: boolean;
  faulty: boolean;
}): number {
  const { comparison, checks, waivers } = input;
  if (comparison.newlyFailing.length > 0 || waivers.some(isStaleOrExpired)) return 1;
  if (input.faulty || hasError(checks)) return 4;
  const newly = new Set(comparison.newlyNotTested.map(({ key }) => key));
  const open = input.open.some((check) => newly.has(instanceKey(check, check.delivery)));
  return (open || input.idle) && !input.allowUntested ? 5 : 0;
}
