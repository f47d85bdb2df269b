import type { Role } from '../../../reports/results.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { TransmitterCheck } from '../check.ts';
import type { ReceiverCheck } from '../receiver/check.ts';
import type { OwnRule } from './define-check.ts';
import type { OwnProfile } from './define-profile.ts';
import type { OwnVendor } from './define-vendor.ts';

/** A module of the tester's. */
export interface OwnModule {
  /** Absolute path. */
  file: string;
  /** As the results name it. */
  name: string;
  /** SHA-256, in hex, of its text and of all that it imports from files of the tester's. */
  sha256: string;
  /** Absolute paths of these files. */
  files: readonly string[];
}

/** Of a check that is the tester's own: where it stands, and its rules. */
export interface OwnOrigin {
  /** As the results name the module. */
  module: string;
  rules: readonly OwnRule[];
}

/** Everything that the tester's own modules define. */
export interface Own {
  modules: readonly OwnModule[];
  checks: Readonly<{
    transmitter: readonly TransmitterCheck[];
    receiver: readonly ReceiverCheck[];
  }>;
  scenarios: readonly Scenario[];
  profiles: readonly OwnProfile[];
  vendors: readonly OwnVendor[];
}

export const NOTHING_OWN: Own = {
  modules: [],
  checks: { transmitter: [], receiver: [] },
  scenarios: [],
  profiles: [],
  vendors: [],
};

/** The rules of the tester's own that bind a role, each once, in the order of the checks. */
export function ownRules(own: Own, role: Role): OwnRule[] {
  const rules = own.checks[role].flatMap((check) => check.own?.rules ?? []);
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

/** What a breach of a rule of the tester's own means. */
export function severityOfLevel(level: OwnRule['level']): 'fail' | 'warn' | 'info' {
  if (/^(?:MUST|SHALL|REQUIRED)/.test(level)) return 'fail';
  return /^(?:SHOULD|RECOMMENDED|NOT RECOMMENDED)/.test(level) ? 'warn' : 'info';
}
