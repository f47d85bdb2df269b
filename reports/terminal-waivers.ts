import { comparisonSentence } from './diff/terminal.ts';
import type { Results } from './results.ts';
import { excerptLine } from './text/excerpt.ts';
import { count } from './text/format.ts';
import { indented, outcomeStyle, type Screen } from './text/screen.ts';
import { visibleLine } from './text/visible.ts';
import { remedyFor, waiversOf, waiverWords } from './waiver-words.ts';

const waiversShown = 20;
const checksShown = 8;

/** The waivers of a run in a line or two each, those that fail it first; none where there are none. */
export function waiverBlock(screen: Screen, results: Results): string[] {
  const waivers = waiversOf(results);
  if (waivers.length === 0) return [];
  const { paint } = screen;
  const bad = waivers.filter(({ state }) => waiverWords[state].shownAs === 'fail').length;
  const more = waivers.length - waiversShown;
  const heading = `Waivers (${waivers.length}${bad > 0 ? `; ${bad} to look at` : ''})`;
  const lines = waivers.slice(0, waiversShown).flatMap((waiver) => {
    const { check, reason, until, state } = waiver;
    const { mark, label, shownAs, meaning } = waiverWords[state];
    const remedy = remedyFor(waiver);
    const word = paint(outcomeStyle[shownAs], `${mark} ${label.toLowerCase()}`);
    const rest = remedy === undefined ? excerptLine(reason, 200) : `${meaning} ${remedy}`;
    return [
      `${word}  ${paint('bold', visibleLine(check))}`,
      ...indented(screen, 2, `until ${excerptLine(until, 40)}: ${rest}`),
    ];
  });
  return [[paint('bold', heading), ...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n')];
}

/** How a run differs from the one that it was compared with, in a few lines; none where it was not. */
export function comparisonBlock(screen: Screen, { comparison, policy }: Results): string[] {
  if (comparison === undefined) return [];
  const { paint } = screen;
  const { newlyFailing, caveats } = comparison;
  const more = newlyFailing.length - checksShown;
  const lines = [
    ...indented(screen, 0, comparisonSentence(comparison)).map((line) => paint('bold', line)),
    ...(policy.newOnly ? indented(screen, 2, 'Only what is newly failing decides the exit code.') : []),
    ...caveats
      .slice(0, 5)
      .flatMap((caveat) => indented(screen, 2, caveat))
      .map((line) => paint('yellow', line)),
    ...newlyFailing
      .slice(0, checksShown)
      .map(({ key }) => `  ${paint('red', 'newly failing')}  ${visibleLine(key)}`),
    ...(more > 0 ? [`  … and ${count(more, 'more check')}`] : []),
  ];
  return [lines.join('\n')];
}
