import type { Outcome, ScenarioResult } from './results.ts';
import { scenarioLine, scenarioWords } from './scenario.ts';
import { excerptLine, shorten } from './text/excerpt.ts';
import { count } from './text/format.ts';
import { visibleLine } from './text/visible.ts';
import { outcomeWords } from './words.ts';

/** Where a run is. */
export interface Progress {
  done: number;
  total: number;
  /** Key of the check that is running; null between checks. */
  current: string | null;
  failed: number;
  warned: number;
  /** What is waited for; null when nothing is that takes long. */
  wait?: Wait | null;
}

/** Something that a run waits for. */
interface Wait {
  what: string;
  elapsedMs: number;
  limitMs: number;
}

/** `waiting for the verification SET, 12 s of 60 s`, without control characters. */
export function waitLine({ what, elapsedMs, limitMs }: Wait): string {
  const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;
  return `waiting for ${visibleLine(what)}, ${Math.round(elapsedMs / 1000)} s of ${seconds(limitMs)}`;
}

/** The status line of a terminal, one line of at most `width` characters, without control characters. */
export function progressLine(progress: Progress, width: number): string {
  const { done, total, current, failed, warned } = progress;
  // While something is waited for, that is worth more than the bar.
  const cells = width < 60 || progress.wait != null ? 0 : 20;
  const filled = total > 0 ? Math.min(cells, Math.floor((done / total) * cells)) : 0;
  const parts = [
    ...(cells > 0 ? [`${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`] : []),
    `${String(done).padStart(String(total).length)}/${total}`,
    ...(failed > 0 ? [`${outcomeWords.fail.mark} ${failed} failed`] : []),
    ...(warned > 0 ? [`${outcomeWords.warn.mark} ${count(warned, 'warning')}`] : []),
    ...(current === null ? [] : [visibleLine(current)]),
    ...(progress.wait != null ? [waitLine(progress.wait)] : []),
  ];
  return shorten(parts.join('  '), Math.max(1, width));
}

/**
 * One line about a scenario that has been played, without control characters: outcome, name, who played it, how long it
 * took.
 */
export function scenarioEndLine(scenario: ScenarioResult): string {
  const { mark, label } = scenarioWords[scenario.outcome];
  const { line, cast } = scenarioLine(scenario);
  return `${mark} ${label.padEnd(10)}  ${line}  ${cast}`;
}

/**
 * One line about a check that has ended, for logs that are no terminal; null when it is not worth one (only failures and
 * errors are). `check` is its key, `message` what was found first.
 */
export function checkLine({
  check,
  outcome,
  message,
}: {
  check: string;
  outcome: Outcome;
  message?: string;
}): string | null {
  if (outcome !== 'fail' && outcome !== 'error') return null;
  const why = message === undefined ? '' : `: ${excerptLine(message, 300)}`;
  return `${outcomeWords[outcome].mark} ${visibleLine(check)}${why}`;
}
