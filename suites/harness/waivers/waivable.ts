import type { Delivery } from '../../../reports/results.ts';
import { expectations } from '../../scenarios/expectations/index.ts';
import { TIMING_LIMITS } from '../../scenarios/ledger/limits.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { checksOf } from '../checks-of.ts';
import type { Own } from '../own/own.ts';
import { allScenarios } from '../scenario/scenarios-of.ts';

/** What a waiver can be about: a check, or something that is judged of a scenario. */
export interface Waivable {
  id: string;
  /** Delivery methods for each of which it is an instance of its own; empty when it runs once. */
  deliveries: readonly Delivery[];
  /** It judges what the whole run has seen, so that a part of a run does not tell whether it would fail. */
  judgesWhole: boolean;
}

const BOTH: readonly Delivery[] = ['push', 'poll'];

/** All that a waiver can be about, by id: of ours, and of the tester's own. */
export function waivablesWith(own?: Own): ReadonlyMap<string, Waivable> {
  return new Map(
    [...checks(own), ...ofScenarios(allScenarios(own)), ...limits()].map((one) => [one.id, one]),
  );
}

/** All of ours that a waiver can be about, by id. */
export const waivables: ReadonlyMap<string, Waivable> = waivablesWith();

function checks(own?: Own): Waivable[] {
  return [...checksOf('transmitter', own), ...checksOf('receiver', own)].map(({ id, delivery, phase }) => ({
    id,
    deliveries: delivery === undefined ? [] : delivery === 'each' ? BOTH : [delivery],
    judgesWhole: phase === 'last',
  }));
}

function ofScenarios(scenarios: readonly Scenario[]): Waivable[] {
  return scenarios.flatMap((scenario) =>
    expectations
      .filter((one) => one.concerns(scenario))
      .map(({ name }) => ({ id: `${scenario.name}/${name}`, deliveries: BOTH, judgesWhole: false })),
  );
}

function limits(): Waivable[] {
  return Object.keys(TIMING_LIMITS).map((name) => ({
    id: `limits/${name}`,
    deliveries: [],
    judgesWhole: true,
  }));
}
