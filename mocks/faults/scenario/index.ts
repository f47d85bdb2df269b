import { contentFaults } from './content.ts';
import { deliveryFaults } from './delivery.ts';
import type { ScenarioFault } from './fault.ts';
import { receiverFaults } from './receiver.ts';
import { tokenFaults } from './token.ts';

/** Every way in which a side of a scenario is broken to see that its expectations find it. */
export const scenarioFaults: readonly ScenarioFault[] = [
  ...deliveryFaults,
  ...contentFaults,
  ...tokenFaults,
  ...receiverFaults,
];
