import { describe, expect, test } from 'vitest';
import { scenarioFaults } from '../../../../mocks/faults/scenario/index.ts';
import { expectationNames, faultsOf, provenScenarios } from './prove.ts';
import { foreseenScenarioTrips, provenByFaults } from './proven-by-faults.ts';

test('the table names the faults that there are, each in the scenarios in which it can show', () => {
  const foreseen = Object.entries(foreseenScenarioTrips).map(([name, scenarios]) => [
    name,
    Object.keys(scenarios).toSorted(),
  ]);
  const there = scenarioFaults.map((fault) => [
    fault.name,
    provenScenarios
      .filter((scenario) => faultsOf(scenario).includes(fault))
      .map(({ name }) => name)
      .toSorted(),
  ]);
  expect(Object.fromEntries(foreseen)).toEqual(Object.fromEntries(there));
});

test('names of faults are unique and begin with the side that is broken', () => {
  const names = scenarioFaults.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(scenarioFaults.filter(({ name, side }) => !name.startsWith(`${side}-`))).toEqual([]);
});

describe.each(provenScenarios.map((scenario) => [scenario.name, scenario] as const))(
  'in the scenario %s',
  (name, scenario) => {
    test('every fault breaks the expectation that it is made to break', () => {
      const idle = faultsOf(scenario).filter(
        ({ name: fault, breaks }) => !foreseenScenarioTrips[fault]?.[name]?.includes(breaks),
      );
      expect(idle.map((fault) => fault.name)).toEqual([]);
    });

    test('every expectation is broken by at least one fault', () => {
      const loose = expectationNames(scenario).filter(
        (expectation) => provenByFaults(name, expectation).length === 0,
      );
      expect(loose).toEqual([]);
    });
  },
);
