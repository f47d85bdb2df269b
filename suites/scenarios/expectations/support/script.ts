import { castPeople } from '../../people.ts';
import type { ExpectedEvent, Scenario } from '../../scenario.ts';

const told = new WeakMap<Scenario, readonly ExpectedEvent[]>();

/** The events of a scenario, told of some people or other: what does not depend on whom it is told of. */
export function eventsOfScenario(scenario: Scenario): readonly ExpectedEvent[] {
  const events =
    told.get(scenario) ??
    scenario.script(castPeople(0, scenario.needs, [], 0)).flatMap(({ event }) => event ?? []);
  told.set(scenario, events);
  return events;
}

/** Whether an event of a scenario is such; for `Expectation.concerns`. */
export function hasEvent(scenario: Scenario, holds: (event: ExpectedEvent) => boolean): boolean {
  return eventsOfScenario(scenario).some(holds);
}
