import { ownNote } from '../own.ts';
import type { Outcome, Results } from '../results.ts';
import { countedLevels, outcomeCounts, scenariosOf, storyNote } from '../scenario.ts';
import { targetFacts, targetRoles } from '../target.ts';
import { excerpt } from '../text/excerpt.ts';
import { duration, instant, number } from '../text/format.ts';
import { visibleLine } from '../text/visible.ts';
import { deliveryWords, levelMeaning, outcomeOrder, outcomeWords } from '../words.ts';
import { sectionAnchor } from './anchors.ts';
import { icon, verdictIcon, verdictLabel } from './icons.ts';
import { html, type Part, type Raw } from './template.ts';
import { verdictNotes } from './verdict-notes.ts';

/** The verdict and its facts: all that a reader needs who reads no further. */
export function verdictBlock(results: Results): Raw {
  const { verdict } = results;
  return html`<header class="verdict v-${verdict}">
<p class="eyebrow">${results.scenarios ? 'Scenario' : 'Conformance'} report <span>OpenID Shared Signals Framework, ${targetRoles(results)}</span></p>
<h1>${verdictIcon(verdict)} ${verdictLabel(results)}</h1>
<p class="sentence">${excerpt(results.sentence, 800)}</p>
${[...storyNote(results), ...ownNote(results, Number.POSITIVE_INFINITY)].map((line) => html`<p class="muted">${line}</p>`)}
${results.interrupted && html`<p class="interrupted">The run was cut short: this report is about a part of it.</p>`}
${verdictNotes(results)}
${facts(results)}
</header>
${counts(results)}
`;
}

function facts(results: Results): Raw {
  const { tool, requirements } = results;
  const target = targetFacts(results);
  const wide = new Set(target.map(({ label }) => label));
  const rows: [string, Part][] = [
    ...target.map(({ label, text, url }): [string, Part] => [
      label,
      html`${url !== undefined && html`<span class="mono">${visibleLine(url)}</span>`}${url === undefined ? text : text && ` (${text})`}`,
    ]),
    [
      'Run',
      html`<time datetime="${results.startedAt}">${instant(results.startedAt)}</time>, ${duration(results.durationMs)}`,
    ],
    [
      'Tool',
      html`${tool.name} ${tool.version} <span class="muted">rules ${tool.catalogue.slice(0, 8)}</span>`,
    ],
    ['Profile', results.profile],
    ...given('Shard', results.shard !== undefined && `${results.shard.index} of ${results.shard.count}`),
    ...given('Delivery', results.delivery.map((method) => deliveryWords[method]).join(', ')),
    ...given(
      'Scenarios',
      scenariosOf(results).length > 0 &&
        html`<a href="#scenarios">${outcomeCounts(scenariosOf(results))}</a>`,
    ),
    ['Seed', String(results.seed)],
    [
      'Requirements',
      `${number(requirements.selected.length)} selected: ${number(requirements.tested.length)} tested, ${number(requirements.untested.length)} not tested, ${number(requirements.notApplicable.length)} not applicable`,
    ],
  ];
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`
<div${wide.has(name) ? html` class="wide"` : null}><dt>${name}</dt><dd>${value}</dd></div>`,
  )}
</dl>`;
}

/** A fact that not every run has. */
function given(label: string, value: Raw | string | false): [string, Part][] {
  return value === '' || value === false ? [] : [[label, value]];
}

function counts(results: Results): Raw | null {
  const { byOutcome, byLevel } = results.summary;
  const shown = outcomeOrder.filter((outcome) => (byOutcome[outcome] ?? 0) > 0);
  if (shown.length === 0) return null;
  const levels = countedLevels(results);
  const explained = levels.filter((level) => level in levelMeaning);
  const row = (label: string, values: Partial<Record<Outcome, number>>) => html`
<tr><th scope="row">${label}</th>${shown.map((outcome) => cell(outcome, values[outcome] ?? 0))}</tr>`;
  return html`<div class="counts"><table><caption>Checks by outcome${levels.length > 0 && ', and by the keyword of their first rule'}</caption>
<thead><tr><td></td>${shown.map((outcome) => html`<th scope="col"><a class="o-${outcome}" href="#${sectionAnchor[outcome]}">${icon(outcome)} <span>${outcomeWords[outcome].label}</span></a></th>`)}</tr></thead>
<tbody class="all">${row('All checks', byOutcome)}
</tbody>
${
  levels.length > 0 &&
  html`<tbody>${levels.map((level) => row(level, byLevel[level] ?? {}))}
</tbody>`
}</table>
${levels.length > 0 && html`<p class="cut-note">${[...explained.map((level) => `${level}: ${levelMeaning[level]}`), 'the MUSTs of a run are all rules whose breach fails it, whatever their keyword'].join('; ')}.</p>`}</div>`;
}

function cell(outcome: Outcome, n: number): Raw {
  if (n === 0) return html`<td class="none">0</td>`;
  return html`<td class="o-${outcome}" data-label="${outcomeWords[outcome].label.toLowerCase()}">${number(n)}</td>`;
}
