import { effectiveSeverity, type ProfileName, profiles } from '../../standard/profiles.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { requirement } from '../../standard/requirements.ts';

type Outcome = 'fail' | 'warn' | 'note' | null;

/**
 * How bad it is for a SET to break a rule, as in a run against a Transmitter; null: the profile has nothing to do with the
 * rule.
 */
export function severityOf(id: RequirementId, profile: ProfileName): Outcome {
  const known = severities[profile].get(id);
  if (known !== undefined) return known;
  const found = workOut(id, profile);
  severities[profile].set(id, found);
  return found;
}

const severities: Record<ProfileName, Map<RequirementId, Outcome>> = {
  ssf: new Map(),
  'caep-interop': new Map(),
};

function workOut(id: RequirementId, profile: ProfileName): Outcome {
  const row = requirement(id);
  if (!profiles[profile].specs.includes(row.spec)) return null;
  const severity = effectiveSeverity(row);
  // Rows that are no Transmitter's duty, or that no traffic shows, are not selected by a profile.
  if (row.role === 'receiver' || row.observable === 'not-observable' || severity === 'info') return 'note';
  return severity;
}

/** The milder one of a rule's severity and what a violation counts at most. */
export function capped(
  severity: 'fail' | 'warn' | 'note',
  cap: 'warn' | 'note' | undefined,
): 'fail' | 'warn' | 'note' {
  if (cap === 'note') return 'note';
  return cap === 'warn' && severity === 'fail' ? 'warn' : severity;
}
