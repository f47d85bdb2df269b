import type { Ledger, LedgerEntry } from '../../../reports/results.ts';
import type { Performance } from '../performance.ts';
import { durationsOf, rounded } from './durations.ts';
import { book } from './entries.ts';
import { limitRows } from './limits.ts';
import { measuredOf } from './measured.ts';

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
  const entries: LedgerEntry[] = [];
  for (const performance of input.performances) entries.push(...book(performance, entries.length + 1));
  return ledgerOfEntries(entries, {
    ...input,
    clockSkew: bestSkew(input.performances.map(({ skew }) => skew)),
  });
}

/** What comes of entries: durations, and whether limits were kept. */
export function ledgerOfEntries(
  entries: LedgerEntry[],
  input: Omit<LedgerInput, 'performances'> & Pick<Ledger, 'clockSkew'>,
): Ledger {
  const measured = measuredOf(entries);
  return {
    entries,
    durations: durationsOf(measured),
    limits: limitRows(input.limits, {
      durations: measured,
      retryGapsMs: entries.flatMap(({ retryGapsMs }) => retryGapsMs),
      verificationsMs: input.verificationsMs ?? [],
    }),
    enforced: input.enforced,
    clockSkew: input.clockSkew,
    emptyPollsMs: input.emptyPollsMs.map(rounded),
  };
}

/** The one that is known best: the estimate gets narrower as a run goes on. */
export function bestSkew(all: readonly (Ledger['clockSkew'] | undefined)[]): Ledger['clockSkew'] {
  const known = all.flatMap((skew) => skew ?? []);
  const [best] = known.toSorted((a, b) => a.uncertaintyMs - b.uncertaintyMs);
  if (best === undefined) return null;
  const { ms, uncertaintyMs, samples } = best;
  return { ms: rounded(ms), uncertaintyMs: rounded(uncertaintyMs), samples };
}
