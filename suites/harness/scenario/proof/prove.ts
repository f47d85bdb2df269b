import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import { scenarioFaults } from '../../../../mocks/faults/scenario/index.ts';
import { scenarios } from '../../../scenarios/index.ts';
import type { Performance } from '../../../scenarios/performance.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { stormOf } from '../../../scenarios/storm.ts';
import { selectFor } from '../../selection.ts';
import { expectationsOf, type Judged, judgeExpectation } from '../judge-scenario.ts';
import { playBetweenMocks } from './play.ts';

/** The scenarios as they are played for the proof: the storm with fewer people, all at once. */
export const provenScenarios: readonly Scenario[] = scenarios.map((scenario) =>
  scenario.name === 'storm' ? stormOf(6, 0) : scenario,
);

/** Between mocks both sides are judged. */
export const BOTH = { transmitter: true, receiver: true };

/** Names of the expectations that say anything about a scenario. */
export function expectationNames(scenario: Scenario): string[] {
  return expectationsOf(scenario, BOTH).map(({ name }) => name);
}

/** The faults that can show in a scenario. */
export function faultsOf(scenario: Scenario): ScenarioFault[] {
  const names = expectationNames(scenario);
  return scenarioFaults.filter(({ only, breaks }) => only?.includes(scenario.name) ?? names.includes(breaks));
}

/** Plays a scenario, with a fault or without, and tells what each expectation comes to; default: between mocks. */
export async function judgedPlay(
  scenario: Scenario,
  fault?: ScenarioFault,
  play: (scenario: Scenario, fault?: ScenarioFault) => Promise<Performance> = playBetweenMocks,
): Promise<ReadonlyMap<string, Judged>> {
  const { severities } = selectFor('ssf', 'transmitter');
  const performance = await play(scenario, fault);
  return new Map(
    expectationsOf(scenario, performance.judged).map((expectation) => [
      expectation.name,
      judgeExpectation(expectation, performance, (id) => severities.get(id) ?? null),
    ]),
  );
}

/** The expectations that are not met: those that find a breach, or a warning. */
export function tripped(judged: ReadonlyMap<string, Judged>): string[] {
  return [...judged]
    .filter(([, { outcome }]) => outcome === 'fail' || outcome === 'warn')
    .map(([name]) => name)
    .toSorted();
}
