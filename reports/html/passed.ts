import type { CheckResult, SelectedRequirement } from '../results.ts';
import { duration } from '../text/format.ts';
import { checkKey, familyOf, groupBy } from '../view.ts';
import { checkAnchor, link, requirementAnchor } from './anchors.ts';
import { checkFacets, facets } from './facets.ts';
import { rich } from './rich.ts';
import { html, type Raw } from './template.ts';

/**
 * The checks that passed, family by family, each with the proof that it can fail.
 *
 * @param selected the rules that have a row in the coverage
 */
export function passedTable(
  checks: readonly CheckResult[],
  selected: ReadonlyMap<string, SelectedRequirement>,
): Raw {
  const families = [...groupBy(checks, (check) => familyOf(check.id))];
  return html`<table class="checks"><caption class="visually-hidden">Checks that passed</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Rules</th><th scope="col">Seen to fail on</th><th scope="col">Took</th></tr></thead>
${families.map(
  ([family, members]) => html`<tbody data-group>
<tr class="family"><th scope="rowgroup" colspan="4">${family} <span class="count">${members.length}</span></th></tr>${members.map((check) => row(check, selected))}
</tbody>
`,
)}</table>`;
}

function row(check: CheckResult, selected: ReadonlyMap<string, SelectedRequirement>): Raw {
  const key = checkKey(check);
  const { provenBy, requirements, level } = check;
  return html`
<tr id="${checkAnchor(key)}"${facets(checkFacets(check, selected))}><td>${rich(check.title, 300)} <span class="key">${key}</span></td>
<td><span class="level">${level}</span> ${requirements.map((id) => html`${selected.has(id) ? link(requirementAnchor(id), id) : html`<span class="by">${id}</span>`} `)}</td>
<td>${provenBy.length === 0 ? html`<span class="muted">no broken peer yet</span>` : html`${provenBy.length} broken ${provenBy.length === 1 ? 'peer' : 'peers'} <span class="faults">${provenBy.join(', ')}</span>`}</td>
<td class="num">${duration(check.durationMs)}</td></tr>`;
}
