import type { Role } from '../../reports/results.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import { type ProfileName, profileNames, profiles } from '../../suites/standard/profiles.ts';
import { type Requirement, requirements } from '../../suites/standard/requirements.ts';
import { type ListedCheck, listed } from '../commands/list.ts';
import { type ListedScenario, listedScenarios } from '../commands/list-scenarios.ts';

/** A profile: which requirements a run selects. */
export interface ListedProfile {
  name: ProfileName;
  /** As the verdict's sentence names it. */
  title: string;
  /** Short names of the documents whose requirements it selects: `SSF`, `RFC8417` ... */
  specs: readonly string[];
  /** Ids of the requirements that a run against a target of this role selects. */
  requirements: Readonly<Record<Role, readonly string[]>>;
}

/** All that this version knows. */
export interface Catalogue {
  checks: readonly ListedCheck[];
  scenarios: readonly ListedScenario[];
  profiles: readonly ListedProfile[];
  /** Every rule of the standards, also those that no check decides. */
  requirements: readonly Requirement[];
}

/** The checks, scenarios, profiles and requirements, as data; every call gives a copy of its own. */
export function list(): Catalogue {
  return structuredClone({
    checks: ROLES.flatMap((role) => checksOf(role).map((check) => listed(role, check))),
    scenarios: listedScenarios(),
    profiles: profileNames.map(listedProfile),
    requirements,
  });
}

const ROLES: readonly Role[] = ['transmitter', 'receiver'];

function listedProfile(name: ProfileName): ListedProfile {
  const selected = (role: Role): string[] => selectFor(name, role).selected.map(({ id }) => id);
  const { title, specs } = profiles[name];
  return {
    name,
    title,
    specs,
    requirements: { transmitter: selected('transmitter'), receiver: selected('receiver') },
  };
}
