import type { Results } from './results.ts';
import {
  brokenLimits,
  deliveryFigures,
  outcomeCounts,
  scenarioLine,
  scenariosOf,
  scenarioWords,
} from './scenario.ts';
import { indented, outcomeStyle, type Screen } from './text/screen.ts';

/** A line for each scenario, then how long SETs took, and the limits that were broken. */
export function scenarioBlocks(screen: Screen, results: Results): string[] {
  const played = scenariosOf(results);
  if (played.length === 0) return [];
  const { paint } = screen;
  const names = Math.max(...played.map(({ name }) => name.length));
  const lines = played.flatMap((scenario) => {
    const { label, mark, shownAs } = scenarioWords[scenario.outcome];
    const outcome = `${mark} ${label.padEnd(10)}`;
    const { line, cast } = scenarioLine(scenario, names);
    const fits = outcome.length + 4 + line.length + cast.length <= screen.width;
    const head = `${paint(outcomeStyle[shownAs], outcome)}  ${line}`;
    return fits
      ? [`${head}  ${paint('dim', cast)}`]
      : [head, ...indented(screen, 14, cast).map((one) => paint('dim', one))];
  });
  const { ledger } = results.timing;
  const figures = ledger ? [...deliveryFigures(ledger), ...brokenLimits(ledger)] : [];
  return [
    [paint('bold', `Scenarios (${outcomeCounts(played)})`), ...lines].join('\n'),
    ...(figures.length === 0
      ? []
      : [[paint('bold', 'Timing'), ...figures.flatMap((line) => indented(screen, 2, line))].join('\n')]),
  ];
}
