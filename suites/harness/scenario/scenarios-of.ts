import { scenarios as all, scenarioNamed } from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { ScenarioRunOptions } from '../run-options.ts';

/** The scenarios of a run: those that are named, or all; of a shard every count-th of them. */
export function scenariosOf({
  scenarios,
  shard,
}: Pick<ScenarioRunOptions, 'scenarios' | 'shard'>): readonly Scenario[] {
  const wished = scenarios?.map(scenarioNamed) ?? all;
  return shard === undefined ? wished : wished.filter((_, index) => index % shard.count === shard.index - 1);
}
