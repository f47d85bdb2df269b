import type { RecordedBody, RecordedExchange, RecordedSet, Results } from '../results.ts';
import { count } from '../text/format.ts';
import { checkKey } from '../view.ts';
import { checkLink, exchangeAnchor, fragment, link, setAnchor } from './anchors.ts';
import { bodyIdentity } from './body.ts';
import { Budget, shares } from './budget.ts';
import { exchangeDetail, exchangeLine } from './exchange.ts';
import { evidenceOfScenarios } from './moments.ts';
import { setDetail, setLine } from './set.ts';
import { html, type Raw } from './template.ts';

const bodyLimit = { named: 16_000, other: 4_000 };

/** Exchanges and SETs as they stand in the page: which of them do, and their markup. */
export interface Evidence {
  exchanges: Map<number, RecordedExchange>;
  sets: Map<number, RecordedSet>;
  /** A link to an exchange or a SET, or plain words when it stands only in results.json. */
  exchangeLink(id: number): Raw;
  setLink(id: number): Raw;
  /** The fragment of the SET, else of the exchange; null when the page holds neither. */
  hrefOf(ids: { set?: number | undefined; exchange?: number | undefined }): string | null;
  exchangeList: Raw[];
  setList: Raw[];
  /** What was left out, in words. */
  leftOut: string[];
}

/**
 * Lays out the evidence within the page's size. What a finding names comes first, then what the pictures of scenarios
 * lead to, so that neither is left out for the sake of something that passed.
 */
export function layOutEvidence(results: Results): Evidence {
  const findings = results.checks.flatMap((check) => check.findings);
  const namedExchanges = new Set(findings.map((finding) => finding.exchange));
  const namedSets = new Set(findings.map((finding) => finding.set));
  const drawn = evidenceOfScenarios(results);
  const drawnExchanges = new Set(drawn.exchanges);
  const drawnSets = new Set(drawn.sets);

  const keys = new Set(results.checks.map(checkKey));
  const checkOf = ({ check }: { check: string | null }) =>
    check !== null && html`Check: ${keys.has(check) ? checkLink(check) : html`<code>${check}</code>`}`;

  const share = shares(results);
  const bodies = new ShownBodies();
  const full = new Budget(share.exchanges);
  const lines = new Budget(share.lines);
  const exchangeMarkup = new Map<number, Raw>();
  for (const exchange of byWeight(results.exchanges, namedExchanges, drawnExchanges)) {
    const limit = namedExchanges.has(exchange.id) ? bodyLimit.named : bodyLimit.other;
    const detail = () => exchangeDetail(exchange, limit, checkOf(exchange), (body) => bodies.reference(body));
    const whole = full.place(() => exchangeEntry(exchange, detail()));
    if (whole !== null) bodies.add(exchange);
    const markup = whole ?? lines.place(() => exchangeEntry(exchange, null));
    if (markup !== null) exchangeMarkup.set(exchange.id, markup);
  }

  const setBudget = new Budget(share.sets);
  const setMarkup = new Map<number, Raw>();
  for (const set of byWeight(results.sets, namedSets, drawnSets)) {
    const source = exchangeMarkup.has(set.exchange)
      ? exchangeLinkTo(set.exchange)
      : inResults('exchange', set.exchange);
    const markup = setBudget.place(() => setEntry(set, setDetail(set, source, checkOf(set))));
    if (markup !== null) setMarkup.set(set.id, markup);
  }

  return {
    exchanges: new Map(results.exchanges.map((exchange) => [exchange.id, exchange])),
    sets: new Map(results.sets.map((set) => [set.id, set])),
    exchangeLink: (id) => (exchangeMarkup.has(id) ? exchangeLinkTo(id) : inResults('exchange', id)),
    setLink: (id) => (setMarkup.has(id) ? link(setAnchor(id), `SET ${id}`) : inResults('SET', id)),
    hrefOf: ({ set, exchange }) => {
      if (set !== undefined && setMarkup.has(set)) return fragment(setAnchor(set));
      const held = exchange !== undefined && exchangeMarkup.has(exchange);
      return held ? fragment(exchangeAnchor(exchange)) : null;
    },
    exchangeList: inOrder(results.exchanges, exchangeMarkup),
    setList: inOrder(results.sets, setMarkup),
    leftOut: leftOut(full.leftOut - lines.leftOut, lines.leftOut, setBudget.leftOut),
  };
}

/** What a finding names, then what a picture leads to, then the rest; each in its order. */
function byWeight<T extends { id: number }>(
  all: readonly T[],
  named: ReadonlySet<number | undefined>,
  drawn: ReadonlySet<number>,
): T[] {
  const weight = ({ id }: T): number => (named.has(id) ? 0 : drawn.has(id) ? 1 : 2);
  return all.toSorted((a, b) => weight(a) - weight(b));
}

/** A body of some length is shown once; whoever has the same one refers to it. */
class ShownBodies {
  readonly #shownIn = new Map<string, number>();

  /** A reference to an exchange that is in the page with the same body, or null. */
  reference(body: RecordedBody | null): Raw | null {
    const earlier = this.#shownIn.get(bodyIdentity(body) ?? '');
    return earlier === undefined
      ? null
      : html`<p class="cut-note">The same body as in ${exchangeLinkTo(earlier)}.</p>`;
  }

  /** Only now, when the exchange is known to be in the page, can others refer to it. */
  add({ id, request, response }: RecordedExchange): void {
    for (const body of [request.body, response?.body ?? null]) {
      const identity = bodyIdentity(body);
      if (identity !== null && !this.#shownIn.has(identity)) this.#shownIn.set(identity, id);
    }
  }
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

function setEntry(set: RecordedSet, detail: Raw): Raw {
  return html`<li><details><summary><span class="no">${set.id}</span> ${setLine(set)}</summary><div id="${setAnchor(set.id)}">${detail}</div></details></li>
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
