import type { CheckResult } from '../results.ts';
import { count } from '../text/format.ts';
import { byObstacle, checkKey } from '../view.ts';
import { checkAnchor } from './anchors.ts';
import { rich } from './rich.ts';
import { html, join, type Raw } from './template.ts';

const reasonsPerGroup = 5;

/** Checks that did not run, in groups by what stands in the way, so that one remedy is one group. */
export function obstacleList(checks: readonly CheckResult[]): Raw {
  return join(
    byObstacle(checks).map(
      (group) => html`<section class="obstacle">
${group.reasons.slice(0, reasonsPerGroup).map((reason) => html`<h3>${rich(reason, 400)}</h3>`)}
${group.reasons.length > reasonsPerGroup && html`<p class="cut-note">${count(group.reasons.length - reasonsPerGroup, 'more reason')} in results.json.</p>`}
<ul class="plain">${group.checks.map(item)}</ul>
</section>
`,
    ),
  );
}

function item(check: CheckResult): Raw {
  const key = checkKey(check);
  return html`
<li id="${checkAnchor(key)}"><span class="level">${check.level}</span> <span class="what">${check.title} <span class="key">${key}</span></span></li>`;
}
