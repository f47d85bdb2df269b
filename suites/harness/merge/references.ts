import type { Finding, LedgerEntry, Moment, Results } from '../../../reports/results.ts';

/** What becomes of ids and of points in time, ms since the start of the run. */
export interface Renumbering {
  exchange?: (id: number) => number;
  set?: (id: number) => number;
  entry?: (id: number) => number;
  at?: (ms: number) => number;
}

/** The results with other ids and times, wherever they stand: at what they name, and in all that refers to it. */
export function renumbered(results: Results, renumbering: Renumbering): Results {
  const as = { exchange: same, set: same, entry: same, at: same, ...renumbering };
  const atOrNull = (ms: number | null): number | null => (ms === null ? null : as.at(ms));
  const referring = <T extends Pick<Moment, 'exchange' | 'set' | 'entry'>>(one: T): T => ({
    ...one,
    ...(one.exchange === undefined ? {} : { exchange: as.exchange(one.exchange) }),
    ...(one.set === undefined ? {} : { set: as.set(one.set) }),
    ...(one.entry === undefined ? {} : { entry: as.entry(one.entry) }),
  });
  const entry = (one: LedgerEntry): LedgerEntry => ({
    ...one,
    id: as.entry(one.id),
    set: one.set === null ? null : as.set(one.set),
    happenedAtMs: atOrNull(one.happenedAtMs),
    toldAtMs: atOrNull(one.toldAtMs),
    eventTimestampAtMs: atOrNull(one.eventTimestampAtMs),
    signedAtMs: atOrNull(one.signedAtMs),
    firstAttemptAtMs: atOrNull(one.firstAttemptAtMs),
    acceptedAtMs: atOrNull(one.acceptedAtMs),
    actedAtMs: atOrNull(one.actedAtMs),
  });
  const { checks, exchanges, sets, timing, scenarios } = results;
  return {
    ...results,
    checks: checks.map((check) => ({
      ...check,
      findings: check.findings.map((finding) => referring<Finding>(finding)),
      exchanges: check.exchanges.map(as.exchange),
    })),
    exchanges: exchanges.map((one) => ({ ...one, id: as.exchange(one.id), atMs: as.at(one.atMs) })),
    sets: sets.map((one) => ({
      ...one,
      id: as.set(one.id),
      exchange: as.exchange(one.exchange),
      arrivedAtMs: as.at(one.arrivedAtMs),
    })),
    timing: {
      ...timing,
      ...(timing.ledger && { ledger: { ...timing.ledger, entries: timing.ledger.entries.map(entry) } }),
    },
    ...(scenarios && {
      scenarios: scenarios.map((one) => ({
        ...one,
        startedAtMs: as.at(one.startedAtMs),
        steps: one.steps.map((step) => ({ ...step, atMs: atOrNull(step.atMs) })),
        moments: one.moments.map((moment) => ({ ...referring(moment), atMs: as.at(moment.atMs) })),
      })),
    }),
  };
}

/**
 * The largest id of each kind that the results name or refer to. What they refer to need not be there: of a long run not
 * everything is kept.
 */
export function largestIds(results: Results): { exchange: number; set: number; entry: number } {
  const largest = { exchange: 0, set: 0, entry: 0 };
  const note = (kind: keyof typeof largest) => (id: number) => {
    largest[kind] = Math.max(largest[kind], id);
    return id;
  };
  renumbered(results, { exchange: note('exchange'), set: note('set'), entry: note('entry') });
  return largest;
}

function same(value: number): number {
  return value;
}
