import { describe, expect, test } from 'vitest';
import { faultsOf, judgedPlay, provenScenarios, tripped } from './prove.ts';
import { foreseenScenarioTrips } from './proven-by-faults.ts';

/** Every scenario between mocks, with each of its faults; the parts are files, so that they run beside each other. */
export function scenarioProofSuite(part: number, parts: number): void {
  describe.concurrent.each(
    provenScenarios
      .filter((_, index) => index % parts === part - 1)
      .map((scenario) => [scenario.name, scenario] as const),
  )('the scenario %s', (name, scenario) => {
    test('holds between mocks that do what they ought to', { timeout: 120_000 }, async () => {
      const judged = await judgedPlay(scenario);
      const others = [...judged].filter(([, { outcome }]) => outcome !== 'pass');
      expect(others).toEqual([]);
    });

    for (const fault of faultsOf(scenario)) {
      test(`breaks as foreseen: ${fault.name}. ${fault.title}`, { timeout: 120_000 }, async () => {
        expect(tripped(await judgedPlay(scenario, fault))).toEqual(foreseenScenarioTrips[fault.name]?.[name]);
      });
    }
  });
}
