import type { CheckResult, Finding, Results, ScenarioResult, SelectedRequirement } from '../results.ts';
import { checksOfScenario, scenarioKey, scenariosOf } from '../scenario.ts';
import { count } from '../text/format.ts';
import { checkKey, requirementIndex, worstFirst } from '../view.ts';
import { checkAnchor, link, scenarioAnchor } from './anchors.ts';
import { Budget, shares } from './budget.ts';
import { clause } from './clause.ts';
import { compare } from './compare.ts';
import type { Evidence } from './evidence.ts';
import { exchangeLine } from './exchange.ts';
import { checkFacets, facets, worstLevel } from './facets.ts';
import { badge } from './icons.ts';
import { nextSteps } from './next-step.ts';
import { rich } from './rich.ts';
import { whatWeDid } from './steps.ts';
import { html, type Part, type Raw } from './template.ts';
import { whereToLook } from './where-to-look.ts';

const findingsPerCard = 12;
const bodyLimit = 8_000;
const headlineLimit = 240;

/** Makes the cards of checks that are not simply passed; they share one part of the page's size. */
export function cardMaker(results: Results, evidence: Evidence): (check: CheckResult) => Raw {
  const requirements = requirementIndex(results);
  const budget = new Budget(shares(results).cards);
  const stories = new Map<CheckResult, ScenarioResult>();
  for (const scenario of scenariosOf(results))
    for (const check of checksOfScenario(results, scenario)) stories.set(check, scenario);
  const next = nextSteps(results);
  return (check) => card(check, requirements, evidence, budget, stories.get(check), next);
}

function card(
  check: CheckResult,
  requirements: Map<string, SelectedRequirement>,
  evidence: Evidence,
  budget: Budget,
  scenario: ScenarioResult | undefined,
  next: (check: CheckResult, evidence: Evidence) => Part,
): Raw {
  const key = checkKey(check);
  const findings = worstFirst(check.findings);
  const did = row('What we did', whatWeDid(check, evidence));
  const shown: Raw[] = [];
  let previous: string | null = null;
  for (const finding of findings.slice(0, findingsPerCard)) {
    // The clause is said once for all the findings that follow it.
    const rule =
      finding.requirement === previous
        ? null
        : clause(finding.requirement, requirements.get(finding.requirement));
    const block = (withEvidence: boolean) => () =>
      findingBlock(
        finding,
        {
          head: [
            rule && row('Rule', html`${rule}${onlyWarns(finding, requirements)}`),
            shown.length === 0 && did,
          ],
          // The headline has said it, unless it had to be cut.
          told: shown.length === 0 && finding.message.length <= headlineLimit,
        },
        evidence,
        withEvidence,
      );
    const markup = budget.place(block(true)) ?? budget.place(block(false));
    if (markup === null) break;
    shown.push(markup);
    previous = finding.requirement;
  }
  const rest = findings.length - shown.length;
  const own = check.requirements[0];
  const anchor = checkAnchor(key);
  return html`<article class="card finding-card o-${check.outcome}" id="${anchor}" tabindex="-1" aria-labelledby="${anchor}-title"${facets(checkFacets(check, requirements))}>
<header><p class="tags">${badge(check.outcome)} <span class="level">${worstLevel(check, requirements)}</span> ${check.delivery && html`<span class="tag">${check.delivery}</span>`} ${link(anchor, html`<span class="key"><span aria-hidden="true"># </span>${key}</span>`)}</p>
${headline(check, findings[0], anchor)}</header>
${check.reason !== undefined && html`<p class="reason">${rich(check.reason, 600)}</p>`}
${check.waived && html`<p class="reason">${waiver(check.waived)}</p>`}
${findings.length === 0 && own !== undefined && html`<dl class="rows">${row('Rule', clause(own, requirements.get(own)))}${did}</dl>`}
${shown}
${rest > 0 && html`<p class="cut-note">${count(rest, 'more finding')} in results.json.</p>`}
<dl class="rows end">
${row('Next steps', html`${next(check, evidence)}`)}
${scenario && row('Scenario', link(scenarioAnchor(scenario), scenarioKey(scenario)))}
${row('The check', proof(check))}
</dl>
</article>
`;
}

/** What was found; what should be stands below it. Where nothing was found, the title says what it is about. */
function headline({ title, outcome }: CheckResult, worst: Finding | undefined, anchor: string): Raw {
  const id = `${anchor}-title`;
  if (worst === undefined) return html`<h3 id="${id}">${rich(title, 300)}</h3>`;
  return html`<h3 id="${id}">${rich(worst.message, headlineLimit)}</h3>
<p class="should"><span>${outcome === 'note' ? 'About:' : 'Should be:'}</span> ${rich(title, 300)}</p>`;
}

function waiver({ outcome, reason, issue, owner, until }: NonNullable<CheckResult['waived']>): Raw {
  return html`${outcome === 'fail' ? 'A failure' : 'A warning'} that is accepted until ${until}: ${rich(reason, 600)}${owner !== undefined && ` (${owner})`}${issue !== undefined && html` <span class="muted">${issue}</span>`} ${link('waivers', 'All waivers')}`;
}

function row(label: string, content: Raw): Raw {
  return html`<div><dt>${label}</dt><dd>${content}</dd></div>`;
}

function findingBlock(
  finding: Finding,
  { head, told }: { head: Part; told: boolean },
  evidence: Evidence,
  withEvidence: boolean,
): Raw {
  const { message, expected, actual, hint } = finding;
  const where = whereToLook(finding, evidence);
  const proofs = [
    finding.exchange !== undefined && exchangeOf(finding.exchange, evidence, withEvidence),
    finding.set !== undefined && setOf(finding.set, evidence, withEvidence),
  ];
  return html`<dl class="rows finding f-${finding.severity}">
${head}
${(!told || expected !== undefined || actual !== undefined) && row('Found', html`${!told && html`<p class="message">${rich(message, 1_000)}</p>`}${(expected !== undefined || actual !== undefined) && compare(expected, actual)}`)}
${proofs.some(Boolean) && row('Evidence', html`${proofs}`)}
${hint !== undefined ? row('What to do', html`<p>${rich(hint, 600)}</p>`) : where && row('Where to look', where)}
</dl>`;
}

function exchangeOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const exchange = evidence.exchanges.get(id);
  const where = evidence.exchangeLink(id);
  if (!exchange || !whole) return html`<p class="where">Seen in ${where}.</p>`;
  return html`<details class="proof"><summary><span class="no">Exchange ${id}</span> ${exchangeLine(exchange)}</summary>${evidence.exchangeDetail(exchange, bodyLimit, html`In the list: ${where}.`)}</details>`;
}

function setOf(id: number, evidence: Evidence, whole: boolean): Raw {
  const set = evidence.sets.get(id);
  const where = evidence.setLink(id);
  if (!set || !whole) return html`<p class="where">Decoded in ${where}.</p>`;
  return html`<details class="proof"><summary><span class="no">SET ${id}</span> ${evidence.setLine(set)}</summary>${evidence.setDetail(set, html`In the list: ${where}.`)}</details>`;
}

/** Keywords of which a reader expects no more than a warning. */
const advice = /^((NOT )?RECOMMENDED|SHOULD( NOT)?|MAY|OPTIONAL|INFORMATIVE)$/;

/** Why the breach of a rule that sounds mandatory is only a warning, as far as the results tell. */
function onlyWarns(
  { requirement, severity }: Finding,
  requirements: ReadonlyMap<string, SelectedRequirement>,
): Part {
  const rule = requirements.get(requirement);
  if (!rule || severity !== 'warn' || advice.test(rule.level)) return null;
  return html`<p class="cut-note">${rule.severity === 'warn' ? 'A breach of this rule is rated as a warning.' : 'What was found is rated as a warning, though a breach of this rule can fail a run.'}</p>`;
}

/** That the check can fail: it says something about the check, not about what was found. */
function proof({ provenBy }: CheckResult): Raw {
  if (provenBy.length === 0) return html`<p>It was not yet seen to fail on a broken peer.</p>`;
  const names = provenBy.map((name, i) => html`${i > 0 ? ', ' : ''}<code>${name}</code>`);
  return html`<details class="proof"><summary>How we know that it works</summary><p>It was seen to fail on ${count(provenBy.length, 'broken peer')}: ${names}.</p></details>`;
}
