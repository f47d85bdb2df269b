import type { LedgerEntry, Results } from '../results.ts';
import { scenariosOf } from '../scenario.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, number, signed } from '../text/format.ts';
import { link, scenarioAnchor } from './anchors.ts';
import type { Evidence } from './evidence.ts';
import { badge } from './icons.ts';
import { eventName } from './set.ts';
import { html, type Part, type Raw } from './template.ts';

const shownAtMost = 200;

/** The ledger itself, folded: each event and when it got how far, counted from when it happened. */
export function ledgerEntries(
  results: Results,
  entries: readonly LedgerEntry[],
  evidence: Evidence,
): Raw | null {
  if (entries.length === 0) return null;
  const shown = entries.slice(0, shownAtMost);
  const cut = entries.length - shown.length;
  return html`<details><summary>The ledger: ${count(entries.length, 'event')}</summary>
<p class="cut-note">Times are since the event happened; those with ≈ are read from the claims <code>event_timestamp</code> and <code>iat</code>, to the second.${cut > 0 && ` The first ${number(shown.length)}; ${number(cut)} more in results.json.`}</p>
<table class="timing ledger"><caption class="visually-hidden">Ledger of events</caption>
<thead><tr><th scope="col">Event</th><th scope="col">Happened</th><th scope="col">Event time</th><th scope="col">Signed</th><th scope="col">First attempt</th><th scope="col">Accepted</th><th scope="col">Acted</th><th scope="col">SET</th></tr></thead>
<tbody>${shown.map((entry) => row(results, entry, evidence))}
</tbody></table></details>`;
}

function row(results: Results, entry: LedgerEntry, evidence: Evidence): Raw {
  const { happenedAtMs, signedExactly, set } = entry;
  // Where nothing is known to have happened, there is nothing to count from.
  const since = (at: number): string =>
    happenedAtMs === null ? `at ${(at / 1000).toFixed(3)} s` : signed(at - happenedAtMs);
  const exact = (at: number | null): string => (at === null ? '–' : since(at));
  const read = (at: number | null): string => (at === null ? '–' : `≈ ${since(at)}`);
  const cells: [string, string][] = [
    ['happened', happenedAtMs === null ? '–' : `${(happenedAtMs / 1000).toFixed(3)} s`],
    ['event time', read(entry.eventTimestampAtMs)],
    ['signed', signedExactly ? exact(entry.signedAtMs) : read(entry.signedAtMs)],
    ['first attempt', exact(entry.firstAttemptAtMs)],
    ['accepted', exact(entry.acceptedAtMs)],
    ['acted', exact(entry.actedAtMs)],
  ];
  return html`
<tr><th scope="row">${eventName(entry.eventType)}${trouble(entry)} <span class="what">${about(results, entry)}</span></th>${cells.map(([label, value]) => html`<td class="num" data-label="${label}">${value}</td>`)}<td class="num" data-label="">${set === null ? '–' : evidence.setLink(set)}</td></tr>`;
}

/** Whom it is about, and where in which story. */
function about(results: Results, { scenario, step, subject, delivery }: LedgerEntry): Part {
  const played = scenariosOf(results).find((one) => one.name === scenario && one.delivery === delivery);
  const story = played ? link(scenarioAnchor(played), scenario) : scenario;
  return html`${excerptLine(subject, 100)}; ${story}${step === null ? ', not called for' : `, ${step}`}`;
}

function trouble({ lost, outOfOrder, duplicates, attempts }: LedgerEntry): Part {
  const words = [
    ...(lost ? ['lost'] : []),
    ...(outOfOrder ? ['out of order'] : []),
    ...(duplicates > 0 ? [count(duplicates, 'duplicate')] : []),
    ...(attempts > 1 ? [count(attempts, 'attempt')] : []),
  ];
  return words.length > 0 && html` ${badge('warn', words.join(', '))}`;
}
