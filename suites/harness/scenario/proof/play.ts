import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import { castPeople } from '../../../scenarios/people.ts';
import type { Performance } from '../../../scenarios/performance.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import type { Limits } from '../../exchange.ts';
import { direct } from '../direct.ts';
import { openReceiverStages } from '../receiver-stage.ts';

/** Limits for a storm: its events come at once, and whoever waits for the last one waits for all of them. */
const STORM_LIMITS: Partial<Limits> = { delivery: 12_000 };

/** Limits for mocks that live in this process: short, because most faults make something not come. */
const PROOF_LIMITS: Partial<Limits> = {
  request: 5_000,
  delivery: 5_000,
  effect: 1_200,
  quiet: 400,
};

const SEED = 4;

/** Plays a scenario between mocks in this process, one of them broken by a fault or both as they ought to be. */
export async function playBetweenMocks(scenario: Scenario, fault?: ScenarioFault): Promise<Performance> {
  const limits = { ...PROOF_LIMITS, ...(scenario.together === undefined ? {} : STORM_LIMITS) };
  const stages = await openReceiverStages({ profile: 'ssf', limits, seed: SEED, fault });
  try {
    const { facts } = stages.session;
    const people = castPeople(SEED, scenario.needs);
    const stage = await stages.open(scenario, people, 'push');
    try {
      return await direct({
        scenario,
        steps: scenario.script(people),
        stage,
        receiverIsMock: true,
        limits: facts.limits,
        now: stages.now,
        epochMs: Date.parse(facts.startedAt),
        say: () => undefined,
      });
    } finally {
      await stage.close();
    }
  } finally {
    await stages.close();
  }
}
