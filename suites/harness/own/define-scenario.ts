import type { Scenario } from '../../scenarios/scenario.ts';
import { marked } from './mark.ts';

/**
 * A scenario of your own: as ours, but that vendors of your own may play in it. What is expected of the two sides follows
 * from its steps.
 */
export interface OwnScenario extends Omit<Scenario, 'cast'> {
  /**
   * Who plays where no target does, by the names of ours (Transmitters: `cloudflare-one`, `omnissa-ws1`, `okta-itp`,
   * `identity-provider`; Receivers: `okta-itp`, `omnissa-access`, `relying-party`) or of your own vendors.
   */
  cast: { transmitter: string; receiver: string; policy?: Scenario['cast']['policy'] };
}

/** Defines a scenario of your own, for `--scenario NAME`. Export it from a module that the config names in `own`. */
export function defineScenario(scenario: OwnScenario): OwnScenario {
  return marked('scenario', scenario);
}
