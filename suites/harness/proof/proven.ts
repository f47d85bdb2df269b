import { faults } from '../../../mocks/faults/index.ts';
import { receiverFaults } from '../../../mocks/faults/receiver/index.ts';
import type { AnyCheck } from '../any-check.ts';
import trips from './trips.json' with { type: 'json' };

/**
 * What each fault trips: its name, then the key of each check whose outcome it changes, with that outcome. Written by
 * `self-test --update`, read by people in review, held by the tests: a check that is not foreseen here must not trip.
 */
export const foreseenTrips: Readonly<Record<string, Readonly<Record<string, string>>>> = trips;

const ACCUSES: ReadonlySet<string> = new Set(['fail', 'warn']);

/** Names of the faults that a check was seen to find. */
export function provenBy(check: AnyCheck): string[] {
  const own = new Set<string>(check.requirements);
  return [...faults, ...receiverFaults]
    .filter(
      ({ name, breaks }) =>
        own.has(breaks) &&
        Object.entries(foreseenTrips[name] ?? {}).some(
          ([key, outcome]) => key.split('@')[0] === check.id && ACCUSES.has(outcome),
        ),
    )
    .map(({ name }) => name);
}
