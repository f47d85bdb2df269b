import path from 'node:path';
import { compareResults } from '../reports/diff/compare.ts';
import { kindOfRun } from '../reports/diff/kind.ts';
import type { Comparison, Results, WaiverRow } from '../reports/results.ts';
import { conclude } from '../suites/harness/conclude.ts';
import { isStaleOrExpired } from '../suites/harness/verdict.ts';
import { applyWaivers } from '../suites/harness/waivers/apply.ts';
import type { Waiver } from '../suites/harness/waivers/waiver.ts';
import { requireBaseline, requireKept, subjectOf } from './baseline.ts';
import { requireSameKind } from './comparable.ts';
import type { RunName } from './config/built-in-runs.ts';
import type { ConformanceConfig } from './config/define-config.ts';
import type { RunFlags } from './config/flags.ts';
import type { ResolvedRun } from './config/resolve.ts';
import { EXIT } from './exit-codes.ts';
import { isFile } from './is-file.ts';
import { readResults } from './read-results.ts';
import { UsageError } from './usage-error.ts';
import { waiversOfRun } from './waivers/run-waivers.ts';
import { dayOf } from './waivers/waiver-problems.ts';

/** What the results of runs are held against beside the rules. */
export interface Judging {
  waivers: readonly Waiver[];
  /** The results of an earlier run of each; empty: nothing is compared. */
  earlier: ReadonlyMap<RunName, Results>;
  newOnly: boolean;
}

/**
 * Reads the waivers and the results to compare with.
 * @param configFile absolute path of the config file that is used; null: none is
 * @throws UsageError when one of them cannot be read, is not valid, or does not fit the runs
 */
export async function judgingOf(
  config: Pick<ConformanceConfig, 'waivers' | 'against' | 'newOnly' | 'reportDir'>,
  flags: Pick<RunFlags, 'waivers'>,
  runs: readonly ResolvedRun[],
  configFile: string | null,
  cwd: string,
): Promise<Judging> {
  const { against, newOnly = false } = config;
  if (newOnly && against === undefined)
    throw new UsageError('newOnly (--new-only) needs results to compare with.', {
      hint: 'Give --against FILE: results.json or report folder of an earlier run.',
    });
  const earlier = new Map<RunName, Results>();
  if (against !== undefined)
    for (const run of runs) {
      const several = runs.length > 1;
      const named = await earlierNamed(against, run, several, cwd);
      const results = await earlierResults(named, run, several, cwd);
      if (newOnly) {
        const folder = config.reportDir ?? 'conformance-report';
        await requireKept(named, [several ? path.join(folder, run.name) : folder], cwd);
        requireBaseline(results, named, subjectOf(run));
      }
      earlier.set(run.name, results);
    }
  const ours = runs.every(isOfOurs);
  if (ours && typeof flags.waivers === 'string')
    throw new UsageError('--waivers is about a target of yours; the built-in peers are waived nothing.', {
      hint: 'Name a target, such as --issuer URL, or leave --waivers out.',
    });
  const accepts = flags.waivers !== false && !ours;
  return {
    waivers: accepts ? await waiversOfRun(config.waivers, configFile, cwd, runs[0]?.options.own) : [],
    earlier,
    newOnly,
  };
}

/** Where several run, and where a folder holds several, each has a folder of its name. */
async function earlierNamed(
  against: string,
  run: ResolvedRun,
  several: boolean,
  cwd: string,
): Promise<string> {
  const folder = path.join(against, run.name);
  const own = path.resolve(cwd, folder, 'results.json');
  const alone = path.resolve(cwd, against, 'results.json');
  return several || (!(await isFile(alone)) && (await isFile(own))) ? folder : against;
}

async function earlierResults(
  named: string,
  run: ResolvedRun,
  several: boolean,
  cwd: string,
): Promise<Results> {
  const results = await readResults(named, cwd).catch((error: unknown) => {
    if (!several || !(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} Each of several runs is compared with the folder of its name.`, {
      hint: 'Name the report folder of an earlier run of the same several, or test one target: --role, --scenario.',
    });
  });
  requireSameKind(kindOfRun(results), named, kindOf(run), 'this run');
  return results;
}

/** As `kindOfRun` tells it of results. */
function kindOf({ role, options }: ResolvedRun): string {
  const target = { issuer: '', metadataUrl: '', builtIn: false };
  if (role !== null) return kindOfRun({ target: { ...target, role } });
  const { transmitter, receiver } = options;
  const form = transmitter === undefined ? 'mocks' : 'pair';
  const alone = (transmitter === undefined) !== (receiver === undefined);
  const side = transmitter === undefined && receiver !== undefined ? 'receiver' : 'transmitter';
  return kindOfRun({ scenarios: [], target: { ...target, role: side, ...(alone ? {} : { form }) } });
}

function isOfOurs({ role, options }: ResolvedRun): boolean {
  if (role === 'transmitter') return options.target === 'built-in';
  if (role === 'receiver') return 'builtIn' in options.target;
  return options.transmitter === undefined && options.receiver === undefined;
}

/** The results of a run with its waivers, and how it differs from the earlier one. */
export function judged(results: Results, name: RunName, { waivers, earlier, newOnly }: Judging): Results {
  const waived = applyWaivers(results, waivers, dayOf(new Date(results.startedAt)));
  const before = earlier.get(name);
  if (before === undefined) return waived;
  return conclude({
    ...waived,
    comparison: compareResults(before, waived),
    ...(newOnly ? { policy: { ...waived.policy, newOnly: true as const } } : {}),
  });
}

/** What decided the exit code, where the verdict alone does not; null: the verdict. */
export function gateSentence(results: Results): string | null {
  const { policy, comparison, exitCode, verdict, waivers = [] } = results;
  if (policy.newOnly !== true || comparison === undefined)
    return exitCode === EXIT.nonConformant && verdict !== 'non-conformant' ? waiverGate(waivers) : null;
  return `Gate: only what is new since the earlier run counts (--new-only): ${whyOf(results, comparison)}. Exit code ${exitCode}.`;
}

function waiverGate(waivers: readonly WaiverRow[]): string {
  const bad = waivers.filter(isStaleOrExpired).map(({ check, state }) => `${check} (${state})`);
  const [first] = bad;
  return `Gate: waivers that nobody needs, or that have expired, fail the run: ${bad.join(', ')}. Exit code ${EXIT.nonConformant}.${first === undefined ? '' : `\n  ssf-conformance waive --remove ${first.split(' ')[0]}`}`;
}

function whyOf({ exitCode, waivers = [] }: Results, comparison: Comparison): string {
  const { newlyFailing, newlyNotTested, stillFailing } = comparison;
  if (newlyFailing.length > 0) return `${newlyFailing.length} newly failing`;
  if (waivers.some(isStaleOrExpired)) return 'nothing is newly failing, but a waiver is stale or expired';
  if (exitCode === EXIT.harnessFault) return 'the harness itself went wrong';
  if (exitCode === EXIT.incomplete)
    return newlyNotTested.length > 0 ? 'something is newly not tested' : 'nothing could be exercised';
  return `nothing is newly failing${stillFailing > 0 ? `; ${stillFailing} still failing, which does not count here` : ''}`;
}
