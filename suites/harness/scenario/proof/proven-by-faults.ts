import { scenarioFaults } from '../../../../mocks/faults/scenario/index.ts';
import trips from './scenario-trips.json' with { type: 'json' };

/**
 * What each fault trips: its name, then the name of each scenario in which it can show, with the expectations that are not
 * met then. Written by `self-test --update`, read by people in review, held by the tests.
 */
export const foreseenScenarioTrips: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> =
  trips;

/** Names of the faults that were made to break an expectation and were seen to break it in a scenario. */
export function provenByFaults(scenario: string, expectation: string): string[] {
  return scenarioFaults
    .filter(
      ({ name, breaks }) =>
        breaks === expectation && foreseenScenarioTrips[name]?.[scenario]?.includes(expectation) === true,
    )
    .map(({ name }) => name);
}
