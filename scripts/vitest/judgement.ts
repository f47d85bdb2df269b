import { capped, severityOf } from '../../suites/set/reading/severity.ts';
import type { Violation } from '../../suites/set/violation.ts';
import type { ProfileName } from '../../suites/standard/profiles.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';

/** Something that is wrong with what a matcher was given. */
export interface Complaint {
  /** Null: no rule of a standard, but what keeps us from judging. */
  requirement: RequirementId | null;
  severity: 'fail' | 'warn' | 'note';
  /** `claims.sub_id.email`, `header.typ`, `signature`: where it shows. */
  where: string;
  message: string;
  expected?: unknown;
  actual?: unknown;
  hint?: string;
}

/** What came of judging one thing. */
export interface Judgement {
  complaints: readonly Complaint[];
  /** How many rules it keeps; null where they are not counted. */
  kept: number | null;
  /** Rules that could not be judged, and why. */
  open: ReadonlyMap<RequirementId, string>;
  /** What breaks no rule and is worth knowing. */
  notes: readonly string[];
}

/** A judgement of what has too few rules to count them, or to tell which were open. */
export function onlyComplaints(complaints: readonly Complaint[]): Judgement {
  return { complaints, kept: null, open: new Map(), notes: [] };
}

/** Violations as complaints, with the severity that a profile gives them; other profiles' rules are left out. */
export function complaintsOf(
  violations: readonly Violation[],
  profile: ProfileName,
  whereOf: (path: string | undefined) => string,
): Complaint[] {
  return violations.flatMap(({ requirement, cap, path, ...told }): Complaint[] => {
    const severity = severityOf(requirement, profile);
    if (severity === null) return [];
    return [{ requirement, severity: capped(severity, cap), where: whereOf(path), ...told }];
  });
}

/** Whether a complaint lets an assertion fail: warnings only where they are asked for, waived rules never. */
export function counts(
  { severity, requirement }: Complaint,
  {
    warnings = false,
    except = [],
  }: { warnings?: boolean | undefined; except?: readonly string[] | undefined },
): boolean {
  if (requirement !== null && except.includes(requirement)) return false;
  return severity === 'fail' || (warnings && severity === 'warn');
}
