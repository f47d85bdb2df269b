import type { SelectedRequirement } from '../results.ts';
import { clauseName, isStory } from '../view.ts';
import { link, requirementAnchor } from './anchors.ts';
import { rich } from './rich.ts';
import { sectionUrl } from './spec-links.ts';
import { html, type Raw } from './template.ts';

/** Which rule: standard, section and level, what it says in our words, and its row in the coverage. */
export function clause(id: string, requirement: SelectedRequirement | undefined): Raw {
  if (!requirement) return html`<p class="clause"><span class="ref">${id}</span></p>`;
  const { spec, section, sectionTitle, level, summary } = requirement;
  if (isStory(spec))
    return html`<div class="clause"><p class="ref">Scenario <span>${sectionTitle}</span> ${link(requirementAnchor(id), id)}</p>
<p class="rule">${rich(summary, 600)}</p></div>`;
  const name = clauseName(requirement, id);
  const url = sectionUrl(spec, section);
  return html`<div class="clause"><p class="ref">${url === null ? name : html`<a href="${url}" rel="noreferrer noopener">${name}</a>`} <span>${sectionTitle}</span> <span class="level">${level}</span> ${link(requirementAnchor(id), id)}</p>
<p class="rule">${rich(summary, 600)}</p></div>`;
}
