import type { Results, Role, SelectedRequirement } from '../../reports/results.ts';
import {
  type ProfileName,
  profiles,
  selectedRequirements,
  unselectedRequirements,
} from '../standard/profiles.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { type Requirement, requirements } from '../standard/requirements.ts';
import { checksOf } from './checks-of.ts';
import type { Severity } from './probe/judge.ts';

/** What a profile asks of a role: the selected rows, and how bad a breach of each row is. */
export interface Selection {
  selected: SelectedRequirement[];
  /** What else the same documents say, for the coverage. */
  unselected: Required<Pick<Results['requirements'], 'unobservable' | 'descriptive'>>;
  /** Rows of the profile's documents that are not selected are worth a note; rows of other documents are absent. */
  severities: Map<RequirementId, Severity>;
}

export function selectFor(profile: ProfileName, role: Role): Selection {
  const decided = new Set<string>(checksOf(role).flatMap((check) => check.requirements));
  const rows = selectedRequirements(profile, role, decided);
  const { unobservable, descriptive } = unselectedRequirements(profile, role, decided);
  const severities = new Map<RequirementId, Severity>();
  for (const row of requirements) {
    if (profiles[profile].specs.includes(row.spec)) severities.set(row.id, 'note');
  }
  for (const row of rows) severities.set(row.id, row.severity);
  return {
    selected: rows.map(inResults),
    unselected: {
      unobservable: unobservable.map(({ row, why }) => ({ requirement: inResults(row), why })),
      descriptive,
    },
    severities,
  };
}

function inResults({
  id,
  spec,
  section,
  sectionTitle,
  level,
  severity,
  summary,
}: Requirement): SelectedRequirement {
  return { id, spec, section, sectionTitle, level, severity, summary };
}
