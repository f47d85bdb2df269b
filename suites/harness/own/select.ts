import type { Role, SelectedRequirement } from '../../../reports/results.ts';
import { binds, effectiveSeverity, isVisible, type ProfileName, profiles } from '../../standard/profiles.ts';
import { type Requirement, requirements } from '../../standard/requirements.ts';
import { inResults, type Selection } from '../selection.ts';
import type { OwnRule } from './define-check.ts';
import type { OwnProfile } from './define-profile.ts';
import { type Own, ownRules, severityOfLevel } from './own.ts';

/** What of the tester's own takes part in a run. */
export interface OwnChoice {
  own?: Own;
  ownProfile?: OwnProfile;
}

/** How a profile of the tester's own differs from that of ours from which it starts. */
export interface Difference {
  added: string[];
  /** Rows as the base counts them. */
  omitted: SelectedRequirement[];
  lowered: SelectedRequirement[];
  raised: string[];
}

/** A selection with the tester's own rules, as the tester's own profile wants it. Left-out rows are worth a note. */
export function withOwn(
  selection: Selection,
  profile: ProfileName,
  role: Role,
  { own, ownProfile }: OwnChoice,
  decided: ReadonlySet<string>,
): Selection {
  if (own === undefined && ownProfile === undefined) return selection;
  const rules = own === undefined ? [] : ownRules(own, role).map(ownRow);
  const added = ownProfile === undefined ? [] : addedRows(selection, ownProfile, profile, role, decided);
  const all = [...selection.selected, ...added, ...rules];
  const kept = all.filter((row) => !isOmitted(row, ownProfile));
  const selected = kept.map((row) => ({ ...row, severity: wanted(row, ownProfile) ?? row.severity }));
  const severities = new Map(selection.severities);
  for (const { id } of all) severities.set(id, 'note');
  for (const { id, severity } of selected) severities.set(id, severity === 'info' ? 'note' : severity);
  const difference =
    ownProfile === undefined ? {} : { difference: differenceOf(selection, selected, all, ownProfile) };
  return { ...selection, selected, severities, ...difference };
}

function ownRow({ id, spec, section, sectionTitle = '', level, summary }: OwnRule): SelectedRequirement {
  return { id, spec, section, sectionTitle, level, severity: severityOfLevel(level), summary, own: true };
}

/** Rows that a profile has beyond its base: named by id, or of a named document where a run can judge them. */
function addedRows(
  { selected }: Selection,
  ownProfile: OwnProfile,
  base: ProfileName,
  role: Role,
  decided: ReadonlySet<string>,
): SelectedRequirement[] {
  const there = new Set(selected.map(({ id }) => id));
  const adds = new Set(ownProfile.adds ?? []);
  const isAdded = (row: Requirement): boolean =>
    adds.has(row.id) ||
    (adds.has(row.spec) && isVisible(row, decided)) ||
    // Who says how a row of the base counts wants it to count.
    (profiles[base].specs.includes(row.spec) && ownProfile.levels?.[row.id] !== undefined);
  return requirements
    .filter((row) => !there.has(row.id) && binds(row, role) && isAdded(row))
    .map((row) => inResults({ ...row, severity: effectiveSeverity(row) }))
    .filter((row) => (wanted(row, ownProfile) ?? row.severity) !== 'info');
}

function isOmitted({ id, spec }: SelectedRequirement, profile: OwnProfile | undefined): boolean {
  return profile?.omits?.some((one) => one === id || one === spec) === true;
}

function wanted({ id }: SelectedRequirement, profile: OwnProfile | undefined): 'fail' | 'warn' | undefined {
  const level = profile?.levels?.[id];
  if (level === undefined) return undefined;
  return level === 'MUST' ? 'fail' : 'warn';
}

const WEIGHT = { fail: 2, warn: 1, info: 0 } as const;

function differenceOf(
  base: Selection,
  selected: readonly SelectedRequirement[],
  all: readonly SelectedRequirement[],
  profile: OwnProfile,
): Difference {
  const before = new Map(all.map((row) => [row.id, row]));
  const ofBase = new Set(base.selected.map(({ id }) => id));
  const changed = (sign: 1 | -1): SelectedRequirement[] =>
    selected.flatMap(({ id, severity }) => {
      const row = before.get(id);
      return row !== undefined && sign * (WEIGHT[severity] - WEIGHT[row.severity]) > 0 ? [row] : [];
    });
  return {
    added: selected.filter(({ id, own }) => own !== true && !ofBase.has(id)).map(({ id }) => id),
    omitted: all.filter((row) => isOmitted(row, profile)),
    lowered: changed(-1),
    raised: changed(1).map(({ id }) => id),
  };
}
