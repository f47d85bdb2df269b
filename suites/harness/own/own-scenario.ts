import type { Scenario } from '../../scenarios/scenario.ts';
import type { OwnScenario } from './define-scenario.ts';
import type { OwnVendor } from './define-vendor.ts';

/** A scenario in which vendors of the tester's own play. */
interface CastScenario extends Scenario {
  own: { transmitter: OwnVendor | null; receiver: OwnVendor | null };
}

/** A scenario of the tester's own as ours are, with the vendors at hand that it names. */
export function cast(scenario: OwnScenario, vendors: readonly OwnVendor[]): Scenario {
  const named = (name: string): OwnVendor | null => vendors.find((vendor) => vendor.name === name) ?? null;
  const { transmitter, receiver } = scenario.cast;
  const own: CastScenario['own'] = { transmitter: named(transmitter), receiver: named(receiver) };
  // Sound: where a vendor of the tester's own is named, it is asked for before ours are.
  return { ...(scenario as Scenario), own } as CastScenario;
}

/** The vendors of the tester's own that play in a scenario; null where one of ours does. */
export function ownCastOf(scenario: Scenario): CastScenario['own'] {
  return 'own' in scenario ? (scenario as CastScenario).own : { transmitter: null, receiver: null };
}
