import type { CheckResult, Finding, Results, ScenarioResult, SelectedRequirement } from '../results.ts';
import { checksOfScenario, scenarioKey, scenariosOf } from '../scenario.ts';
import { count } from '../text/format.ts';
import { visibleLine } from '../text/visible.ts';
import { checkKey, requirementIndex, worstFirst } from '../view.ts';
import { checkAnchor, link, scenarioAnchor } from './anchors.ts';
import { Budget, shares } from './budget.ts';
import { clause } from './clause.ts';
import { compare } from './compare.ts';
import type { Evidence } from './evidence.ts';
import { exchangeDetail, exchangeLine } from './exchange.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { setDetail, setLine } from './set.ts';
import { html, type Raw } from './template.ts';

const findingsPerCard = 12;
const trafficLimit = 12;
const bodyLimit = 8_000;

/** Makes the cards of checks that are not simply passed; they share one part of the page's size. */
export function cardMaker(results: Results, evidence: Evidence): (check: CheckResult) => Raw {
  const requirements = requirementIndex(results);
  const budget = new Budget(shares(results).cards);
  const stories = new Map<CheckResult, ScenarioResult>();
  for (const scenario of scenariosOf(results))
    for (const check of checksOfScenario(results, scenario)) stories.set(check, scenario);
  return (check) => card(check, requirements, evidence, budget, stories.get(check));
}

function card(
  check: CheckResult,
  requirements: Map<string, SelectedRequirement>,
  evidence: Evidence,
  budget: Budget,
  scenario: ScenarioResult | undefined,
): Raw {
  const key = checkKey(check);
  const findings = worstFirst(check.findings);
  const shown: Raw[] = [];
  let previous: string | null = null;
  for (const finding of findings.slice(0, findingsPerCard)) {
    // The clause is said once for all the findings that follow it.
    const rule =
      finding.requirement === previous
        ? null
        : clause(finding.requirement, requirements.get(finding.requirement));
    const block = (withEvidence: boolean) => () => findingBlock(finding, rule, evidence, withEvidence);
    const markup = budget.place(block(true)) ?? budget.place(block(false));
    if (markup === null) break;
    shown.push(markup);
    previous = finding.requirement;
  }
  const rest = findings.length - shown.length;
  const own = check.requirements[0];
  return html`<article class="card o-${check.outcome}" id="${checkAnchor(key)}">
<header><p class="tags">${badge(check.outcome)} <span class="level">${check.level}</span> ${check.delivery && html`<span class="tag">${check.delivery}</span>`} ${link(checkAnchor(key), html`<span class="key">${key}</span>`)}</p>
<h3>${rich(check.title, 300)}</h3></header>
${check.reason !== undefined && html`<p class="reason">${rich(check.reason, 600)}</p>`}
${findings.length === 0 && own !== undefined && html`<dl class="rows">${row('Rule', clause(own, requirements.get(own)))}</dl>`}
${shown}
${rest > 0 && html`<p class="cut-note">${count(rest, 'more finding')} in results.json.</p>`}
<dl class="rows end">
${scenario && row('Scenario', link(scenarioAnchor(scenario), scenarioKey(scenario)))}
${check.rerun !== '' && row('Run again', html`<code class="rerun">${visibleLine(check.rerun)}</code>`)}
${check.exchanges.length > 0 && row('Traffic', traffic(check.exchanges, evidence))}
${row('Proof', proof(check))}
</dl>
</article>
`;
}

function row(label: string, content: Raw): Raw {
  return html`<div><dt>${label}</dt><dd>${content}</dd></div>`;
}

function findingBlock(finding: Finding, rule: Raw | null, evidence: Evidence, withEvidence: boolean): Raw {
  const { expected, actual, hint } = finding;
  const proofs = [
    finding.exchange !== undefined && exchangeOf(finding.exchange, evidence, withEvidence),
    finding.set !== undefined && setOf(finding.set, evidence, withEvidence),
  ];
  return html`<dl class="rows finding f-${finding.severity}">
${rule && row('Rule', rule)}
${row('Found', html`<p class="message">${rich(finding.message, 1_000)}</p>${(expected !== undefined || actual !== undefined) && compare(expected, actual)}`)}
${hint !== undefined && row('Hint', html`<p>${rich(hint, 600)}</p>`)}
${proofs.some(Boolean) && row('Evidence', html`${proofs}`)}
</dl>`;
}

function exchangeOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const exchange = evidence.exchanges.get(id);
  const where = evidence.exchangeLink(id);
  if (!exchange || !whole) return html`<p class="where">Seen in ${where}.</p>`;
  return html`<details class="proof"><summary><span class="no">Exchange ${id}</span> ${exchangeLine(exchange)}</summary>${exchangeDetail(exchange, bodyLimit, html`In the list: ${where}.`)}</details>`;
}

function setOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const set = evidence.sets.get(id);
  const where = evidence.setLink(id);
  if (!set || !whole) return html`<p class="where">Decoded in ${where}.</p>`;
  return html`<details class="proof"><summary><span class="no">SET ${id}</span> ${setLine(set)}</summary>${setDetail(set, evidence.exchangeLink(set.exchange), html`In the list: ${where}.`)}</details>`;
}

function traffic(ids: readonly number[], evidence: Evidence): Raw {
  const more = ids.length - trafficLimit;
  const links = ids
    .slice(0, trafficLimit)
    .map((id, i) => html`${i > 0 ? ', ' : ''}${evidence.exchangeLink(id)}`);
  return html`<p>${links}${more > 0 && ` and ${more} more`}</p>`;
}

function proof({ provenBy }: CheckResult): Raw {
  if (provenBy.length === 0) return html`<p>Not yet seen to fail on a broken peer.</p>`;
  const names = provenBy.map((name, i) => html`${i > 0 ? ', ' : ''}<code>${name}</code>`);
  return html`<p>Seen to fail on ${count(provenBy.length, 'broken peer')}: ${names}</p>`;
}
