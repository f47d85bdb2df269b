import type { CheckResult, Finding, Results, SelectedRequirement } from '../results.ts';
import { clip } from '../text/clip.ts';
import { count } from '../text/format.ts';
import { visible, visibleLine } from '../text/visible.ts';
import { checkKey, requirementIndex, worstFirst } from '../view.ts';
import { checkAnchor, link } from './anchors.ts';
import { pre } from './body.ts';
import { Budget } from './budget.ts';
import { clause } from './clause.ts';
import type { Evidence } from './evidence.ts';
import { exchangeDetail, exchangeLine } from './exchange.ts';
import { badge } from './icons.ts';
import { setDetail, setLine } from './set.ts';
import { html, type Raw } from './template.ts';

const findingsPerCard = 12;
const valueLimit = 3_000;
const bodyLimit = 4_000;

/** Makes the cards of checks that are not simply passed; they share one part of the page's size. */
export function cardMaker(results: Results, evidence: Evidence): (check: CheckResult) => Raw {
  const requirements = requirementIndex(results);
  const budget = new Budget(900_000);
  return (check) => card(check, requirements, evidence, budget);
}

function card(
  check: CheckResult,
  requirements: Map<string, SelectedRequirement>,
  evidence: Evidence,
  budget: Budget,
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
    const withEvidence = findingBlock(finding, rule, evidence, true);
    const plain = findingBlock(finding, rule, evidence, false);
    const markup = budget.fits(withEvidence) ? withEvidence : budget.fits(plain) ? plain : null;
    if (markup === null) break;
    shown.push(markup);
    previous = finding.requirement;
  }
  const rest = findings.length - shown.length;
  const own = check.requirements[0];
  return html`<article class="card o-${check.outcome}" id="${checkAnchor(key)}">
<header><h3>${visibleLine(check.title)}</h3>
<p class="tags">${badge(check.outcome)} <span class="level">${check.level}</span> ${check.delivery && html`<span class="tag">${check.delivery}</span>`} ${link(checkAnchor(key), html`<span class="key">${key}</span>`)}</p></header>
${check.reason !== undefined && html`<p class="reason">${clip(visible(check.reason), 600)}</p>`}
${findings.length === 0 && own !== undefined && clause(own, requirements.get(own))}
${shown}
${rest > 0 && html`<p class="cut-note">${count(rest, 'more finding')} in results.json.</p>`}
<footer>${check.rerun !== '' && html`<p class="rerun"><span>Run only this again</span> <code>${visibleLine(check.rerun)}</code></p>`}
${proof(check)}</footer>
</article>
`;
}

function findingBlock(finding: Finding, rule: Raw | null, evidence: Evidence, withEvidence: boolean): Raw {
  const { expected, actual, hint } = finding;
  return html`<section class="finding f-${finding.severity}">
${rule}
<p class="message">${clip(visible(finding.message), 1_000)}</p>
${(expected !== undefined || actual !== undefined) && html`<dl class="compare">${expected !== undefined && html`<div class="expected"><dt>Expected</dt><dd>${pre(expected, valueLimit)}</dd></div>`}${actual !== undefined && html`<div class="actual"><dt>Actual</dt><dd>${pre(actual, valueLimit)}</dd></div>`}</dl>`}
${hint !== undefined && html`<p class="hint"><b>Hint</b> ${clip(visible(hint), 600)}</p>`}
${finding.exchange !== undefined && exchangeOf(finding.exchange, evidence, withEvidence)}
${finding.set !== undefined && setOf(finding.set, evidence, withEvidence)}
</section>`;
}

function exchangeOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const exchange = evidence.exchanges.get(id);
  const where = html`<p class="where">Seen in ${evidence.exchangeLink(id)}.</p>`;
  if (!exchange || !whole) return where;
  return html`<details class="proof"><summary><span class="no">Exchange ${id}</span> ${exchangeLine(exchange)}</summary>${where}${exchangeDetail(exchange, bodyLimit)}</details>`;
}

function setOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const set = evidence.sets.get(id);
  const where = html`<p class="where">Decoded in ${evidence.setLink(id)}.</p>`;
  if (!set || !whole) return where;
  return html`<details class="proof"><summary><span class="no">SET ${id}</span> ${setLine(set)}</summary>${where}${setDetail(set, evidence.exchangeLink(set.exchange))}</details>`;
}

function proof(check: CheckResult): Raw {
  const n = check.provenBy.length;
  if (n === 0) return html`<p class="proven">Not yet seen to fail on a broken peer.</p>`;
  return html`<p class="proven">Seen to fail on ${count(n, 'broken peer')}: ${check.provenBy.map((name, i) => html`${i > 0 ? ', ' : ''}<code>${name}</code>`)}</p>`;
}
