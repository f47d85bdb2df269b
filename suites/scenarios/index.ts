import { accountTakeover } from './account-takeover.ts';
import { assuranceAndClaims } from './assurance-and-claims.ts';
import { credentialChange } from './credential-change.ts';
import { deviceNonCompliance } from './device-non-compliance.ts';
import { hijackedSession } from './hijacked-session.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { riskCreep } from './risk-creep.ts';
import type { Scenario } from './scenario.ts';
import { sessionLife } from './session-life.ts';
import { sessionRevokedByAdmin } from './session-revoked-by-admin.ts';
import { storm } from './storm.ts';

/** All scenarios, in the order in which they are played: the long one last. */
export const scenarios: readonly Scenario[] = [
  impossibleTravel,
  deviceNonCompliance,
  riskCreep,
  sessionRevokedByAdmin,
  credentialChange,
  accountTakeover,
  assuranceAndClaims,
  sessionLife,
  hijackedSession,
  storm,
];

/** @throws RangeError when there is none of that name */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new RangeError(`There is no scenario "${name}".`);
  return found;
}
