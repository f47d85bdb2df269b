import type { CheckResult, Results } from './results.ts';
import { excerpt, excerptLine } from './text/excerpt.ts';
import { count } from './text/format.ts';
import { visible } from './text/visible.ts';
import { checkKey, checksWith, clauseName, requirementIndex, worstFirst } from './view.ts';
import { waiversOf, waiverWords } from './waiver-words.ts';

// GitHub shows so many of a kind per step, and passes over the rest without a word.
const errorsShown = 10;
const warningsShown = 10;
const valueLimit = 300;

const FAULT = 'Fault of the harness';

interface Annotation {
  kind: 'error' | 'warning';
  title: string;
  /** Several lines. */
  text: string;
  /** It failed newly, so that it comes before those of other runs. */
  fresh?: true;
}

/**
 * Workflow commands of GitHub Actions that show what failed beside a run: at most ten errors and ten warnings of all runs
 * together, those that failed newly first, then one line that says how many more. Empty when there is nothing to show. Nothing
 * that a target sent can end a command or begin another.
 * @param runs all runs of one step
 * @param report where a reader finds the rest
 */
export function renderAnnotations(runs: readonly Results[], report: string): string {
  const all = runs
    .flatMap(annotationsOf)
    .toSorted((a, b) => Number(b.fresh ?? false) - Number(a.fresh ?? false));
  const errors = all.filter(({ kind }) => kind === 'error');
  const warnings = all.filter(({ kind }) => kind === 'warning');
  const shown = [...errors.slice(0, errorsShown), ...warnings.slice(0, warningsShown)];
  const rest = [
    ...more(errors.length - errorsShown, 'error'),
    ...more(warnings.length - warningsShown, 'warning'),
  ];
  const lines = shown.map(({ kind, title, text }) => command(kind, title, text));
  if (rest.length > 0)
    lines.push(command('notice', 'More than is shown here', `${rest.join(' and ')}: see ${report}.`));
  return lines.map((line) => `${line}\n`).join('');
}

/** An error that is about no check: a run that did not start. */
export function errorAnnotation(title: string, text: string): string {
  return `${command('error', title, text)}\n`;
}

function more(n: number, kind: string): string[] {
  return n > 0 ? [count(n, `more ${kind}`)] : [];
}

/** Those of one run, in the order in which they are worth the few places. */
function annotationsOf(results: Results): Annotation[] {
  const { newly, countsAll } = compared(results);
  const failed = checksWith(results, 'fail');
  const fresh = failed.filter(newly);
  const faults = results.checks.filter(
    ({ outcome, ended }) => outcome === 'error' || (outcome === 'waived' && ended === 'error'),
  );
  const old = failed.filter((check) => !fresh.includes(check));
  const counted = results.policy.failOn === 'should' ? 'error' : 'warning';
  return [
    ...fresh.map((check) => ({ ...ofCheck(results, check, 'error'), fresh: true as const })),
    ...old.map((check) => ofCheck(results, check, countsAll ? 'error' : 'warning')),
    ...ofWaivers(results),
    ...faults.map(ofFault),
    ...ofEnding(results, faults.length > 0),
    ...checksWith(results, 'warn').map((check) => ofCheck(results, check, countsAll ? counted : 'warning')),
  ];
}

/** With --new-only, what failed before does not fail the run. */
function compared({ comparison, policy }: Results): {
  newly: (check: CheckResult) => boolean;
  countsAll: boolean;
} {
  const keys = new Set(comparison?.newlyFailing.map(({ key }) => key));
  return {
    newly: (check) => keys.has(checkKey(check)) || keys.has(check.id),
    countsAll: policy.newOnly !== true || comparison === undefined,
  };
}

function ofCheck(results: Results, check: CheckResult, kind: Annotation['kind']): Annotation {
  const [worst] = worstFirst(check.findings);
  const id = worst?.requirement ?? check.requirements[0] ?? '';
  const requirement = requirementIndex(results).get(id);
  const lines = [
    worst?.message ?? check.reason ?? check.title,
    ...(worst?.expected === undefined ? [] : [`Expected: ${excerpt(worst.expected, valueLimit)}`]),
    ...(worst?.actual === undefined ? [] : [`Seen: ${excerpt(worst.actual, valueLimit)}`]),
    ...(worst?.hint === undefined ? [] : [`What to do: ${worst.hint}`]),
    ...(worst === undefined || requirement === undefined ? [] : [`The rule: ${requirement.summary}`]),
    `See it again: ${check.rerun}`,
  ];
  return { kind, title: `${clauseName(requirement, id)}: ${checkKey(check)}`, text: lines.join('\n') };
}

/** Whatever a check found, that the harness went wrong in it says nothing about the target. */
function ofFault(check: CheckResult): Annotation {
  const text = `${check.reason ?? check.title}\nSee it again: ${check.rerun}`;
  return { kind: 'error', title: `${FAULT}: ${checkKey(check)}`, text };
}

/** Waivers that fail the run, or that do not cover what failed. */
function ofWaivers(results: Results): Annotation[] {
  return waiversOf(results).flatMap(({ check, state, until }) => {
    const { label, meaning, remedy } = waiverWords[state];
    if (remedy === undefined || state === 'exceeded') return [];
    const text = `${meaning} It held until ${until}.\n${remedy}`;
    return [{ kind: 'error' as const, title: `${label} waiver: ${check}`, text }];
  });
}

/** Why the exit code is not 0, where no check shows it. */
function ofEnding({ exitCode, verdict, sentence, faulty }: Results, faultsShown: boolean): Annotation[] {
  if (faulty === true || (exitCode === 4 && !faultsShown))
    return [{ kind: 'error', title: FAULT, text: sentence }];
  if (exitCode !== 5 || verdict !== 'incomplete') return [];
  return [{ kind: 'error', title: 'Incomplete', text: sentence }];
}

function command(kind: Annotation['kind'] | 'notice', title: string, text: string): string {
  return `::${kind} title=${property(excerptLine(title, 200))}::${data(excerpt(text, 2_000))}`;
}

/** The documented escapes; of all else that could end the line, nothing is left by then. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
