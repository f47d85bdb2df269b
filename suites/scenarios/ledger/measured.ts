import type { LedgerEntry } from '../../../reports/results.ts';
import type { Measured } from './durations.ts';

/** The durations that the entries of a ledger tell; those that are not known, or contradict what was seen, are left out. */
export function measuredOf(entries: readonly LedgerEntry[]): Measured[] {
  return entries.flatMap((entry) => [
    ...until(entry, 'process-to-signing', entry.signedAtMs, entry.signedOffMs),
    ...until(entry, 'delivery', entry.firstAttemptAtMs, 0),
    ...until(entry, 'ingest-to-push', entry.acceptedAtMs, 0),
    ...until(entry, 'end-to-end', entry.actedAtMs, entry.actedOffMs),
  ]);
}

function until(
  { eventType, delivery, happenedAtMs }: LedgerEntry,
  name: Measured['name'],
  endMs: number | null,
  off: number | undefined,
): Measured[] {
  if (happenedAtMs === null || endMs === null || off === undefined) return [];
  const ms = endMs - happenedAtMs;
  return [{ name, eventType, delivery, duration: { ms, low: ms - off, high: ms + off } }];
}
