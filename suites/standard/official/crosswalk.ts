import type { OfficialModule } from './condition.ts';
import { receiverModules } from './receiver/modules.ts';
import { isCaepPlan, type OfficialPlan, type Variant } from './suite.ts';
import { deliveryModules } from './transmitter/delivery-modules.ts';
import { errorModules } from './transmitter/error-modules.ts';
import { interopModule } from './transmitter/interop-module.ts';
import { metadataModule } from './transmitter/metadata-module.ts';
import { streamModule } from './transmitter/stream-module.ts';

/** The 29 modules of the official suite that are about SSF, with what answers their conditions. */
export const officialModules: readonly OfficialModule[] = [
  metadataModule,
  streamModule,
  ...errorModules,
  ...deliveryModules,
  interopModule,
  ...receiverModules,
];

/** The modules that remain of a plan for a variant, in its order. */
export function modulesOf(
  plan: OfficialPlan,
  variant: Pick<Variant, 'ssf_profile' | 'ssf_delivery_mode'>,
): OfficialModule[] {
  return officialModules.filter(
    ({ role, plans, only = {} }) =>
      role === plan.role &&
      plans.includes(isCaepPlan(plan) ? 'caep' : 'plain') &&
      (only.profile ?? variant.ssf_profile) === variant.ssf_profile &&
      (only.delivery ?? variant.ssf_delivery_mode) === variant.ssf_delivery_mode,
  );
}
