import { scenarios as ours } from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Own } from '../own/own.ts';
import type { ScenarioRunOptions } from '../run-options.ts';

/** All scenarios: the tester's own after ours. */
export function allScenarios(own?: Own): readonly Scenario[] {
  return own === undefined ? ours : [...ours, ...own.scenarios];
}

/** The scenarios of a run: those that are named, or all; of a shard every count-th of them. */
export function scenariosOf({
  scenarios,
  shard,
  own,
}: Pick<ScenarioRunOptions, 'scenarios' | 'shard' | 'own'>): readonly Scenario[] {
  const all = allScenarios(own);
  const wished = scenarios?.map((name) => namedIn(all, name)) ?? all;
  return shard === undefined ? wished : wished.filter((_, index) => index % shard.count === shard.index - 1);
}

function namedIn(all: readonly Scenario[], wanted: string): Scenario {
  const found = all.find(({ name }) => name === wanted);
  if (found === undefined) throw new RangeError(`There is no scenario "${wanted}".`);
  return found;
}
