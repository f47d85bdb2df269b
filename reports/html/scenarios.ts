import type { Player, Results, ScenarioResult } from '../results.ts';
import { checksOfScenario, scenarioKey, scenariosOf, scenarioWords } from '../scenario.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, duration, number } from '../text/format.ts';
import { visibleLine } from '../text/visible.ts';
import { checkKey } from '../view.ts';
import { deliveryWords } from '../words.ts';
import { checkLink, link, scenarioAnchor } from './anchors.ts';
import { Budget, shares } from './budget.ts';
import type { Evidence } from './evidence.ts';
import { facets } from './facets.ts';
import { badge } from './icons.ts';
import { laneDiagram } from './lanes.ts';
import { momentTable, shownMoments } from './moments.ts';
import { rich } from './rich.ts';
import { html, type Raw } from './template.ts';

/** A longer picture in which all is right is folded. */
const openUpTo = 36;

/** Each scenario: its story, who played it, what was seen when, and its checks. They share one part of the page's size. */
export function scenarioCards(results: Results, evidence: Evidence): Raw[] {
  const budget = new Budget(shares(results).scenarios);
  return scenariosOf(results).map((scenario) => card(results, scenario, evidence, budget));
}

function card(results: Results, scenario: ScenarioResult, evidence: Evidence, budget: Budget): Raw {
  const { outcome, title, story, delivery, durationMs } = scenario;
  const { label, shownAs } = scenarioWords[outcome];
  const anchor = scenarioAnchor(scenario);
  const seen = budget.place(() => pictureAndTable(scenario, evidence, true));
  const told = scenario.steps.filter(({ atMs }) => atMs !== null).length;
  return html`<article class="card scenario o-${shownAs}" id="${anchor}" tabindex="-1" aria-labelledby="${anchor}-title"${facets({ outcome: shownAs, level: ['SCENARIO'], delivery: [delivery], spec: ['Scenarios'] })}>
<header><p class="tags">${badge(shownAs, label)} <span class="tag">${delivery}</span> ${link(anchor, html`<span class="key"><span aria-hidden="true"># </span>${scenarioKey(scenario)}</span>`)}</p>
<h3 id="${anchor}-title">${rich(title, 300)}</h3></header>
<p class="story">${rich(story, 1_000)}</p>
<dl class="rows">
${row('Transmitter', player(scenario.transmitter))}
${row('Receiver', player(scenario.receiver))}
${row('Played', html`<p>by ${deliveryWords[delivery]}, ${duration(durationMs)}; ${told} of ${count(scenario.steps.length, 'step')} told</p>`)}
</dl>
${seen ?? pictureAndTable(scenario, evidence, false)}
<dl class="rows end">${row('Checks', checkList(results, scenario))}</dl>
</article>
`;
}

function row(label: string, content: Raw): Raw {
  return html`<div><dt>${label}</dt><dd>${content}</dd></div>`;
}

function player({ name, kind, url, assumptions }: Player): Raw {
  return html`<p><b>${excerptLine(name, 200)}</b> <span class="tag">${kind === 'target' ? 'under test' : 'our mock'}</span>${url !== undefined && html` <span class="url muted">${visibleLine(url)}</span>`}</p>${
    assumptions.length > 0 &&
    html`<details><summary>${count(assumptions.length, 'assumption')} about what its maker has not published</summary><ul class="assumptions">${assumptions.map((one) => html`<li>${rich(one, 600)}</li>`)}</ul></details>`
  }`;
}

function pictureAndTable(scenario: ScenarioResult, evidence: Evidence, whole: boolean): Raw {
  const { moments, momentsLeftOut } = scenario;
  if (moments.length === 0) return html`<p class="cut-note">Nothing was seen.</p>`;
  if (!whole)
    return html`<p class="cut-note">${count(moments.length, 'moment')}, in results.json: this page has no room for them.</p>`;
  const shown = shownMoments(scenario);
  const id = `lanes-${scenarioKey(scenario)}`;
  const left = momentsLeftOut + moments.length - shown.length;
  const picture = html`<figure class="figure"><p class="cut-note sideways">Scroll the picture sideways.</p><div class="scroll" tabindex="0" role="region" aria-label="Picture of ${scenario.title}">${laneDiagram(scenario, shown, evidence, id)}</div>
<figcaption class="cut-note">Times are since the scenario began; not to scale. SETs and answers lead to what was recorded.${left > 0 && ` ${number(left)} more ${left === 1 ? 'moment was' : 'moments were'} left out.`}</figcaption></figure>`;
  const folded = shown.length > openUpTo && shown.every(({ right }) => right);
  return html`${folded ? html`<details class="drawn"><summary>The picture: ${count(shown.length, 'moment')}, all as the story wants them</summary>${picture}</details>` : picture}
<details class="tabled"><summary>The same as a table</summary>${momentTable(scenario, shown, evidence)}</details>`;
}

/** What was judged, each with its outcome, the worst first as everywhere. */
function checkList(results: Results, scenario: ScenarioResult): Raw {
  const checks = checksOfScenario(results, scenario);
  if (checks.length === 0) return html`<p>None.</p>`;
  return html`<ul class="verdicts">${checks.map(
    (check) =>
      html`<li>${badge(check.outcome)} <span class="what">${rich(check.title, 300)} ${checkLink(checkKey(check))}</span></li>`,
  )}</ul>`;
}
