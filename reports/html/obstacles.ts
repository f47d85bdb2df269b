import type { CheckResult, Results, SelectedRequirement } from '../results.ts';
import { count } from '../text/format.ts';
import { byObstacle, checkKey, requirementIndex, untestedRules } from '../view.ts';
import { checkAnchor, requirementAnchor } from './anchors.ts';
import { checkFacets, facets, ruleLevel, specOf } from './facets.ts';
import { rich } from './rich.ts';
import { html, join, type Raw } from './template.ts';

const reasonsPerGroup = 5;

/** Checks that did not run, in groups by what stands in the way, so that one remedy is one group. */
export function obstacleList(
  checks: readonly CheckResult[],
  rules: ReadonlyMap<string, SelectedRequirement>,
): Raw {
  return join(
    byObstacle(checks).map(
      (group) => html`<section class="obstacle" data-group>
${group.reasons.slice(0, reasonsPerGroup).map((reason) => html`<h3>${rich(reason, 400)}</h3>`)}
${group.reasons.length > reasonsPerGroup && html`<p class="cut-note">${count(group.reasons.length - reasonsPerGroup, 'more reason')} in results.json.</p>`}
<ul class="plain">${group.checks.map((check) => item(check, rules))}</ul>
</section>
`,
    ),
  );
}

function item(check: CheckResult, rules: ReadonlyMap<string, SelectedRequirement>): Raw {
  const key = checkKey(check);
  return html`
<li id="${checkAnchor(key)}"${facets(checkFacets(check, rules))}><span class="level">${check.level}</span> <span class="what">${rich(check.title, 300)} <span class="key">${key}</span></span></li>`;
}

/** Rules that were not tested and that no check in the list above stands for, in groups by why. */
export function untestedRuleList(results: Results): Raw {
  const requirements = requirementIndex(results);
  return join(
    untestedRules(results).map(
      ({ why, ids }) => html`<section class="obstacle" data-group>
<h3>${rich(why, 400)}</h3>
<details data-fold><summary>${count(ids.length, 'rule')}</summary>
<ul class="plain">${ids.map((id) => ruleItem(id, requirements.get(id)))}</ul></details>
</section>
`,
    ),
  );
}

function ruleItem(id: string, requirement: SelectedRequirement | undefined): Raw {
  if (!requirement)
    return html`
<li><span class="what"><span class="key">${id}</span></span></li>`;
  return html`
<li${facets({ outcome: 'not-tested', level: ruleLevel(requirement), spec: [specOf(id)] })}><span class="level">${requirement.level}</span> <span class="what">${rich(requirement.summary, 600)} <a class="key" href="#${requirementAnchor(id)}">${id}</a></span></li>`;
}
