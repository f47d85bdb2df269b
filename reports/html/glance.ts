import type { CheckResult, SelectedRequirement } from '../results.ts';
import { count } from '../text/format.ts';
import { checkKey, clauseName, worstFirst } from '../view.ts';
import { checkAnchor, fragment } from './anchors.ts';
import { rich } from './rich.ts';
import { html, type Raw } from './template.ts';

const fewest = 4;
const most = 200;

/** The findings below in a line each, where they are more than a reader sees at once: which rule, and what was found. */
export function glance(
  checks: readonly CheckResult[],
  requirements: ReadonlyMap<string, SelectedRequirement>,
): Raw | null {
  if (checks.length < fewest) return null;
  return html`<details class="glance" open><summary>At a glance</summary><ol>${checks.slice(0, most).map((check) => entry(check, requirements))}</ol>${checks.length > most && html`<p class="cut-note">${count(checks.length - most, 'more')} below.</p>`}</details>`;
}

function entry(check: CheckResult, requirements: ReadonlyMap<string, SelectedRequirement>): Raw {
  const [worst] = worstFirst(check.findings);
  const rule = worst?.requirement ?? check.requirements[0] ?? '';
  return html`
<li><span>${clauseName(requirements.get(rule), rule)}</span> <a href="${fragment(checkAnchor(checkKey(check)))}">${plain(worst?.message ?? check.title)}</a></li>`;
}

function plain(message: string): Raw {
  return rich(message.split('\n')[0] ?? '', 160);
}
