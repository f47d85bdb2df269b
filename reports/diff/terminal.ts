import type { ComparedCheck, ComparedTime, Comparison, Outcome } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, duration, instant } from '../text/format.ts';
import { painter } from '../text/paint.ts';
import { indented, outcomeStyle, type Screen } from '../text/screen.ts';
import { visibleLine } from '../text/visible.ts';
import { outcomeWords } from '../words.ts';

/** More of one kind are counted, not shown. */
const MOST_ROWS = 20;

/** How a run differs from an earlier one, for a terminal. Nothing that a target sent can act on it. */
export function renderComparison(
  comparison: Comparison,
  options: { color?: boolean; width?: number } = {},
): string {
  const screen = { paint: painter(options.color ?? false), width: Math.max(40, options.width ?? 80) };
  return `${comparisonBlocks(screen, comparison).join('\n\n')}\n`;
}

/** What is worse first, what is better, and a line that counts all; one block each. */
function comparisonBlocks(screen: Screen, comparison: Comparison): string[] {
  const { paint } = screen;
  const { newlyFailing, newlyNotTested, fixed, changed, slower, caveats } = comparison;
  return [
    ...block(screen, 'Newly failing', 'red', newlyFailing),
    ...block(screen, 'Newly not tested', 'cyan', newlyNotTested),
    ...block(screen, 'Fixed', 'green', fixed),
    ...block(screen, 'Changed in another way', 'blue', changed),
    ...(slower.length === 0
      ? []
      : [
          [
            paint('bold', `Slower (${slower.length}; decides nothing)`),
            ...slower.slice(0, MOST_ROWS).map(timeLine),
            ...more(slower.length),
          ].join('\n'),
        ]),
    [
      ...caveats.flatMap((caveat) => indented(screen, 2, caveat)).map((line) => paint('yellow', line)),
      ...indented(screen, 0, comparisonSentence(comparison)).map((line) => paint('bold', line)),
    ].join('\n'),
  ];
}

/** `Compared with the run of 2026-08-17 10:15:02 UTC: nothing newly failing, 1 fixed, 2 still failing.` */
export function comparisonSentence(comparison: Comparison): string {
  const { against, newlyFailing, newlyNotTested, fixed, changed, stillFailing, slower } = comparison;
  const rest = [
    newlyFailing.length === 0 ? 'nothing newly failing' : `${newlyFailing.length} newly failing`,
    `${fixed.length} fixed`,
    `${stillFailing} still failing`,
    ...(newlyNotTested.length === 0 ? [] : [`${newlyNotTested.length} newly not tested`]),
    ...(changed.length === 0 ? [] : [`${changed.length} changed in another way`]),
    ...(slower.length === 0 ? [] : [`${count(slower.length, 'time')} longer`]),
  ].join(', ');
  return `Compared with the run of ${instant(against.startedAt)}: ${rest}.`;
}

function block(
  screen: Screen,
  title: string,
  style: Parameters<Screen['paint']>[0],
  checks: readonly ComparedCheck[],
): string[] {
  if (checks.length === 0) return [];
  const heading = screen.paint(['bold', ...[style].flat()], `${title} (${checks.length})`);
  const rows = checks.slice(0, MOST_ROWS).flatMap((check) => checkLines(screen, check));
  return [[heading, ...rows, ...more(checks.length)].join('\n')];
}

function checkLines(screen: Screen, { key, before, after, message }: ComparedCheck): string[] {
  const { paint } = screen;
  const shown = after ?? before;
  const mark = shown === null ? ' ' : paint(outcomeStyle[shown], outcomeWords[shown].mark);
  return [
    `${mark} ${paint('bold', visibleLine(key))}  ${paint('dim', `${word(before)} → ${word(after)}`)}`,
    ...(message === undefined || after === 'pass' ? [] : indented(screen, 2, excerptLine(message, 300))),
  ];
}

function word(outcome: Outcome | null): string {
  return outcome === null ? 'not in that run' : outcome;
}

function timeLine({ name, delivery, beforeMs, afterMs }: ComparedTime): string {
  const what = delivery === null ? name : `${name} by ${delivery}`;
  return `  ${visibleLine(what)}  ${duration(beforeMs)} → ${duration(afterMs)}`;
}

function more(n: number): string[] {
  return n > MOST_ROWS ? [`  … and ${n - MOST_ROWS} more`] : [];
}
