import type { Results } from './results.ts';
import { count } from './text/format.ts';
import { painter, type Style } from './text/paint.ts';
import { waiverWords } from './waiver-words.ts';
import { verdictWordsOf } from './words.ts';

/** What became of one of several runs. */
export interface EndedRun {
  /** What was tested, for people. */
  label: string;
  /** Null when it did not start. */
  results: Pick<Results, 'verdict' | 'interrupted' | 'scenarios' | 'waivers' | 'comparison'> | null;
  /** Where its report lies. */
  report: string | null;
}

const style = {
  conformant: 'green',
  'non-conformant': 'red',
  incomplete: 'yellow',
} as const satisfies Record<string, Style>;

/** What stands below several runs: a line for each, and how many of those that were asked for are conformant, or held as stories. */
export function renderClosing(
  runs: readonly EndedRun[],
  planned: number,
  options: { color: boolean },
): string {
  const paint = painter(options.color);
  const labels = Math.max(...runs.map(({ label }) => label.length), 0);
  const words = runs.map(({ results }) => {
    if (results === null) return { text: '‼ Not started', style: 'magenta' as const };
    const { mark, label } = verdictWordsOf(results);
    return {
      text: [`${mark} ${label}`, ...remarks(results)].join(', '),
      style: style[results.verdict],
    };
  });
  const width = Math.max(...words.map(({ text }) => text.length), 0);
  const lines = runs.map(({ label, report }, index) => {
    const word = words[index];
    const verdict = word === undefined ? '' : paint(['bold', word.style], word.text.padEnd(width));
    return `${label.padEnd(labels)}  ${verdict}  ${report ?? ''}`.trimEnd();
  });
  const conformant = runs.filter(({ results }) => results?.verdict === 'conformant').length;
  const left = planned - runs.length;
  const kinds = new Set(
    runs.flatMap(({ results }) => (results === null ? [] : [results.scenarios ? 'held' : 'conformant'])),
  );
  const word = kinds.size === 0 ? 'conformant' : [...kinds].toSorted().join(' or ');
  const sum = `${conformant} of ${count(planned, 'run')} ${word}${left > 0 ? `; ${left} not begun` : ''}.`;
  return `${[...lines, '', paint('bold', sum)].join('\n')}\n`;
}

/** What the verdict alone does not tell. */
function remarks({ interrupted, comparison, waivers = [] }: NonNullable<EndedRun['results']>): string[] {
  const newlyFailing = comparison?.newlyFailing.length ?? 0;
  const open = waivers.filter(({ state }) => waiverWords[state].shownAs === 'fail').length;
  return [
    ...(interrupted ? ['cut short'] : []),
    ...(newlyFailing > 0 ? [`${newlyFailing} newly failing`] : []),
    ...(open > 0 ? [`${count(open, 'waiver')} to look at`] : []),
  ];
}
