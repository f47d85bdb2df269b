import { widthOf } from '../../scenarios/ledger/numeric-date.ts';
import type { ClockSkew } from '../../scenarios/performance.ts';

/** Where the skew may lie: `from` is in it, `to` is not. */
interface Interval {
  from: number;
  to: number;
}

/** Observations that are kept; more tell hardly more, and a storm must not make this slow. */
const KEPT = 2_000;

/**
 * How far the clock of the Transmitter is ahead of ours, by what cannot be otherwise. Every observation bounds it:
 *
 * - A Date header (RFC 9110 6.6.1) names a second in which the answer was made, and that was between our request and
 *   the answer. So the skew is within an interval as wide as that second and the round trip.
 * - A SET had been signed when it arrived, so a skew that makes `iat` later than the arrival is too small: a lower
 *   bound. It may have waited before it was sent, hence nothing bounds the skew from above, unless it is known that it
 *   cannot have been signed before something (`notBeforeMs`).
 *
 * What is told may be wrong: a proxy with its own clock, an old answer from a cache, one of several servers. Of Date
 * headers that contradict each other the instant counts on which most of them agree (Marzullo), of equals the earlier
 * one. An `iat` only narrows what Date headers left; where it contradicts them it is not counted, nor is one that
 * contradicts the tightest earlier bounds of `iat` where there is no Date header at all. Nothing here throws.
 */
export class SkewEstimator {
  readonly #epochMs: number;
  #dates: Interval[] = [];
  #tokens: Interval[] = [];

  /** `epochMs`: ms since the epoch at 0 of the clock of the other times. */
  constructor({ epochMs }: { epochMs: number }) {
    this.#epochMs = epochMs;
  }

  /** A Date header of an answer: when its request was sent and when it was received. Do not give it answers out of caches (Age). */
  date(value: string, sentAtMs: number, receivedAtMs: number): void {
    const second = Date.parse(value);
    if (Number.isNaN(second) || !(sentAtMs <= receivedAtMs)) return;
    this.#keep(this.#dates, {
      from: second - this.#ours(receivedAtMs),
      to: second + 1000 - this.#ours(sentAtMs),
    });
  }

  /** `iat` of a SET (s) and when it arrived; `notBeforeMs`: before this it cannot have been signed, e.g. since we asked for it then. */
  iat(seconds: number, arrivedAtMs: number, notBeforeMs?: number): void {
    if (!Number.isFinite(seconds)) return;
    this.#keep(this.#tokens, {
      from: seconds * 1000 - this.#ours(arrivedAtMs),
      to: notBeforeMs === undefined ? Infinity : seconds * 1000 + widthOf(seconds) - this.#ours(notBeforeMs),
    });
  }

  /** Null while it is not bounded on both sides. */
  estimate(): ClockSkew | null {
    const dated = agreement(this.#dates);
    let { from, to } = dated?.interval ?? { from: -Infinity, to: Infinity };
    let samples = dated?.count ?? 0;
    for (const token of this.#tokens) {
      const narrowed = { from: Math.max(from, token.from), to: Math.min(to, token.to) };
      if (narrowed.from >= narrowed.to) continue;
      ({ from, to } = narrowed);
      samples += 1;
    }
    if (!Number.isFinite(from) || !Number.isFinite(to)) return null;
    return { ms: (from + to) / 2, uncertaintyMs: (to - from) / 2, samples };
  }

  #ours(atMs: number): number {
    return this.#epochMs + atMs;
  }

  #keep(list: Interval[], interval: Interval): void {
    if (list.length < KEPT && interval.from < interval.to) list.push(interval);
  }
}

/** The part that most intervals share, and how many do. */
function agreement(intervals: readonly Interval[]): { interval: Interval; count: number } | null {
  const edges = intervals.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ]);
  // Where one ends as another begins they have nothing in common.
  edges.sort((a, b) => a.at - b.at || a.step - b.step);
  let depth = 0;
  let best: { interval: Interval; count: number } | null = null;
  for (const [i, edge] of edges.entries()) {
    depth += edge.step;
    const next = edges[i + 1];
    if (next === undefined || depth <= (best?.count ?? 0)) continue;
    best = { interval: { from: edge.at, to: next.at }, count: depth };
  }
  return best;
}
