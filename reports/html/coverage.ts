import type { Results } from '../results.ts';
import { count, number } from '../text/format.ts';
import { checkKey, familyOf, groupBy, isStory, specName } from '../view.ts';
import { checkLink, requirementAnchor } from './anchors.ts';
import {
  bySection,
  type Coverage,
  coverageCount,
  coverageCounts,
  coverageOf,
  coverageWords,
} from './coverage-of.ts';
import { facets, ruleLevel } from './facets.ts';
import { heatLegend, heatMap } from './heat-map.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { sectionUrl, specTitle } from './spec-links.ts';
import { html, type Raw } from './template.ts';

const checksPerRule = 4;

/** Every rule of the standards, by standard and section: what became of it, or why nothing is known. */
export function coverageBySection(results: Results): Raw {
  const rows = coverageOf(results);
  return html`<p class="denominator">${denominator(results, rows)}</p>
${heatLegend(rows)}
${[...groupBy(rows, ({ requirement }) => requirement.spec)].map(([spec, rules]) => standard(spec, rules))}`;
}

/** Of what the counts are counts: of the standards, not of what happens to be tested. */
function denominator({ requirements, scenarios }: Results, rows: readonly Coverage[]): string {
  const { tested, selected, descriptive = 0 } = requirements;
  if (scenarios !== undefined) return `${number(tested.length)} of ${count(selected.length, 'rule')} tested.`;
  const more =
    descriptive > 0
      ? ` ${number(descriptive)} more passages only permit or describe something: nothing can break them, so they are not listed.`
      : '';
  return `${number(tested.length)} of ${count(rows.length, 'rule')} that bind the target were tested.${more}`;
}

function standard(spec: string, rules: readonly Coverage[]): Raw {
  const totals = coverageCounts(rules).map(
    ([outcome, n], i) =>
      html`${i > 0 ? ', ' : ''}<span class="o-${outcome}">${n} ${coverageCount(outcome, n)}</span>`,
  );
  const titled = specTitle(spec);
  const noun = isStory(spec) ? count(rules.length, 'story', 'stories') : count(rules.length, 'rule');
  return html`<div class="standard" data-group>
<h3>${specName(spec)}${titled !== null && html` <span class="spec-title">${titled}</span>`}</h3> <p class="totals">${noun}: ${totals}</p>
${!isStory(spec) && heatMap(spec, rules)}
<details data-fold><summary>Rule by rule<span class="visually-hidden"> of ${specName(spec)}</span></summary>
<table class="coverage"><caption class="visually-hidden">Rules of ${specName(spec)}</caption>
<thead><tr><th scope="col">Level</th><th scope="col">Rule</th><th scope="col">Outcome</th></tr></thead>
${bySection(rules).map(([section, members]) => sectionRows(spec, section, members))}</table>
</details></div>
`;
}

function sectionRows(spec: string, section: string, rules: readonly Coverage[]): Raw {
  const url = sectionUrl(spec, section);
  const title = rules[0]?.requirement.sectionTitle ?? '';
  // The name of a scenario is no number: its title says it all.
  const name = isStory(spec) ? title : `${section} ${title}`;
  return html`<tbody data-group>
<tr class="family"><th scope="rowgroup" colspan="3">${url === null ? name : html`<a href="${url}" rel="noreferrer noopener">${name}</a>`}</th></tr>${rules.map(ruleRow)}
</tbody>
`;
}

function ruleRow({ requirement, outcome, why, checks }: Coverage): Raw {
  const { id, spec, level, summary } = requirement;
  const shown = checks.slice(0, checksPerRule);
  const more = checks.length - shown.length;
  const found = facets({
    outcome,
    level: ruleLevel(requirement),
    spec: [spec],
    family: checks.map((check) => familyOf(check.id)),
    delivery: checks.flatMap(({ delivery }) => delivery ?? []),
  });
  return html`
<tr id="${requirementAnchor(id)}"${found}><td><span class="level">${level}</span></td>
<td>${rich(summary, 600)} <span class="key">${id}</span></td>
<td>${badge(outcome, coverageWords[outcome].label)}${why !== null && html` <span class="why">${rich(why, 300)}</span>`}${shown.map((check) => html` <span class="by">${checkLink(checkKey(check))}</span>`)}${more > 0 && html` <span class="by muted">and ${more} more</span>`}</td></tr>`;
}
