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

/**
 * The breaches that results show of a check, so that a waiver accepts these and no others.
 * @param named the results that the user names: the check has to fail there
 * @param reportDir absolute path of the folder in which the last run may have left some; default: conformance-report
 * @throws UsageError when results are named that cannot be read, or in which the check does not fail
 */
export async function acceptedBreaches(
  check: string,
  named: string | undefined,
  reportDir: string | undefined,
  cwd: string,
): Promise<Accepted> {
  if (named !== undefined) {
    const results = await readResults(named, cwd);
    const failing = failingIn(results, check);
    if (failing.length === 0)
      throw new UsageError(`${check} does not fail in ${named}${whatElse(results, check)}.`, {
        hint: 'A waiver of a check that does not fail would fail the next run.',
      });
    return accepting(failing, results, named);
  }
  const usual = path.join(reportDir ?? path.join(cwd, 'conformance-report'), 'results.json');
  const results = existsSync(usual) ? await readResults(usual, cwd).catch(() => null) : null;
  const shown = path.relative(cwd, usual);
  const failing = results === null ? [] : failingIn(results, check);
  if (results !== null && failing.length > 0) return accepting(failing, results, shown);
  const passes = results?.checks.some(
    (one) => isAbout({ check }, one) && (one.outcome === 'pass' || one.outcome === 'note'),
  );
  return {
    waiver: {},
    words: 'It accepts whatever the check finds: no results in which it fails are at hand (--results FILE).',
    ...(passes === true && results?.target.builtIn === false
      ? { doubt: `${check} does not fail in ${shown}; if so, the waiver fails the next run as stale.` }
      : {}),
  };
}

/** The instances of the check that fail or warn, whether or not that is waived already. */
function failingIn({ checks, target }: Results, check: string): CheckResult[] {
  if (target.builtIn) return [];
  return checks
    .filter((one) => isAbout({ check }, one))
    .map((one) => ({ ...one, outcome: one.waived?.outcome ?? one.outcome }))
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
}

function accepting(failing: readonly CheckResult[], { policy }: Results, source: string): Accepted {
  const requirements = [...new Set(failing.flatMap((one) => brokenRules(one, policy.failOn)))];
  const onlyWarns = failing.every(({ outcome }) => outcome === 'warn');
  if (requirements.length === 0) return { waiver: {}, words: 'It accepts whatever the check finds.' };
  return {
    waiver: { requirements, ...(onlyWarns ? { outcome: 'warn' as const } : {}) },
    words: `It accepts a ${onlyWarns ? 'warning about' : 'breach of'} ${requirements.join(', ')}, as in ${source}; any other fails the check.`,
  };
}

function whatElse({ checks, target }: Results, check: string): string {
  if (target.builtIn) return ', which is about a built-in peer';
  const found = checks.filter((one) => isAbout({ check }, one));
  if (found.length === 0) return ', which does not have it';
  return ` (${[...new Set(found.map(({ outcome }) => outcome))].join(', ')})`;
}
