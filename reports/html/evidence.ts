import type { RecordedBody, RecordedExchange, RecordedSet, Results } from '../results.ts';
import { count } from '../text/format.ts';
import { checkLink, exchangeAnchor, link, setAnchor } from './anchors.ts';
import { bodyIdentity } from './body.ts';
import { Budget } from './budget.ts';
import { exchangeDetail, exchangeLine } from './exchange.ts';
import { setDetail, setLine } from './set.ts';
import { html, type Raw } from './template.ts';

// 10,000 exchanges fit in a page of 5 MB: first in full, then as one line, then not at all.
const fullExchangeBytes = 1_500_000;
const lineExchangeBytes = 700_000;
const setBytes = 700_000;
const bodyLimit = { named: 16_000, other: 4_000 };

/** Exchanges and SETs as they stand in the page: which of them do, and their markup. */
export interface Evidence {
  exchanges: Map<number, RecordedExchange>;
  sets: Map<number, RecordedSet>;
  /** A link to an exchange or a SET, or plain words when it stands only in results.json. */
  exchangeLink(id: number): Raw;
  setLink(id: number): Raw;
  exchangeList: Raw[];
  setList: Raw[];
  /** What was left out, in words. */
  leftOut: string[];
}

/**
 * Lays out the evidence within the page's size. What a finding names comes first, so that it is never left out for the
 * sake of something that passed.
 */
export function layOutEvidence(results: Results): Evidence {
  const findings = results.checks.flatMap((check) => check.findings);
  const namedExchanges = new Set(findings.map((finding) => finding.exchange));
  const namedSets = new Set(findings.map((finding) => finding.set));
  const first = <T extends { id: number }>(all: readonly T[], named: Set<number | undefined>) => [
    ...all.filter(({ id }) => named.has(id)),
    ...all.filter(({ id }) => !named.has(id)),
  ];

  const repeated = bodyReferences();
  const full = new Budget(fullExchangeBytes);
  const lines = new Budget(lineExchangeBytes);
  const exchangeMarkup = new Map<number, Raw>();
  for (const exchange of first(results.exchanges, namedExchanges)) {
    const limit = namedExchanges.has(exchange.id) ? bodyLimit.named : bodyLimit.other;
    const whole = exchangeEntry(
      exchange,
      exchangeDetail(exchange, limit, checkOf(exchange), repeated(exchange.id)),
    );
    const short = exchangeEntry(exchange, null);
    if (full.fits(whole)) exchangeMarkup.set(exchange.id, whole);
    else if (lines.fits(short)) exchangeMarkup.set(exchange.id, short);
  }

  const setBudget = new Budget(setBytes);
  const setMarkup = new Map<number, Raw>();
  for (const set of first(results.sets, namedSets)) {
    const source = exchangeMarkup.has(set.exchange)
      ? exchangeLinkTo(set.exchange)
      : inResults('exchange', set.exchange);
    const markup = setEntry(set, source);
    if (setBudget.fits(markup)) setMarkup.set(set.id, markup);
  }

  return {
    exchanges: new Map(results.exchanges.map((exchange) => [exchange.id, exchange])),
    sets: new Map(results.sets.map((set) => [set.id, set])),
    exchangeLink: (id) => (exchangeMarkup.has(id) ? exchangeLinkTo(id) : inResults('exchange', id)),
    setLink: (id) => (setMarkup.has(id) ? link(setAnchor(id), `SET ${id}`) : inResults('SET', id)),
    exchangeList: inOrder(results.exchanges, exchangeMarkup),
    setList: inOrder(results.sets, setMarkup),
    leftOut: leftOut(full.leftOut - lines.leftOut, lines.leftOut, setBudget.leftOut),
  };
}

/** A body of some length is shown once; whoever has the same one refers to it. */
function bodyReferences(): (exchange: number) => (body: RecordedBody | null) => Raw | null {
  const shownIn = new Map<string, number>();
  return (exchange) => (body) => {
    const identity = bodyIdentity(body);
    if (identity === null) return null;
    const earlier = shownIn.get(identity);
    if (earlier === undefined) {
      shownIn.set(identity, exchange);
      return null;
    }
    return html`<p class="cut-note">The same body as in ${exchangeLinkTo(earlier)}.</p>`;
  };
}

function checkOf({ check }: { check: string | null }): Raw | null {
  return check === null ? null : html`Check: ${checkLink(check)}`;
}

function exchangeLinkTo(id: number): Raw {
  return link(exchangeAnchor(id), `exchange ${id}`);
}

function inResults(what: string, id: number): Raw {
  return html`${what} ${id} <span class="muted">(in results.json)</span>`;
}

function exchangeEntry(exchange: RecordedExchange, detail: Raw | null): Raw {
  const summary = html`<span class="no">${exchange.id}</span> ${exchangeLine(exchange)}`;
  // The id stands inside the folded part: a browser that follows a link to it opens what it is in.
  if (detail === null)
    return html`<li class="line" id="${exchangeAnchor(exchange.id)}">${summary}</li>
`;
  return html`<li><details><summary>${summary}</summary><div id="${exchangeAnchor(exchange.id)}">${detail}</div></details></li>
`;
}

function setEntry(set: RecordedSet, source: Raw): Raw {
  return html`<li><details><summary><span class="no">${set.id}</span> ${setLine(set)}</summary><div id="${setAnchor(set.id)}">${setDetail(set, source, checkOf(set))}</div></details></li>
`;
}

function inOrder(all: readonly { id: number }[], markup: Map<number, Raw>): Raw[] {
  return all.flatMap(({ id }) => markup.get(id) ?? []);
}

function leftOut(lines: number, exchanges: number, sets: number): string[] {
  return [
    ...(lines > 0 ? [`${count(lines, 'exchange')} shown as one line only`] : []),
    ...(exchanges > 0 ? [`${count(exchanges, 'exchange')} left out`] : []),
    ...(sets > 0 ? [`${count(sets, 'SET')} left out`] : []),
  ];
}
