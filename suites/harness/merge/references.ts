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
  const { checks, exchanges, sets, timing, scenarios, targetLog } = results;
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
    ...(targetLog && {
      targetLog: {
        ...targetLog,
        lines: targetLog.lines.map((line) => ({ ...line, atMs: as.at(line.atMs) })),
      },
    }),
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
 * The lowest and the highest id of each kind that the results name or refer to. What they refer to need not be there: of a
 * long run not everything is kept.
 */
export function idsIn(
  results: Results,
): Record<'exchange' | 'set' | 'entry', { lowest: number; highest: number }> {
  const none = { lowest: Infinity, highest: 0 };
  const ids = { exchange: { ...none }, set: { ...none }, entry: { ...none } };
  const note = (kind: keyof typeof ids) => (id: number) => {
    ids[kind].lowest = Math.min(ids[kind].lowest, id);
    ids[kind].highest = Math.max(ids[kind].highest, id);
    return id;
  };
  renumbered(results, { exchange: note('exchange'), set: note('set'), entry: note('entry') });
  return ids;
}

function same(value: number): number {
  return value;
}
