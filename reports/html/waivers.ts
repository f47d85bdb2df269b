import type { Results, WaiverRow } from '../results.ts';
import { excerpt, excerptLine } from '../text/excerpt.ts';
import { count } from '../text/format.ts';
import { checkKey } from '../view.ts';
import { daysLeft, remedyFor, waiversOf, waiverWords } from '../waiver-words.ts';
import { checkLink } from './anchors.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { html, type Part, type Raw } from './template.ts';

/** Every waiver of the tester's and what became of it, those that fail the run first; null where there are none. */
export function waiverLedger(results: Results): Raw | null {
  const waivers = waiversOf(results);
  if (waivers.length === 0) return null;
  const keys = new Set(results.checks.map(checkKey));
  return html`<table class="listing waivers"><caption class="visually-hidden">Waivers of this run</caption>
<thead><tr><th scope="col">Check</th><th scope="col">State</th><th scope="col">Why it is accepted</th><th scope="col">Until</th></tr></thead>
<tbody>${waivers.map((waiver) => row(waiver, keys, results.startedAt))}
</tbody></table>`;
}

function row(waiver: WaiverRow, keys: ReadonlySet<string>, startedAt: string): Raw {
  const { reason, owner, until, state } = waiver;
  const { label, shownAs, meaning } = waiverWords[state];
  const remedy = remedyFor(waiver);
  return html`
<tr><th scope="row">${subject(waiver, keys)}${rulesOf(waiver)}</th>
<td data-label="State">${badge(shownAs, label)} <span class="why">${meaning}</span>${remedy !== undefined && html` <span class="todo"><b>What to do:</b> ${rich(remedy, 400)}</span>`}</td>
<td data-label="Reason">${excerpt(reason, 600)} ${issueOf(waiver)}${owner !== undefined && html` <span class="why">Owner: ${excerptLine(owner, 100)}</span>`}</td>
<td data-label="Until"><span class="num">${excerptLine(until, 40)}</span>${left(waiver, startedAt)}</td></tr>`;
}

/** The checks of this run that it is about; else what it names. */
function subject({ check, checks }: WaiverRow, keys: ReadonlySet<string>): Part {
  const here = checks.filter((key) => keys.has(key));
  if (here.length === 0) return html`<span class="key">${excerptLine(check, 200)}</span>`;
  return here.map((key) => html`${checkLink(key)} `);
}

function rulesOf({ requirements = [] }: WaiverRow): Part {
  return (
    requirements.length > 0 && html` <span class="why">Only ${excerpt(requirements.join(', '), 400)}</span>`
  );
}

/** Only an address that a browser fetches becomes a link: the file may hold anything. */
function issueOf({ issue }: WaiverRow): Part {
  if (issue === undefined) return null;
  const shown = excerptLine(issue, 200);
  const url = URL.canParse(issue) ? new URL(issue) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return html` <span class="why">Issue: ${isWeb ? html`<a href="${url?.href}" rel="noreferrer noopener">${shown}</a>` : shown}</span>`;
}

function left(waiver: WaiverRow, startedAt: string): Part {
  const days = daysLeft(waiver, startedAt);
  if (days === null) return null;
  const words =
    days === 0 ? 'its last day' : days > 0 ? `${count(days, 'day')} left` : `${count(-days, 'day')} ago`;
  return html` <span class="why">${words}</span>`;
}
