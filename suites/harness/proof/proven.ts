import { faults } from '../../../mocks/faults/index.ts';
import type { TransmitterCheck } from '../check.ts';
import trips from './trips.json' with { type: 'json' };

/**
 * What each fault trips: fault name to keys of the checks that report it. Written by `self-test --update`, read by
 * people in review, held by the tests: what a fault trips beyond its own check must be foreseen here.
 */
export const foreseenTrips: Readonly<Record<string, readonly string[]>> = trips;

/** Names of the faults that a check was seen to find. */
export function provenBy(check: TransmitterCheck): string[] {
  const own = new Set<string>(check.requirements);
  return faults
    .filter(
      ({ name, breaks }) =>
        own.has(breaks) && foreseenTrips[name]?.some((key) => key.split('@')[0] === check.id),
    )
    .map(({ name }) => name);
}
