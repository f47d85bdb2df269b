import type { CheckResult, Outcome } from './results.ts';
import { shorten } from './text/excerpt.ts';
import { count } from './text/format.ts';
import { visibleLine } from './text/visible.ts';
import { checkKey } from './view.ts';
import { outcomeOrder, outcomeWords } from './words.ts';

/** Where a run is. */
export interface Progress {
  done: number;
  total: number;
  /** Key of the check that is running; null between checks. */
  current: string | null;
  failed: number;
  warned: number;
}

/** The status line of a terminal, one line of at most `width` characters, without control characters. */
export function progressLine(progress: Progress, width: number): string {
  const { done, total, current, failed, warned } = progress;
  const cells = width < 60 ? 0 : 20;
  const filled = total > 0 ? Math.min(cells, Math.floor((done / total) * cells)) : 0;
  const parts = [
    ...(cells > 0 ? [`${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`] : []),
    `${String(done).padStart(String(total).length)}/${total}`,
    ...(failed > 0 ? [`${outcomeWords.fail.mark} ${failed} failed`] : []),
    ...(warned > 0 ? [`${outcomeWords.warn.mark} ${count(warned, 'warning')}`] : []),
    ...(current === null ? [] : [visibleLine(current)]),
  ];
  return shorten(parts.join('  '), Math.max(1, width));
}

/**
 * One line about a check that has ended, for logs that are no terminal; null when it is not worth a line by itself
 * (only failures and errors are: the rest is in `familyLine`).
 */
export function checkLine(check: CheckResult): string | null {
  if (check.outcome !== 'fail' && check.outcome !== 'error') return null;
  const why =
    check.findings.find((finding) => finding.severity === 'fail')?.message ?? check.reason ?? check.title;
  return shorten(`${outcomeWords[check.outcome].mark} ${checkKey(check)}: ${visibleLine(why)}`, 400);
}

/** One line about a family of checks that has ended: `create-stream  14 checks: 1 failed, 13 passed`. */
export function familyLine(family: string, checks: readonly CheckResult[]): string {
  const parts = outcomeOrder.flatMap((outcome) => outcomeCount(outcome, checks));
  return `${visibleLine(family)}  ${count(checks.length, 'check')}: ${parts.join(', ')}`;
}

function outcomeCount(outcome: Outcome, checks: readonly CheckResult[]): string[] {
  const n = checks.filter((check) => check.outcome === outcome).length;
  return n === 0 ? [] : [`${n} ${outcomeWords[outcome].label.toLowerCase()}`];
}
