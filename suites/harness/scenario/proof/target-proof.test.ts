import { describe, expect, test } from 'vitest';
import { scenarioFaults } from '../../../../mocks/faults/scenario/index.ts';
import { playAgainstReceiver, playAgainstTransmitter } from './play.ts';
import { faultsOf, judgedPlay, provenScenarios, tripped } from './prove.ts';

const play = { transmitter: playAgainstTransmitter, receiver: playAgainstReceiver };

/** What a mock must not do, but a target may: it has a life beside the story. */
const ALLOWED = new Set([
  // Other users have events of their own, and one event may have another for its consequence.
  'transmitter-sends-what-nobody-called-for',
  'transmitter-tells-of-somebody-else-too',
  // One entry for each session that was ended.
  'receiver-acts-twice',
]);

describe.concurrent.each(['transmitter', 'receiver'] as const)('where the %s is a target', (side) => {
  test.each(provenScenarios.map((scenario) => [scenario.name, scenario] as const))(
    'the scenario %s holds if it does what it ought to',
    { timeout: 120_000 },
    async (_, scenario) => {
      const judged = await judgedPlay(scenario, undefined, play[side]);
      expect([...judged].filter(([, { outcome }]) => outcome !== 'pass')).toEqual([]);
    },
  );

  const faults = scenarioFaults.filter((fault) => fault.side === side);
  test.each(faults.map((fault, index) => [fault.name, fault, index] as const))(
    'the fault %s is found, and is not taken for one of ours',
    { timeout: 120_000 },
    async (name, fault, index) => {
      const where = provenScenarios.filter((scenario) => faultsOf(scenario).includes(fault));
      const scenario = where[index % where.length];
      if (scenario === undefined) throw new RangeError(`The fault ${name} shows in no scenario.`);
      const judged = await judgedPlay(scenario, fault, play[side]);
      expect([...judged].filter(([, { outcome }]) => outcome === 'error')).toEqual([]);
      expect(tripped(judged).includes(fault.breaks)).toBe(!ALLOWED.has(name));
    },
  );
});
