import type { RequirementId } from './requirement-ids.ts';
import { type Requirement, requirements, type Severity } from './requirements.ts';
import { whyUnobservable } from './unobservable.ts';

/** What a run is judged against. */
export const profileNames = ['ssf', 'caep-interop'] as const;
/** A profile of ours: `ssf`, or `caep-interop` (the CAEP Interoperability Profile on top). */
export type ProfileName = (typeof profileNames)[number];

interface Profile {
  /** How the verdict's sentence names it. */
  title: string;
  /** Documents whose rows it selects. */
  specs: readonly string[];
}

const ssfSpecs = [
  'SSF',
  'CAEP',
  'RISC',
  'RFC8417',
  'RFC8935',
  'RFC8936',
  'RFC9493',
  'RFC7515',
  'RFC7517',
  'RFC7518',
  'RFC7519',
  'RFC8725',
  'RFC6749',
  'RFC6750',
  'RFC8414',
  'RFC9110',
  'RFC9325',
  'RFC6125',
  'RFC8615',
] as const;

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  ssf: { title: 'SSF 1.0', specs: ssfSpecs },
  'caep-interop': {
    title: 'CAEP Interoperability Profile 1.0',
    // The profile's draft of 16 Sep 2025 takes its scopes from RFC 9728 metadata where there is some.
    specs: [...ssfSpecs, 'CAEP-INTEROP', 'RFC9728'],
  },
};

/** Rows that only sum up others: not counted as duties of their own. */
const umbrellaRows: ReadonlySet<RequirementId> = new Set<RequirementId>([
  'CAEP-INTEROP-1-01',
  'CAEP-INTEROP-2.3-01',
  'CAEP-INTEROP-2.3.8-01',
  'CAEP-INTEROP-2.3.8-02',
  'CAEP-INTEROP-2.3.8.2-01',
  'CAEP-INTEROP-2.4-01',
  'CAEP-INTEROP-2.4.5-01',
  'CAEP-INTEROP-3.2-02',
]);

/** A row as a profile takes it: `severity` is the one that counts in the run, never `info`. */
export type SelectedRow = Requirement & { severity: 'fail' | 'warn' };

/**
 * The rows that a run judges: those of the profile's documents and the role, of severity fail or warn, that show on
 * the wire; and those that need a hook where a check decides them (`decided`: ids that some check names).
 */
export function selectedRequirements(
  profile: ProfileName,
  role: 'transmitter' | 'receiver',
  decided: ReadonlySet<string>,
): SelectedRow[] {
  return rowsOf(profile, role).flatMap((row) => {
    const severity = effectiveSeverity(row);
    return isVisible(row, decided) && severity !== 'info' ? [{ ...row, severity }] : [];
  });
}

/** Whether a run can see a row kept or broken: on the wire, or with a hook where a check decides it. */
export function isVisible({ id, observable }: Requirement, decided: ReadonlySet<string>): boolean {
  return observable === 'wire' || (observable === 'behaviour-with-hook' && decided.has(id));
}

/** Whether a row is a duty of its own, of the role; not one that only sums up others. */
export function binds({ id, role: whose }: Requirement, role: 'transmitter' | 'receiver'): boolean {
  return !umbrellaRows.has(id) && (whose === role || whose === 'both');
}

/** The rows of the profile's documents that bind the role. */
function rowsOf(profile: ProfileName, role: 'transmitter' | 'receiver'): Requirement[] {
  const { specs } = profiles[profile];
  return requirements.filter((row) => specs.includes(row.spec) && binds(row, role));
}

/**
 * What `selectedRequirements` leaves out of the same documents: rules that no run can judge, with the reason, and how
 * many rows only permit or describe something.
 */
export function unselectedRequirements(
  profile: ProfileName,
  role: 'transmitter' | 'receiver',
  decided: ReadonlySet<string>,
): { unobservable: { row: Requirement; why: string }[]; descriptive: number } {
  const unobservable: { row: Requirement; why: string }[] = [];
  let descriptive = 0;
  const selected = new Set(selectedRequirements(profile, role, decided).map(({ id }) => id));
  for (const row of rowsOf(profile, role)) {
    if (selected.has(row.id)) continue;
    const why = whyUnobservable(row);
    if (asksNothing.has(row.level)) descriptive += 1;
    else if (why !== null) unobservable.push({ row, why });
    else if (effectiveSeverity(row) === 'info') descriptive += 1;
    else unobservable.push({ row, why: needsAction });
  }
  return { unobservable, descriptive };
}

/** Levels of rows that permit, or only show something. */
const asksNothing: ReadonlySet<Requirement['level']> = new Set(['MAY', 'OPTIONAL', 'INFORMATIVE']);

const needsAction =
  'It takes an action inside the implementation, and this version has no check that waits for it.';

/** What a breach of a row means in a run, whatever the profile; `info` for a row that no profile selects. */
export function effectiveSeverity(row: Requirement): Severity {
  if (row.versions === undefined) return row.severity;
  // An editor's copy binds nobody.
  if (row.versions.every((version) => version === '2026-09')) return 'info';
  // The text of that draft could only be reconstructed: not sure enough to fail anyone.
  if (row.versions.every((version) => version >= '2026-07') && row.severity === 'fail') return 'warn';
  // What the draft of September 2025 asked for and the next one dropped: who follows the newer text is not at fault.
  if (row.versions.every((version) => version < '2026-07') && row.severity === 'fail') return 'warn';
  return row.severity;
}
