import type { RequirementId } from './requirement-ids.ts';
import { type Requirement, requirements, type Severity } from './requirements.ts';

/** What a run is judged against. */
export const profileNames = ['ssf', 'caep-interop'] as const;
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
  const { specs } = profiles[profile];
  const selected: SelectedRow[] = [];
  for (const row of requirements) {
    if (!specs.includes(row.spec) || umbrellaRows.has(row.id)) continue;
    if (row.role !== role && row.role !== 'both') continue;
    const visible =
      row.observable === 'wire' || (row.observable === 'behaviour-with-hook' && decided.has(row.id));
    const severity = effectiveSeverity(row);
    if (visible && severity !== 'info') selected.push({ ...row, severity });
  }
  return selected;
}

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
