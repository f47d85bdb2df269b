import type { RecordedBody, RecordedExchange, RecordedSet, Results } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, number } from '../text/format.ts';
import { checkKey, groupBy } from '../view.ts';
import { checkLink, exchangeAnchor, fragment, link, setAnchor } from './anchors.ts';
import { bodyIdentity } from './body.ts';
import { bodyLimitFor, type EvidenceRoom, setSize, tokenLimit } from './budget.ts';
import { claimReader } from './claims.ts';
import { exchangeDetail, exchangeLine } from './exchange.ts';
import { evidenceOfScenarios } from './moments.ts';
import { setBrief, setDetail, setLine } from './set.ts';
import type { LaidOutLog } from './target-log.ts';
import { html, type Raw } from './template.ts';

const namedBodyLimit = 16_000;
const setsPerExchange = 12;
const checksNamed = 6;

/** Bytes that an item takes that a finding names, roughly. */
const namedSize = 8_000;

/** Bytes that hold nothing of any use. */
const crumb = 500;

/** Exchanges and SETs as they stand in the page: which of them do, and their markup. */
export interface Evidence {
  exchanges: Map<number, RecordedExchange>;
  sets: Map<number, RecordedSet>;
  /** A link to an exchange or a SET, or plain words when it stands only in results.json. */
  exchangeLink(id: number): Raw;
  setLink(id: number): Raw;
  /** One line about a SET, with whether it is wrong. */
  setLine(set: RecordedSet): Raw;
  /** All about one of them, to be shown outside its list; `limit` is in characters of a body. */
  exchangeDetail(exchange: RecordedExchange, limit: number, context: Raw): Raw;
  setDetail(set: RecordedSet, context: Raw): Raw;
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
export function layOutEvidence(
  results: Results,
  room: EvidenceRoom,
  log: LaidOutLog | null = null,
): Evidence {
  const findings = results.checks.flatMap((check) => check.findings);
  const drawn = evidenceOfScenarios(results);
  const startedAt = Date.parse(results.startedAt);
  const keys = new Set(results.checks.map(checkKey));
  const proves = (of: 'exchange' | 'set') =>
    groupBy(
      results.checks.flatMap((check) =>
        [...new Set(check.findings.map((finding) => finding[of]))].map((id) => ({
          id,
          key: checkKey(check),
        })),
      ),
      ({ id }) => id,
    );
  const [byExchange, bySet] = [proves('exchange'), proves('set')];
  /** The check that it belongs to, and the findings that it shows. */
  const checkOf = (
    { check }: { check: string | null },
    shows: readonly { key: string }[] = [],
  ): Raw | false => {
    if (check === null && shows.length === 0) return false;
    const own =
      check !== null &&
      !shows.some(({ key }) => key === check) &&
      html`Check: ${keys.has(check) ? checkLink(check) : html`<code>${check}</code>`}`;
    if (shows.length === 0) return html`${own}`;
    const more = shows.length - checksNamed;
    return html`${own}${own && ' · '}Evidence for: ${shows.slice(0, checksNamed).map(({ key }, i) => html`${i > 0 ? ', ' : ''}${checkLink(key)}`)}${more > 0 && ` and ${more} more`}`;
  };

  const exchanges = byWeight(results.exchanges, [
    new Set(findings.map(({ exchange }) => exchange)),
    new Set(drawn.exchanges),
  ]);
  const exchangesInPage = new Lines(room.exchanges, exchanges, exchangeAnchor, exchangeLine);
  const read = claimReader(results);
  const sets = byWeight(results.sets, [
    new Set(findings.map(({ set }) => set)),
    new Set(drawn.sets),
    new Set(results.sets.filter(({ breaches = [] }) => breaches.length > 0).map(({ id }) => id)),
  ]);
  const setsInPage = new Lines(room.sets, sets, setAnchor, (set) => setLine(set, read(set)));

  const exchangeLink = (id: number): Raw =>
    exchangesInPage.has(id) ? link(exchangeAnchor(id), `exchange ${id}`) : inResults('exchange', id);
  const setLink = (id: number): Raw =>
    setsInPage.has(id) ? link(setAnchor(id), `SET ${id}`) : inResults('SET', id);

  const carried = groupBy(results.sets, ({ exchange }) => exchange);
  const setsOf = ({ id }: RecordedExchange): Raw[] =>
    (carried.get(id) ?? [])
      .slice(0, setsPerExchange)
      .map(
        (set) =>
          html`${setLink(set.id)}${set.jti !== null && html` <span class="jti">${excerptLine(set.jti, 60)}</span>`}`,
      );
  const bodies = new ShownBodies(exchangeLink);
  const limit = bodyLimitFor(results.exchanges, room.exchanges);
  exchangesInPage.unfold(
    (exchange, weight) =>
      exchangeDetail(exchange, {
        ...(weight === 0 ? { limit: namedBodyLimit } : { limit, tokenLimit }),
        context: checkOf(exchange, byExchange.get(exchange.id)),
        startedAt,
        sets: setsOf(exchange),
        written: log?.beside(exchange, weight === 0),
        repeated: (body) => bodies.reference(body),
      }),
    (exchange) => bodies.add(exchange),
  );
  const contextOf = (
    set: RecordedSet,
    context: Raw | false = checkOf(set, bySet.get(set.id)),
    everyRule = true,
  ) => ({
    source: exchangeLink(set.exchange),
    context,
    startedAt,
    everyRule,
  });
  const detailOf = (set: RecordedSet, context?: Raw, everyRule?: boolean): Raw =>
    setDetail(set, read(set), contextOf(set, context, everyRule));
  setsInPage.room += exchangesInPage.room;
  // Of many SETs, those that nothing is wrong with are shown without their rules; so are others before they get no room.
  const isRoomy = results.sets.length * setSize <= setsInPage.room;
  const kept = 0.4 * setsInPage.room;
  setsInPage.unfold((set, weight) =>
    isRoomy || weight === 0 || (weight < 3 && setsInPage.room > kept)
      ? detailOf(set, undefined, weight === 0)
      : setBrief(set, read(set), contextOf(set)),
  );

  return {
    exchanges: new Map(results.exchanges.map((exchange) => [exchange.id, exchange])),
    sets: new Map(results.sets.map((set) => [set.id, set])),
    exchangeLink,
    setLink,
    setLine: (set) => setLine(set, read(set)),
    exchangeDetail: (exchange, most, context) =>
      exchangeDetail(exchange, {
        limit: most,
        context,
        startedAt,
        sets: setsOf(exchange),
        written: log?.beside(exchange, true),
      }),
    setDetail: (set, context) => detailOf(set, context),
    hrefOf: ({ set, exchange }) => {
      if (set !== undefined && setsInPage.has(set)) return fragment(setAnchor(set));
      const held = exchange !== undefined && exchangesInPage.has(exchange);
      return held ? fragment(exchangeAnchor(exchange)) : null;
    },
    exchangeList: exchangesInPage.inOrder(results.exchanges),
    setList: setsInPage.inOrder(results.sets),
    leftOut: [
      ...(limit < 4_000 ? [`bodies cut after ${number(limit)} characters where no finding names them`] : []),
      ...leftOut('exchange', exchangesInPage),
      ...leftOut('SET', setsInPage),
    ],
  };
}

/** A list of evidence: a line for each item first, and then, for as many as there is room, what folds out of the line. */
class Lines<T extends { id: number }> {
  readonly #items: readonly { item: T; weight: number }[];
  readonly #lines = new Map<number, { summary: Raw; bytes: number }>();
  readonly #markup = new Map<number, Raw>();
  readonly #anchor: (id: number) => string;
  /** Bytes that are left. */
  room: number;
  /** How many are only a line. */
  folded = 0;

  constructor(
    room: number,
    items: readonly { item: T; weight: number }[],
    anchor: (id: number) => string,
    line: (item: T) => Raw,
  ) {
    this.#items = items;
    this.#anchor = anchor;
    // What a finding names is not only a line: there must be room to unfold it.
    const named = items.filter(({ weight }) => weight === 0).length;
    const reserved = Math.min(namedSize * named, room / 2);
    this.room = room - reserved;
    for (const { item } of items) {
      const { id } = item;
      const summary = html`<span class="no">${id}</span> ${line(item)}`;
      const markup = html`<li class="line" id="${anchor(id)}">${summary}</li>\n`;
      const bytes = Buffer.byteLength(markup.markup);
      if (bytes > this.room) break;
      this.room -= bytes;
      this.#lines.set(id, { summary, bytes });
      this.#markup.set(id, markup);
    }
    this.room += reserved;
  }

  /** How many are not in the page at all. */
  get missing(): number {
    return this.#items.length - this.#lines.size;
  }

  has(id: number): boolean {
    return this.#lines.has(id);
  }

  unfold(detail: (item: T, weight: number) => Raw, placed?: (item: T) => void): void {
    for (const { item, weight } of this.#items) {
      const { id } = item;
      const line = this.#lines.get(id);
      if (line === undefined) continue;
      // To make markup for next to no room would be wasted.
      const whole = this.room < crumb ? null : this.#folding(id, line.summary, detail(item, weight));
      const bytes = whole === null ? 0 : Buffer.byteLength(whole.markup) - line.bytes;
      if (whole === null || bytes > this.room) {
        this.folded += 1;
        continue;
      }
      this.room -= bytes;
      this.#markup.set(id, whole);
      placed?.(item);
    }
  }

  /** The id stands inside the folded part: a browser that follows a link to it opens what it is in. */
  #folding(id: number, summary: Raw, detail: Raw): Raw {
    return html`<li><details><summary>${summary}</summary><div id="${this.#anchor(id)}">${detail}</div></details></li>\n`;
  }

  inOrder(all: readonly T[]): Raw[] {
    return all.flatMap(({ id }) => this.#markup.get(id) ?? []);
  }
}

/** What is in the first set of ids, then in the second, and so on, then the rest; each in its order. */
function byWeight<T extends { id: number }>(
  all: readonly T[],
  sets: readonly ReadonlySet<number | undefined>[],
): { item: T; weight: number }[] {
  const weighed = all.map((item) => {
    const index = sets.findIndex((ids) => ids.has(item.id));
    return { item, weight: index === -1 ? sets.length : index };
  });
  return weighed.toSorted((a, b) => a.weight - b.weight);
}

/** A body of some length is shown once; whoever has the same one refers to it. */
class ShownBodies {
  readonly #shownIn = new Map<string, number>();
  readonly #link: (id: number) => Raw;

  constructor(exchangeLink: (id: number) => Raw) {
    this.#link = exchangeLink;
  }

  /** A reference to an exchange that is in the page with the same body, or null. */
  reference(body: RecordedBody): Raw | null {
    const earlier = this.#shownIn.get(bodyIdentity(body) ?? '');
    return earlier === undefined
      ? null
      : html`<p class="cut-note">The same body as in ${this.#link(earlier)}.</p>`;
  }

  /** Only now, when the exchange is known to be in the page, can others refer to it. */
  add({ id, request, response }: RecordedExchange): void {
    for (const body of [request.body, response?.body ?? null]) {
      const identity = bodyIdentity(body);
      if (identity !== null && !this.#shownIn.has(identity)) this.#shownIn.set(identity, id);
    }
  }
}

function inResults(what: string, id: number): Raw {
  return html`${what} ${id} <span class="muted">(in results.json)</span>`;
}

function leftOut(what: string, { folded, missing }: { folded: number; missing: number }): string[] {
  return [
    ...(folded > 0 ? [`${count(folded, what)} shown as one line only`] : []),
    ...(missing > 0 ? [`${count(missing, what)} left out`] : []),
  ];
}
