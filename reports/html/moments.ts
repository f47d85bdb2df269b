import type { Moment, Results, ScenarioResult } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { duration } from '../text/format.ts';
import type { Evidence } from './evidence.ts';
import { badge } from './icons.ts';
import { html, type Raw } from './template.ts';

const most = { first: 60, wrong: 20 };

/** The moments that the page shows: the first ones, and what went wrong later. */
export function shownMoments({ moments }: ScenarioResult): readonly Moment[] {
  if (moments.length <= most.first + most.wrong) return moments;
  const later = moments.slice(most.first).filter(({ right }) => !right);
  return [...moments.slice(0, most.first), ...later.slice(0, most.wrong)];
}

/** What was seen; what is not as the story wants it says so in words. */
export function momentWords({ kind, right, text }: Moment): string {
  const shown = excerptLine(text, 300);
  if (kind === 'missing') return `Missing: ${shown}`;
  return right ? shown : `Wrong: ${shown}`;
}

/** Seconds since the scenario began: `3.562 s`. */
export function offsetOf(atMs: number, { startedAtMs }: Pick<ScenarioResult, 'startedAtMs'>): string {
  return `${((atMs - startedAtMs) / 1000).toFixed(3)} s`;
}

const laneName = { operator: 'Operator', transmitter: 'Transmitter', receiver: 'Receiver' } as const;

const kindWords: Record<Moment['kind'], string> = {
  told: 'told',
  sent: 'SET sent',
  answered: 'answered',
  acted: 'acted',
  missing: 'did not come',
};

/** The moments of the picture as a table. */
export function momentTable(scenario: ScenarioResult, moments: readonly Moment[], evidence: Evidence): Raw {
  return html`<table class="timing moments"><caption class="visually-hidden">Who did what when in ${scenario.title}</caption>
<thead><tr><th scope="col">At</th><th scope="col">After</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">As told</th><th scope="col">Evidence</th></tr></thead>
<tbody>${moments.map((moment, i) => row(scenario, moment, moments[i - 1], evidence))}
</tbody></table>`;
}

function row(
  scenario: ScenarioResult,
  moment: Moment,
  previous: Moment | undefined,
  evidence: Evidence,
): Raw {
  const { from, to, kind, right, set, exchange, text } = moment;
  const who = from === to ? laneName[from] : `${laneName[from]} → ${laneName[to]}`;
  const after = previous === undefined ? '–' : `+${duration(moment.atMs - previous.atMs)}`;
  const links = [
    ...(set === undefined ? [] : [evidence.setLink(set)]),
    ...(exchange === undefined ? [] : [evidence.exchangeLink(exchange)]),
  ];
  return html`
<tr><th scope="row" class="num">${offsetOf(moment.atMs, scenario)}</th><td class="num" data-label="after">${after}</td><td>${who}</td><td>${kindWords[kind]}: ${excerptLine(text, 300)}</td><td data-label="as told">${right ? 'yes' : badge('fail', kind === 'missing' ? 'missing' : 'no')}</td><td>${links.map((one, i) => html`${i > 0 ? ', ' : ''}${one}`)}</td></tr>`;
}

/** Ids of the SETs and exchanges that the pictures lead to. */
export function evidenceOfScenarios({ scenarios = [] }: Pick<Results, 'scenarios'>): {
  sets: number[];
  exchanges: number[];
} {
  const shown = scenarios.flatMap(shownMoments);
  return {
    sets: shown.flatMap(({ set }) => set ?? []),
    exchanges: shown.flatMap(({ exchange }) => exchange ?? []),
  };
}
