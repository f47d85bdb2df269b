import { specName } from '../view.ts';
import { fragment, requirementAnchor } from './anchors.ts';
import { bySection, type Coverage, coverageCount, coverageCounts, coverageWords } from './coverage-of.ts';
import { html, type Raw } from './template.ts';

/**
 * Every rule of a standard as one small cell, section by section: a mark in the colour of its outcome that leads to the
 * rule's row. The rows hold the same and more, so that nobody has to walk through hundreds of cells with the keyboard.
 */
export function heatMap(spec: string, rules: readonly Coverage[]): Raw {
  return html`<div class="heat" role="group" aria-label="Map of ${specName(spec)}, a cell for each rule">${bySection(
    rules,
  ).map(
    ([section, members]) =>
      html`<div class="heat-section"><span class="heat-name" title="${members[0]?.requirement.sectionTitle}">${section}</span> ${members.map(cell)}</div>
`,
  )}</div>`;
}

function cell({ requirement, outcome }: Coverage): Raw {
  const { id } = requirement;
  const { mark, label } = coverageWords[outcome];
  return html`<a class="o-${outcome}" href="${fragment(requirementAnchor(id))}" tabindex="-1" title="${id}: ${label.toLowerCase()}" aria-label="${id}: ${label.toLowerCase()}">${mark}</a> `;
}

/** What the marks mean, and how many rules have each. */
export function heatLegend(rules: readonly Coverage[]): Raw {
  return html`<ul class="heat-legend">${coverageCounts(rules).map(
    ([outcome, n]) =>
      html`<li class="o-${outcome}"><span class="heat-mark" aria-hidden="true">${coverageWords[outcome].mark}</span> <b>${n}</b> ${coverageCount(outcome, n)}</li>`,
  )}</ul>`;
}
