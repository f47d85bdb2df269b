import type { ComparedCheck, ComparedTime, Comparison, Outcome, Results } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, duration, instant, number } from '../text/format.ts';
import { checkKey } from '../view.ts';
import { checkLink } from './anchors.ts';
import { badge, verdictLabel } from './icons.ts';
import { rich } from './rich.ts';
import { html, type Part, type Raw } from './template.ts';

const rowsPerTable = 200;

/** How the run differs from the one that it was compared with: what makes it worse first. Null where it was not compared. */
export function comparisonSection(results: Results): Raw | null {
  const { comparison } = results;
  if (comparison === undefined) return null;
  const { newlyFailing, fixed, newlyNotTested, changed, slower } = comparison;
  const keys = new Set(results.checks.map(checkKey));
  const part = (title: string, checks: readonly ComparedCheck[]): Raw | null =>
    checkTable(title, checks, keys);
  return html`${intro(results, comparison)}
${caveats(comparison)}
<p class="tally">${tally(comparison)}</p>
${part('Newly failing', newlyFailing)}
${part('Fixed', fixed)}
${part('Newly not tested', newlyNotTested)}
${part('Changed in another way', changed)}
${slower.length > 0 && timeTable(slower)}`;
}

function intro(results: Results, { against }: Comparison): Raw {
  const { startedAt, tool, sentence } = against;
  // Only runs of the same kind are compared: the words of the verdict are the same.
  const label = verdictLabel({ ...results, verdict: against.verdict });
  return html`<p class="lead">Compared with the run of <time datetime="${startedAt}">${instant(startedAt)}</time> (${excerptLine(tool.name, 40)} ${excerptLine(tool.version, 40)}), which was: ${label}.</p>
<p class="muted">“${excerptLine(sentence, 400)}”</p>
${results.policy.newOnly && html`<p class="muted">Only what is newly failing decides the exit code of this run (--new-only).</p>`}`;
}

function caveats({ caveats: lines }: Comparison): Raw | null {
  if (lines.length === 0) return null;
  return html`<aside class="notices" aria-label="What makes the two runs less comparable"><ul>${lines.slice(0, 20).map((line) => html`<li>${rich(line, 500)}</li>`)}</ul></aside>`;
}

function tally({ newlyFailing, fixed, newlyNotTested, changed, stillFailing, slower }: Comparison): Raw {
  const worse = newlyFailing.length;
  const rest = [
    `${number(fixed.length)} fixed`,
    `${number(stillFailing)} still failing`,
    `${number(newlyNotTested.length)} newly not tested`,
    ...(changed.length > 0 ? [`${number(changed.length)} changed in another way`] : []),
    ...(slower.length > 0 ? [`${count(slower.length, 'measured time')} longer`] : []),
  ];
  return html`${worse > 0 ? badge('fail', `${number(worse)} newly failing`) : badge('pass', 'Nothing is newly failing')}; ${rest.join(', ')}.`;
}

function checkTable(title: string, checks: readonly ComparedCheck[], keys: ReadonlySet<string>): Raw | null {
  if (checks.length === 0) return null;
  return html`<h3>${title} <span class="count">${number(checks.length)}</span></h3>
<table class="listing compared"><caption class="visually-hidden">${title}</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">What is seen now</th></tr></thead>
<tbody>${checks.slice(0, rowsPerTable).map((check) => checkRow(check, keys))}
</tbody></table>${more(checks.length)}`;
}

function checkRow({ key, title, before, after, message }: ComparedCheck, keys: ReadonlySet<string>): Raw {
  return html`
<tr><th scope="row">${excerptLine(title, 300)} ${keys.has(key) ? checkLink(key) : html`<span class="key">${excerptLine(key, 200)}</span>`}</th><td data-label="Before">${outcome(before)}</td><td data-label="Now">${outcome(after)}</td><td>${message !== undefined && rich(message, 400)}</td></tr>`;
}

function outcome(seen: Outcome | null): Part {
  return seen === null ? html`<span class="muted">not in that run</span>` : badge(seen);
}

function timeTable(slower: readonly ComparedTime[]): Raw {
  return html`<h3>Took longer <span class="count">${number(slower.length)}</span></h3>
<table class="timing"><caption class="visually-hidden">Times that became longer</caption>
<thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Times as long</th></tr></thead>
<tbody>${slower.slice(0, rowsPerTable).map(timeRow)}
</tbody></table>${more(slower.length)}`;
}

function timeRow({ name, delivery, beforeMs, afterMs }: ComparedTime): Raw {
  const factor = beforeMs > 0 ? `× ${(afterMs / beforeMs).toFixed(1)}` : '–';
  return html`
<tr><th scope="row">${excerptLine(name, 80)}${delivery !== null && `, ${delivery}`}</th><td class="num" data-label="Before">${duration(beforeMs)}</td><td class="num" data-label="Now">${duration(afterMs)}</td><td class="num" data-label="Times as long">${factor}</td></tr>`;
}

function more(n: number): Part {
  return n > rowsPerTable && html`<p class="cut-note">${number(n - rowsPerTable)} more in results.json.</p>`;
}
