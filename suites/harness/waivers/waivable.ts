import type { Delivery } from '../../../reports/results.ts';
import { expectations } from '../../scenarios/expectations/index.ts';
import { scenarios } from '../../scenarios/index.ts';
import { TIMING_LIMITS } from '../../scenarios/ledger/limits.ts';
import { checksOf } from '../checks-of.ts';

/** What a waiver can be about: a check, or something that is judged of a scenario. */
export interface Waivable {
  id: string;
  /** Delivery methods for each of which it is an instance of its own; empty when it runs once. */
  deliveries: readonly Delivery[];
  /** It judges what the whole run has seen, so that a part of a run does not tell whether it would fail. */
  judgesWhole: boolean;
}

const BOTH: readonly Delivery[] = ['push', 'poll'];

/** All that a waiver can be about, by id. */
export const waivables: ReadonlyMap<string, Waivable> = new Map(
  [...checks(), ...ofScenarios(), ...limits()].map((one) => [one.id, one]),
);

function checks(): Waivable[] {
  return [...checksOf('transmitter'), ...checksOf('receiver')].map(({ id, delivery, phase }) => ({
    id,
    deliveries: delivery === undefined ? [] : delivery === 'each' ? BOTH : [delivery],
    judgesWhole: phase === 'last',
  }));
}

function ofScenarios(): Waivable[] {
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
