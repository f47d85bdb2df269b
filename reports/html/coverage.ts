import type { CheckResult, Outcome, Results, SelectedRequirement } from '../results.ts';
import { count } from '../text/format.ts';
import { checkKey, groupBy, isStory, specName } from '../view.ts';
import { outcomeOrder, outcomeWords } from '../words.ts';
import { checkLink, requirementAnchor } from './anchors.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { sectionUrl } from './spec-links.ts';
import { html, join, type Raw } from './template.ts';

/** What became of one rule. */
interface Coverage {
  requirement: SelectedRequirement;
  outcome: Outcome;
  why: string | null;
  checks: CheckResult[];
}

const checksPerRule = 4;

/** Every selected rule, by standard and section: tested and how it came out, or why not. */
export function coverageBySection(results: Results): Raw {
  const rows = coverage(results);
  return join(
    [...groupBy(rows, ({ requirement }) => requirement.spec)].map(([spec, rules]) => standard(spec, rules)),
  );
}

function coverage(results: Results): Coverage[] {
  const { selected, tested, notApplicable, untested } = results.requirements;
  const isTested = new Set(tested);
  const naWhy = new Map(notApplicable.map(({ id, why }) => [id, why]));
  const untestedWhy = new Map(untested.map(({ id, why }) => [id, why]));
  const decidedBy = groupBy(
    results.checks.flatMap((check) => check.requirements.map((id) => ({ id, check }))),
    ({ id }) => id,
  );
  return selected.map((requirement) => {
    const { id } = requirement;
    const checks = (decidedBy.get(id) ?? []).map(({ check }) => check);
    const why = naWhy.get(id) ?? untestedWhy.get(id) ?? null;
    if (isTested.has(id)) return { requirement, outcome: testedOutcome(id, checks), why: null, checks };
    if (naWhy.has(id)) return { requirement, outcome: 'not-applicable', why, checks };
    return { requirement, outcome: 'not-tested', why: why ?? 'No reason was recorded.', checks };
  });
}

/** A rule is as bad as the worst finding that names it, not as the checks that look at it among other things. */
function testedOutcome(id: string, checks: readonly CheckResult[]): Outcome {
  const named = checks.flatMap((check) =>
    check.findings.flatMap((finding): Outcome[] => {
      if (finding.requirement !== id) return [];
      return [check.outcome === 'waived' ? 'waived' : finding.severity];
    }),
  );
  return outcomeOrder.find((outcome) => named.includes(outcome)) ?? 'pass';
}

function standard(spec: string, rules: readonly Coverage[]): Raw {
  const sections = [...groupBy(rules, ({ requirement }) => requirement.section)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const totals = outcomeOrder.flatMap((outcome) => {
    const n = rules.filter((rule) => rule.outcome === outcome).length;
    return n === 0
      ? []
      : [html`<span class="o-${outcome}">${n} ${outcomeWords[outcome].label.toLowerCase()}</span>`];
  });
  return html`<details class="standard"><summary><h3>${specName(spec)}</h3> <span class="totals">${count(rules.length, isStory(spec) ? 'story' : 'rule', isStory(spec) ? 'stories' : 'rules')}: ${totals.map((total, i) => html`${i > 0 ? ', ' : ''}${total}`)}</span></summary>
<table class="coverage"><caption class="visually-hidden">Rules of ${specName(spec)}</caption>
<thead><tr><th scope="col">Level</th><th scope="col">Rule</th><th scope="col">Outcome</th></tr></thead>
${sections.map(([section, members]) => sectionRows(spec, section, members))}</table>
</details>
`;
}

function sectionRows(spec: string, section: string, rules: readonly Coverage[]): Raw {
  const url = sectionUrl(spec, section);
  const title = rules[0]?.requirement.sectionTitle ?? '';
  // The name of a scenario is no number: its title says it all.
  const name = isStory(spec) ? title : `${section} ${title}`;
  return html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="3">${url === null ? name : html`<a href="${url}" rel="noreferrer noopener">${name}</a>`}</th></tr>${rules.map(ruleRow)}
</tbody>
`;
}

function ruleRow({ requirement, outcome, why, checks }: Coverage): Raw {
  const { id, level, summary } = requirement;
  const shown = checks.slice(0, checksPerRule);
  const more = checks.length - shown.length;
  return html`
<tr id="${requirementAnchor(id)}"><td><span class="level">${level}</span></td>
<td>${rich(summary, 600)} <span class="key">${id}</span></td>
<td>${badge(outcome)}${why !== null && html` <span class="why">${rich(why, 300)}</span>`}${shown.map((check) => html` <span class="by">${checkLink(checkKey(check))}</span>`)}${more > 0 && html` <span class="by muted">and ${more} more</span>`}</td></tr>`;
}
