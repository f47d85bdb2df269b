import type {
  CheckResult,
  Delivery,
  Outcome,
  OwnInRun,
  Results,
  Role,
  SelectedRequirement,
  Verdict,
  WaiverRow,
} from '../../reports/results.ts';
import { brokenWords, ownRows, profileWords, testedWords } from './own/sentence.ts';
import { HOOK_HELP } from './plan.ts';

/** What the verdict depends on beside the outcomes. */
export interface VerdictOptions {
  failOn: 'must' | 'should';
  requireComplete: boolean;
  /** The run was restricted to some checks, or cut short. */
  partial: boolean;
}

export type RequirementCount = Results['requirements'];

const EXERCISED: ReadonlySet<Outcome> = new Set(['pass', 'fail', 'warn', 'note', 'waived']);

/** Which of the selected requirements were decided, which do not apply, which were not tested and why. */
export function countRequirements(
  selected: readonly SelectedRequirement[],
  checks: readonly CheckResult[],
  notYetTested: Readonly<Record<string, string>>,
): RequirementCount {
  const counted: RequirementCount = { selected: [...selected], tested: [], notApplicable: [], untested: [] };
  for (const { id } of selected) {
    const deciding = checks.filter((check) => check.requirements.includes(id));
    const untested = deciding.find((check) => check.outcome === 'not-tested' || check.outcome === 'error');
    const inapplicable = deciding.find((check) => check.outcome === 'not-applicable');
    if (deciding.some((check) => EXERCISED.has(check.outcome))) counted.tested.push(id);
    else if (untested !== undefined) counted.untested.push({ id, why: untested.reason ?? 'not tested' });
    else if (inapplicable !== undefined) {
      counted.notApplicable.push({ id, why: inapplicable.reason ?? 'not applicable' });
    } else counted.untested.push({ id, why: notYetTested[id] ?? 'No check of this run decides it.' });
  }
  return counted;
}

/** The verdict of a run (design: rules of judging 4, exit codes). */
export function verdictOf(
  checks: readonly CheckResult[],
  selected: readonly SelectedRequirement[],
  options: VerdictOptions,
): Verdict {
  const musts = mustIds(selected);
  const failing = checks.some(
    (check) => check.outcome === 'fail' || (options.failOn === 'should' && check.outcome === 'warn'),
  );
  if (failing) return 'non-conformant';
  const open = checks.some((check) => isOpen(check, musts, options.requireComplete));
  return open || isIdle(checks) ? 'incomplete' : 'conformant';
}

/** Whether a check leaves a MUST undecided that it was meant to decide. */
export function isOpen(check: CheckResult, musts: ReadonlySet<string>, requireComplete: boolean): boolean {
  // What was found may be waived or known, what could not be tried beside it is neither.
  const end = check.ended ?? check.outcome;
  return (
    (end === 'not-tested' || end === 'error') &&
    check.requirements.some((id) => musts.has(id)) &&
    (check.hook === undefined || requireComplete)
  );
}

/** Where nothing at all was exercised, nothing was seen to conform. */
export function isIdle(checks: readonly CheckResult[]): boolean {
  return !checks.some((check) => EXERCISED.has(check.outcome));
}

/** Whether the harness itself went wrong in a check. */
export function hasError(checks: readonly CheckResult[]): boolean {
  return checks.some(({ outcome, ended }) => (ended ?? outcome) === 'error');
}

/** Exit code of a run that came to a verdict (design: exit codes). */
export function exitCodeOf(
  verdict: Verdict,
  checks: readonly CheckResult[],
  allowUntested: boolean,
  waivers: readonly WaiverRow[] = [],
): number {
  if (verdict === 'non-conformant') return 1;
  // A waiver that nobody needs any more would hide the next failure.
  if (waivers.some(isStaleOrExpired)) return 1;
  if (hasError(checks)) return 4;
  if (verdict === 'incomplete') return allowUntested ? 0 : 5;
  return 0;
}

export function isStaleOrExpired({ state }: Pick<WaiverRow, 'state'>): boolean {
  return state === 'stale' || state === 'expired';
}

/** How sentences call our profiles. */
export const PROFILE_NAME: Record<string, string> = {
  ssf: 'SSF 1.0',
  'caep-interop': 'SSF 1.0 and the CAEP Interoperability Profile',
};

/** How the sentence begins of a run whose checks cannot be relied on, since it is ours that failed. */
export const WENT_WRONG =
  'Incomplete: the harness itself went wrong, so that what it found is not the whole truth';

/** Where nothing but checks of the tester's own went wrong, they are named: nobody else can mend them. */
function wentWrongWords(checks: readonly CheckResult[], faulty: boolean): string {
  const wrong = checks.filter(({ outcome, ended }) => (ended ?? outcome) === 'error');
  const names = [...new Set(wrong.map(({ id }) => id))];
  if (faulty || names.length === 0 || wrong.some(({ own }) => own === undefined)) return WENT_WRONG;
  return `Incomplete: ${names.length === 1 ? 'a check' : 'checks'} of your own went wrong (${briefly(names)}), so that what it found is not the whole truth`;
}

function briefly(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** The one sentence that a run ends with. */
export function sentenceOf(input: {
  role: Role;
  verdict: Verdict;
  profile: string;
  /** What of the tester's own took part. */
  own?: OwnInRun | undefined;
  deliveries: readonly Delivery[];
  requirements: RequirementCount;
  checks: readonly CheckResult[];
  partial: boolean;
  waivers?: readonly WaiverRow[];
  /** The harness itself went wrong, in a check or (`faulty`) elsewhere. */
  wentWrong?: boolean;
  faulty?: boolean;
  /** How many SETs the run saw, where that matters. */
  setCount?: number;
  /** Checks that lack a hook count, too. */
  requireComplete?: boolean;
}): string {
  const { verdict, requirements, checks } = input;
  // What is the tester's own is told beside the standards, never among them.
  const musts = mustIds(requirements.selected.filter((row) => row.own !== true));
  const count = (ids: readonly string[]): number => ids.filter((id) => musts.has(id)).length;
  const tested = count(requirements.tested);
  const broken = brokenBy(checks.filter(({ outcome }) => outcome !== 'waived'));
  const excused = brokenBy(checks.filter(({ outcome }) => outcome === 'waived'));
  const waived = excused.size;
  const against = `${profileWords(input.own, PROFILE_NAME) ?? PROFILE_NAME[input.profile] ?? input.profile}, ${input.role === 'transmitter' ? 'Transmitter' : 'Receiver'}, ${input.deliveries.join(' and ') || 'no delivery method'}`;
  const inapplicable = count(requirements.notApplicable.map(({ id }) => id));
  const rest = [
    `${tested} of ${musts.size} MUSTs tested${onlyByOwn(requirements, musts, checks)}`,
    ...(inapplicable > 0 ? [`${inapplicable} not applicable`] : []),
    ...testedWords(requirements),
    ...hookCounts(checks, requirements, musts),
    ...(input.partial ? ['only a part of the checks was run'] : []),
    ...waiverWords(checks, input.waivers ?? []),
  ].join('; ');
  if (verdict === 'non-conformant') {
    const what = failures(requirements, broken, tested) || 'a SHOULD was not kept';
    return `Not conformant: ${what} (${against}); ${rest}.`;
  }
  if (verdict === 'incomplete' && input.wentWrong === true)
    return `${wentWrongWords(checks, input.faulty === true)} (${against}); ${rest}.`;
  if (verdict === 'incomplete' && input.partial && checks.length === 0) {
    return `Incomplete: no check is left for this part of the run (${against}); ${rest}.`;
  }
  if (verdict === 'incomplete' && isIdle(checks)) {
    return `Incomplete: no check could be exercised (${against}); ${rest}.`;
  }
  const nothing = waived > 0 ? 'nothing failed but what is waived, and' : 'nothing failed, but';
  if (verdict === 'incomplete' && input.setCount === 0 && !input.partial) {
    return `Incomplete: ${nothing} no SET was ever seen, so that nothing is known of their signatures and claims (${against}); ${rest}.`;
  }
  if (verdict === 'incomplete') {
    const all = mustIds(requirements.selected);
    const open = checks.filter((check) => isOpen(check, all, input.requireComplete === true));
    const which = briefly([...new Set(open.map(({ id }) => id))]);
    return `Incomplete: ${nothing} not every planned check of a MUST could be exercised${which === '' ? '' : `: ${which}`} (${against}); ${rest}.`;
  }
  const how = `${input.partial ? ' as far as tested' : ''}${waived > 0 ? ' but for what is waived' : ''}`;
  const what =
    waived > 0
      ? `${failures(requirements, excused, tested)}, which ${waived === 1 ? 'is' : 'are'} waived`
      : 'no MUST failed';
  return `Conformant${how}: ${what} (${against}); ${rest}.`;
}

/** What the standards demand, but nothing beside the tester's own checks has looked at, does not pass for tested by us. */
function onlyByOwn(
  { tested }: RequirementCount,
  musts: ReadonlySet<string>,
  checks: readonly CheckResult[],
): string {
  if (checks.every(({ own }) => own === undefined)) return '';
  const byUs = new Set(
    checks
      .filter(({ own, outcome }) => own === undefined && EXERCISED.has(outcome))
      .flatMap((check) => check.requirements),
  );
  const n = tested.filter((id) => musts.has(id) && !byUs.has(id)).length;
  return n === 0 ? '' : `, ${n} of them only by checks of your own`;
}

/** "2 of 141 tested MUSTs failed", and those of the tester's own documents beside them; empty when nothing is broken. */
function failures(requirements: RequirementCount, broken: ReadonlySet<string>, tested: number): string {
  const own = ownRows(requirements.selected);
  const failed = [...broken].filter((id) => !own.has(id)).length;
  const ofStandards = failed > 0 ? [`${failed} of ${tested} tested MUSTs failed`] : [];
  return [...ofStandards, ...brokenWords(requirements, broken)].join(' and ');
}

/** Rules whose breach some check found. */
function brokenBy(checks: readonly CheckResult[]): Set<string> {
  const findings = checks.flatMap((check) => check.findings);
  return new Set(
    findings.filter(({ severity }) => severity === 'fail').map(({ requirement }) => requirement),
  );
}

/** What a reader has to know of waivers before believing the rest. */
export function waiverWords(checks: readonly CheckResult[], waivers: readonly WaiverRow[]): string[] {
  const waived = checks.filter(({ outcome }) => outcome === 'waived');
  const warnings = waived.filter((check) => check.waived?.outcome === 'warn').length;
  const failures = waived.length - warnings;
  const counts = [
    ...(failures > 0 ? [`${failures} ${failures === 1 ? 'failure' : 'failures'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  const having = (state: WaiverRow['state']): number => waivers.filter((row) => row.state === state).length;
  const words = (n: number, what: string): string => `${n} ${n === 1 ? 'waiver' : 'waivers'} ${what}`;
  return [
    ...(counts.length > 0 ? [`${counts.join(' and ')} ${waived.length === 1 ? 'is' : 'are'} waived`] : []),
    ...(having('exceeded') > 0 ? [words(having('exceeded'), 'exceeded')] : []),
    ...(having('stale') > 0 ? [words(having('stale'), 'stale')] : []),
    ...(having('expired') > 0 ? [words(having('expired'), 'expired')] : []),
  ];
}

/** "28 need a trigger": MUSTs that stay untested for want of a hook, by hook. */
function hookCounts(
  checks: readonly CheckResult[],
  requirements: RequirementCount,
  musts: ReadonlySet<string>,
): string[] {
  const untested = new Set(requirements.untested.map(({ id }) => id).filter((id) => musts.has(id)));
  const byHook = new Map<string, Set<string>>();
  for (const check of checks) {
    if (check.hook === undefined) continue;
    for (const id of check.requirements) {
      if (untested.has(id)) byHook.set(check.hook, (byHook.get(check.hook) ?? new Set()).add(id));
    }
  }
  const known = Object.keys(HOOK_HELP);
  return [...byHook]
    .sort(([a], [b]) => known.indexOf(a) - known.indexOf(b))
    .map(([hook, ids]) => `${ids.size} ${ids.size === 1 ? 'needs' : 'need'} the hook ${hook}`);
}

export function mustIds(selected: readonly SelectedRequirement[]): Set<string> {
  return new Set(selected.filter((row) => row.severity === 'fail').map((row) => row.id));
}

/** Counts per outcome, and per keyword of the check's own requirement. */
export function summarize(checks: readonly CheckResult[]): Results['summary'] {
  const summary: Results['summary'] = { byOutcome: {}, byLevel: {} };
  for (const { outcome, level } of checks) {
    summary.byOutcome[outcome] = (summary.byOutcome[outcome] ?? 0) + 1;
    const row = summary.byLevel[level] ?? {};
    summary.byLevel[level] = row;
    row[outcome] = (row[outcome] ?? 0) + 1;
  }
  return summary;
}
