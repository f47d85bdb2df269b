import type { Ledger } from '../../../reports/results.ts';
import type { Performance } from '../performance.ts';
import { durationsOf, rounded } from './durations.ts';
import { type Booked, book } from './entries.ts';
import { limitRows } from './limits.ts';

/** What the ledger is made of. */
export interface LedgerInput {
  performances: readonly Performance[];
  /** How long polls were held that brought nothing, ms. */
  emptyPollsMs: readonly number[];
  /** Limits in ms that the tester set, by their names in `TIMING_LIMITS`; what is not set has its default. */
  limits: Readonly<Record<string, number>>;
  enforced: boolean;
  /** How long verification events took that were asked for, ms. */
  verificationsMs?: readonly number[];
}

/** The times of all events of some performances, on our clock, and what comes of them. */
export function ledgerOf(input: LedgerInput): Ledger {
  const booked: Booked = { entries: [], durations: [] };
  for (const performance of input.performances) {
    const { entries, durations } = book(performance, booked.entries.length + 1);
    booked.entries.push(...entries);
    booked.durations.push(...durations);
  }
  return {
    entries: booked.entries,
    durations: durationsOf(booked.durations),
    limits: limitRows(input.limits, {
      durations: booked.durations,
      retryGapsMs: booked.entries.flatMap(({ retryGapsMs }) => retryGapsMs),
      verificationsMs: input.verificationsMs ?? [],
    }),
    enforced: input.enforced,
    clockSkew: skewOf(input.performances),
    emptyPollsMs: input.emptyPollsMs.map(rounded),
  };
}

/** The one that is known best: the estimate gets narrower as a run goes on. */
function skewOf(performances: readonly Performance[]): Ledger['clockSkew'] {
  const known = performances.flatMap(({ skew }) => skew ?? []);
  const [best] = known.toSorted((a, b) => a.uncertaintyMs - b.uncertaintyMs);
  if (best === undefined) return null;
  const { ms, uncertaintyMs, samples } = best;
  return { ms: rounded(ms), uncertaintyMs: rounded(uncertaintyMs), samples };
}
