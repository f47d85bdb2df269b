import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CheckResult, Results } from '../../reports/results.ts';
import { brokenRules, isAbout, type Waiver } from '../../suites/harness/waivers/waiver.ts';
import { readResults } from '../read-results.ts';
import { UsageError } from '../usage-error.ts';

/** Which breaches a waiver accepts. */
export interface Accepted {
  /** The members of the waiver that say so; none: it accepts whatever the check finds. */
  waiver: Pick<Waiver, 'requirements' | 'outcome'>;
  /** The same for people, a sentence. */
  words: string;
  /** What the results at hand say against the waiver. */
  doubt?: string;
}

/** Where the breaches that a waiver accepts are seen. */
export interface Sources {
  /** Results that the user names. */
  named: string | undefined;
  /** Absolute path of the folder in which the last run may have left some; default: conformance-report. */
  reportDir: string | undefined;
  cwd: string;
}

const ANY = '--any-finding accepts whatever it finds.';

/**
 * The breaches that results show of a check, so that a waiver accepts these and no others.
 * @throws UsageError when there are no results that can be read, or when the check does not fail there
 */
export async function acceptedBreaches(check: string, { named, ...last }: Sources): Promise<Accepted> {
  const { results, shown } = named === undefined ? await lastRun(check, last) : await namedRun(named, last);
  const failing = failingIn(results, check);
  if (failing.length === 0)
    throw new UsageError(`${check} does not fail in ${shown}${whatElse(results, check)}.`, {
      hint:
        named === undefined
          ? `Run first, or name results in which it fails: --results FILE. ${ANY}`
          : 'A waiver of a check that does not fail would fail the next run.',
    });
  return accepting(check, failing, results, shown);
}

/** Whatever the check finds, which the user has to ask for: it accepts more than anybody has seen. */
export async function anyFinding(
  check: string,
  { reportDir, cwd }: Omit<Sources, 'named'>,
): Promise<Accepted> {
  const { file, shown } = lastResults(reportDir, cwd);
  const results = existsSync(file) ? await readResults(file, cwd).catch(() => null) : null;
  const passes =
    results?.target.builtIn === false &&
    failingIn(results, check).length === 0 &&
    results.checks.some(
      (one) => isAbout({ check }, one) && (one.outcome === 'pass' || one.outcome === 'note'),
    );
  return {
    waiver: {},
    words: 'It accepts whatever the check finds.',
    ...(passes
      ? { doubt: `${check} does not fail in ${shown}; if so, the waiver fails the next run as stale.` }
      : {}),
  };
}

interface Shown {
  results: Results;
  /** How a reader on this terminal calls them. */
  shown: string;
}

async function namedRun(named: string, { cwd }: Pick<Sources, 'cwd'>): Promise<Shown> {
  return { results: await readResults(named, cwd), shown: named };
}

/** @throws UsageError when there are none: a run that does not start leaves an empty folder, one of several a folder each */
async function lastRun(check: string, { reportDir, cwd }: Omit<Sources, 'named'>): Promise<Shown> {
  const { folder, shown } = lastResults(reportDir, cwd);
  try {
    return { results: await readResults(existsSync(folder) ? path.dirname(shown) : shown, cwd), shown };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`No results show what ${check} breaks. ${cause.message}`, {
      hint: ['Run first, or give --results FILE.', cause.hint, ANY].filter(Boolean).join(' '),
      cause,
    });
  }
}

function lastResults(
  reportDir: string | undefined,
  cwd: string,
): { folder: string; file: string; shown: string } {
  const folder = reportDir ?? path.join(cwd, 'conformance-report');
  const file = path.join(folder, 'results.json');
  return { folder, file, shown: path.relative(cwd, file) };
}

/** The instances of the check that fail or warn, whether or not that is waived already. */
function failingIn({ checks, target }: Results, check: string): CheckResult[] {
  if (target.builtIn) return [];
  return checks
    .filter((one) => isAbout({ check }, one))
    .map((one) => ({ ...one, outcome: one.waived?.outcome ?? one.outcome }))
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
}

function accepting(
  check: string,
  failing: readonly CheckResult[],
  { policy }: Results,
  shown: string,
): Accepted {
  const requirements = [...new Set(failing.flatMap((one) => brokenRules(one, policy.failOn)))];
  const onlyWarns = failing.every(({ outcome }) => outcome === 'warn');
  if (requirements.length === 0)
    throw new UsageError(`${check} fails in ${shown}, which does not say what it breaks.`, { hint: ANY });
  return {
    waiver: { requirements, ...(onlyWarns ? { outcome: 'warn' as const } : {}) },
    words: `It accepts a ${onlyWarns ? 'warning about' : 'breach of'} ${requirements.join(', ')}, as in ${shown}; any other fails the check.`,
  };
}

function whatElse({ checks, target }: Results, check: string): string {
  if (target.builtIn) return ', which is about a built-in peer';
  const found = checks.filter((one) => isAbout({ check }, one));
  if (found.length === 0) return ', which does not have it';
  return ` (${[...new Set(found.map(({ outcome }) => outcome))].join(', ')})`;
}
