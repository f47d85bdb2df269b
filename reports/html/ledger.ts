import type { DurationRow, Ledger, LedgerEntry, LimitRow, Results } from '../results.ts';
import { count, duration, number } from '../text/format.ts';
import { groupBy } from '../view.ts';
import type { Evidence } from './evidence.ts';
import { histogram } from './histogram.ts';
import { badge } from './icons.ts';
import { ledgerEntries } from './ledger-entries.ts';
import { eventName } from './set.ts';
import { html, type Part, type Raw } from './template.ts';

const fewEvents = 5;

/** What the ledger tells of the events of scenarios: how long each part of their way took, and what went astray. */
export function ledgerTables(results: Results, ledger: Ledger, evidence: Evidence): Raw {
  const groups = byType(ledger.entries);
  const pictures = (few: boolean): Raw[] =>
    groups.flatMap(({ name, entries }, i) =>
      entries.length < fewEvents === few ? (picture(`latency-${i}`, name, entries) ?? []) : [],
    );
  return html`${durationTable(ledger)}
${skewLine(ledger)}
${latency(pictures(false), pictures(true))}
${groups.length > 0 && tally(groups)}
${ledger.limits.length > 0 && limitTable(ledger)}
${pollLine(ledger)}
${ledgerEntries(results, ledger.entries, evidence)}`;
}

/** What came often is seen at once; single events are folded. */
function latency(many: readonly Raw[], few: readonly Raw[]): Raw | null {
  if (many.length + few.length === 0) return null;
  return html`<h3>How long events took</h3>
${many.length > 0 && html`<div class="pictures">${many}</div>`}
${few.length > 0 && html`<details><summary>${count(few.length, 'picture')} of fewer than ${fewEvents} events each</summary><div class="pictures">${few}</div></details>`}`;
}

interface Group {
  /** `risk-level-change, push` */
  name: string;
  entries: LedgerEntry[];
}

function byType(entries: readonly LedgerEntry[]): Group[] {
  const groups = groupBy(entries, ({ eventType, delivery }) => `${eventType}\n${delivery}`);
  const named = [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ name: typeName(first.eventType, first.delivery), entries: members }] : [];
  });
  return named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function typeName(eventType: string | null, delivery: string): string {
  return `${eventType === null ? 'All events' : eventName(eventType)}, ${delivery}`;
}

const meaning: Record<DurationRow['name'], string> = {
  'process-to-signing': 'until it was signed',
  delivery: 'until the first attempt',
  'ingest-to-push': 'until it was accepted',
  'end-to-end': 'until the effect was seen',
};

function durationTable({ durations, clockSkew }: Ledger): Raw | null {
  if (durations.length === 0) return null;
  const all = durations.filter(({ eventType }) => eventType === null);
  const each = durations.filter(({ eventType }) => eventType !== null);
  return html`<h3>From what happened to what was done</h3>
${all.length > 0 && durationRows(all, clockSkew)}
${each.length > 0 && html`<details><summary>By event type</summary>${durationRows(each, clockSkew)}</details>`}`;
}

function durationRows(durations: readonly DurationRow[], skew: Ledger['clockSkew']): Raw {
  const groups = groupBy(durations, ({ eventType, delivery }) => typeName(eventType, delivery));
  return html`<table class="timing durations"><caption class="visually-hidden">Durations by event type and delivery</caption>
<thead><tr><th scope="col">Since it happened</th><th scope="col">Events</th><th scope="col">p50</th><th scope="col">p90</th><th scope="col">p99</th><th scope="col">Max</th><th scope="col">±</th></tr></thead>
${[...groups].map(
  ([name, rows]) => html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="7">${name}</th></tr>${rows.map((row) => durationRow(row, skew))}
</tbody>
`,
)}</table>`;
}

function durationRow(row: DurationRow, skew: Ledger['clockSkew']): Raw {
  const marked = skew !== null && dependsOnSkew(row);
  return html`
<tr><th scope="row">${row.name}${marked && html` <a class="dagger" href="#clock-skew" aria-label="depends on the clock skew">‡</a>`} <span class="what">${meaning[row.name]}</span></th>${figure('events', number(row.count))}${(['p50', 'p90', 'p99', 'max'] as const).map((name) => figure(name, duration(row[name])))}${figure('±', duration(row.uncertaintyMs))}</tr>`;
}

/** What is read from `iat` is on the Transmitter's clock; all else is on ours. Where our own mock signed, there is no doubt. */
function dependsOnSkew({ name, uncertaintyMs }: DurationRow): boolean {
  return name === 'process-to-signing' && uncertaintyMs >= 1;
}

function skewLine({ clockSkew, durations }: Ledger): Raw | null {
  if (clockSkew === null && !durations.some(dependsOnSkew)) return null;
  if (clockSkew === null)
    return html`<p id="clock-skew" class="cut-note">Nothing told how far the Transmitter's clock is from ours.</p>`;
  const { ms, uncertaintyMs, samples } = clockSkew;
  const side = ms < 0 ? 'behind' : 'ahead of';
  return html`<p id="clock-skew" class="cut-note">‡ The Transmitter's clock is ${duration(Math.abs(ms))} ${side} ours (± ${duration(uncertaintyMs)}, from ${count(samples, 'sample')}). Figures with this mark are read from its <code>iat</code>, corrected by that, and are no better than to the second.</p>`;
}

function picture(id: string, name: string, entries: readonly LedgerEntry[]): Raw | null {
  const since = (end: (entry: LedgerEntry) => number | null): number[] =>
    entries.flatMap((entry) => {
      const at = end(entry);
      return at === null || entry.happenedAtMs === null ? [] : [at - entry.happenedAtMs];
    });
  const drawn = histogram(id, name, [
    { label: 'until the first attempt', values: since(({ firstAttemptAtMs }) => firstAttemptAtMs) },
    { label: 'until the effect', values: since(({ actedAtMs }) => actedAtMs) },
  ]);
  return drawn && html`<figure class="figure"><figcaption>${name}</figcaption>${drawn}</figure>`;
}

function tally(groups: readonly Group[]): Raw {
  const all = groups.flatMap(({ entries }) => entries);
  const well = all.every(
    ({ attempts, duplicates, outOfOrder, lost }) =>
      attempts === 1 && duplicates === 0 && !outOfOrder && !lost,
  );
  const heading = html`<h3>What went astray</h3>`;
  if (!well)
    return html`${heading}
${tallyTable(groups)}`;
  return html`${heading}
<p class="lead">Nothing: ${all.length === 1 ? 'the one event' : `each of ${count(all.length, 'event')}`} came once, in order and at the first attempt.</p>
<details><summary>By event type</summary>${tallyTable(groups)}</details>`;
}

function tallyTable(groups: readonly Group[]): Raw {
  return html`<table class="timing"><caption class="visually-hidden">Attempts, duplicates, order and losses by event type</caption>
<thead><tr><th scope="col">Event type</th><th scope="col">Events</th><th scope="col">Attempts</th><th scope="col">Gaps between attempts</th><th scope="col">Duplicates</th><th scope="col">Out of order</th><th scope="col">Lost</th></tr></thead>
<tbody>${groups.map(tallyRow)}
</tbody></table>`;
}

function tallyRow({ name, entries }: Group): Raw {
  const sum = (of: (entry: LedgerEntry) => number): number => entries.reduce((all, one) => all + of(one), 0);
  const gaps = entries.flatMap(({ retryGapsMs }) => retryGapsMs).toSorted((a, b) => a - b);
  const [shortest = 0, longest = 0] = [gaps[0], gaps.at(-1)];
  const span = shortest === longest ? duration(longest) : `${duration(shortest)} to ${duration(longest)}`;
  const wrong = (label: string, n: number): Raw =>
    n === 0 ? figure(label, '0') : figure(label, badge('warn', number(n)));
  return html`
<tr><th scope="row">${name}</th>${figure('events', number(entries.length))}${figure('attempts', number(sum(({ attempts }) => attempts)))}${figure('gaps', gaps.length === 0 ? '–' : span)}${wrong(
    'duplicates',
    sum(({ duplicates }) => duplicates),
  )}${wrong(
    'out of order',
    sum(({ outOfOrder }) => Number(outOfOrder)),
  )}${wrong(
    'lost',
    sum(({ lost }) => Number(lost)),
  )}</tr>`;
}

function limitTable({ limits, enforced }: Ledger): Raw {
  return html`<h3>Limits of the tester</h3>
<p class="lead">${enforced ? 'Limits are enforced: a broken one counts against the target.' : 'No standard sets these. They say nothing about conformance, and do not count unless limits are enforced (--enforce-limits).'}</p>
<table class="timing limits"><caption class="visually-hidden">Limits and what was measured</caption>
<thead><tr><th scope="col">Limit</th><th scope="col">At most</th><th scope="col">Seen</th><th scope="col">Kept</th><th scope="col">Source</th></tr></thead>
<tbody>${limits.map((limit) => limitRow(limit, enforced))}
</tbody></table>`;
}

function limitBadge({ kept, undecided }: LimitRow, enforced: boolean): Raw {
  if (kept === null) return badge('not-tested', 'Not measured');
  // What was seen may be off by more than it exceeds the limit.
  if (undecided) return badge('note', 'Cannot be told');
  return kept ? badge('pass', 'Kept') : badge(enforced ? 'fail' : 'warn', 'Exceeded');
}

function limitRow(limit: LimitRow, enforced: boolean): Raw {
  const { name, limitMs, actualMs, source } = limit;
  return html`
<tr><th scope="row">${name}</th>${figure('at most', duration(limitMs))}${figure('seen', actualMs === null ? '–' : duration(actualMs))}<td>${limitBadge(limit, enforced)}</td><td>${source}</td></tr>`;
}

function pollLine({ emptyPollsMs }: Ledger): Raw | null {
  if (emptyPollsMs.length === 0) return null;
  const sorted = emptyPollsMs.toSorted((a, b) => a - b);
  const at = (share: number): string => duration(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return html`<p class="empty-polls">${count(sorted.length, 'poll')} that brought nothing ${sorted.length === 1 ? 'was' : 'were'} held for ${at(0.5)} (median; from ${at(0)} to ${at(1)}).</p>`;
}

function figure(label: string, value: Part): Raw {
  return html`<td class="num" data-label="${label}">${value}</td>`;
}
