import type { LedgerEntry } from '../../../reports/results.ts';
import type { Attempt, WireSet } from '../performance.ts';
import { isAccepted } from '../progress.ts';
import { rounded } from './durations.ts';

/** What the attempts to deliver a SET tell, and those of SETs that said the same once more. */
export type Attempts = Pick<
  LedgerEntry,
  'firstAttemptAtMs' | 'acceptedAtMs' | 'attempts' | 'retryGapsMs' | 'duplicates'
>;

/**
 * `set`: the one that answers the event, `again`: further SETs with the same event. A SET counts as accepted when the
 * first answer with a status of success was there; an attempt that began later is a duplicate, one before it a retry.
 */
export function attemptsOf(set: WireSet | null, again: readonly WireSet[]): Attempts {
  const attempts = set?.attempts ?? [];
  const acceptedAtMs = acceptanceOf(attempts);
  const tries = attempts.filter(({ atMs }) => atMs <= (acceptedAtMs ?? Infinity));
  const gaps = tries.slice(1).map(({ atMs }, i) => atMs - (tries[i]?.atMs ?? atMs));
  return {
    firstAttemptAtMs: attempts[0]?.atMs ?? null,
    acceptedAtMs,
    attempts: attempts.length,
    retryGapsMs: gaps.map(rounded),
    duplicates: repetitions(attempts) + again.reduce((sum, one) => sum + 1 + repetitions(one.attempts), 0),
  };
}

function acceptanceOf(attempts: readonly Attempt[]): number | null {
  const accepted = attempts.flatMap(({ status, answeredAtMs }) =>
    answeredAtMs !== null && isAccepted(status) ? [answeredAtMs] : [],
  );
  return accepted.length === 0 ? null : Math.min(...accepted);
}

function repetitions(attempts: readonly Attempt[]): number {
  const acceptedAtMs = acceptanceOf(attempts) ?? Infinity;
  return attempts.filter(({ atMs }) => atMs > acceptedAtMs).length;
}
