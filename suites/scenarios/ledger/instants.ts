import { isObject } from '../../set/subject.ts';
import type { ClockSkew, Performance, WireSet } from '../performance.ts';
import { widthOf } from './numeric-date.ts';

/** A time or a duration as well as it is known: it is not below `low` and not above `high`. ms. */
export interface Estimate {
  ms: number;
  low: number;
  high: number;
}

/** What is further away than this on our clock is no time of this run: milliseconds in place of seconds, a clock that was never set. */
const ABSURD_MS = 24 * 60 * 60_000;

export function exactly(ms: number): Estimate {
  return { ms, low: ms, high: ms };
}

/**
 * When a SET was signed, on our clock: as our own mock noted it, else `iat` in the middle of its second and corrected by
 * the skew. Null: nothing tells, or the skew is not known.
 */
export function signedAt(
  set: WireSet,
  { skew, epochMs }: Pick<Performance, 'skew' | 'epochMs'>,
): Estimate | null {
  if (set.signedAtMs !== null) return exactly(set.signedAtMs);
  return mapped(set.parsed.claims?.iat, skew, epochMs, set.attempts[0]?.atMs ?? 0);
}

/** `event_timestamp` (CAEP 2) of a SET's event on our clock, in the middle of its second. A mock of ours has our clock. */
export function eventTimestampAt(
  set: WireSet,
  eventType: string,
  { skew, epochMs }: Pick<Performance, 'skew' | 'epochMs'>,
): Estimate | null {
  const events = set.parsed.claims?.events;
  const event = isObject(events) ? events[eventType] : undefined;
  const known = set.signedAtMs === null ? skew : NO_SKEW;
  return mapped(
    isObject(event) ? event.event_timestamp : undefined,
    known,
    epochMs,
    set.attempts[0]?.atMs ?? 0,
  );
}

const NO_SKEW: ClockSkew = { ms: 0, uncertaintyMs: 0, samples: 0 };

function mapped(
  claim: unknown,
  skew: ClockSkew | null,
  epochMs: number,
  arrivedAtMs: number,
): Estimate | null {
  if (typeof claim !== 'number' || skew === null) return null;
  const from = claim * 1000 - epochMs - skew.ms;
  if (!(Math.abs(from - arrivedAtMs) <= ABSURD_MS)) return null;
  const width = widthOf(claim);
  return {
    ms: from + width / 2,
    low: from - skew.uncertaintyMs,
    high: from + width + skew.uncertaintyMs,
  };
}

/** An estimate between two times before and after which it cannot be; null when it contradicts them. */
export function between({ low, high }: Estimate, earliest: number, latest: number): Estimate | null {
  const from = Math.max(low, earliest);
  const to = Math.min(high, latest);
  return from <= to ? { ms: (from + to) / 2, low: from, high: to } : null;
}
