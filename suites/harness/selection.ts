import type { Results, Role, SelectedRequirement } from '../../reports/results.ts';
import {
  type ProfileName,
  profiles,
  selectedRequirements,
  unselectedRequirements,
} from '../standard/profiles.ts';
import { type Requirement, requirements } from '../standard/requirements.ts';
import { checksOf } from './checks-of.ts';
import { type Difference, type OwnChoice, withOwn } from './own/select.ts';
import type { Severity } from './probe/judge.ts';

/** What a profile asks of a role: the selected rows, and how bad a breach of each row is. */
export interface Selection {
  selected: SelectedRequirement[];
  /** What else the same documents say, for the coverage. */
  unselected: Required<Pick<Results['requirements'], 'unobservable' | 'descriptive'>>;
  /** Rows of the profile's documents that are not selected are worth a note; rows of other documents are absent. */
  severities: Map<string, Severity>;
  /** How a profile of the tester's own differs from that from which it starts. */
  difference?: Difference;
}

export function selectFor(profile: ProfileName, role: Role, choice: OwnChoice = {}): Selection {
  const decided = new Set<string>(checksOf(role, choice.own).flatMap((check) => check.requirements));
  const rows = selectedRequirements(profile, role, decided);
  const { unobservable, descriptive } = unselectedRequirements(profile, role, decided);
  const severities = new Map<string, Severity>();
  for (const row of requirements) {
    if (profiles[profile].specs.includes(row.spec)) severities.set(row.id, 'note');
  }
  for (const row of rows) severities.set(row.id, row.severity);
  const selection: Selection = {
    selected: rows.map(inResults),
    unselected: {
      unobservable: unobservable.map(({ row, why }) => ({ requirement: inResults(row), why })),
      descriptive,
    },
    severities,
  };
  return withOwn(selection, profile, role, choice, decided);
}

/** A row of the catalogue as the results have it. */
export function inResults({
  id,
  spec,
  section,
  sectionTitle,
  level,
  severity,
  summary,
}: Omit<Requirement, 'id'> & { id: string }): SelectedRequirement {
  return { id, spec, section, sectionTitle, level, severity, summary };
}
