import type { Results } from '../../reports/results.ts';
import type { RunName } from '../config/built-in-runs.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import type { ResolvedRun } from '../config/resolve.ts';
import { EXIT, worstOf } from '../exit-codes.ts';
import { judged, judgingOf } from '../run-judging.ts';
import { startRun } from '../start-run.ts';
import { HarnessError, isConformanceError, TargetError } from './errors.ts';
import { type RunOptions, runsOf, settled } from './options.ts';

/** What came of `run`. */
export interface RunReport {
  /** The results of the run, with waivers and comparison applied; of several runs those of the one that counts. */
  results: Results;
  /** As the command line would end: that of `results`, or 130 where your signal cut the run short. */
  exitCode: number;
  /** Every run. There are several only where no target is named, so that the built-in peers are tested. */
  runs: readonly { name: RunName; results: Results }[];
}

/**
 * Tests what the configuration says, as `ssf-conformance run` does with it as config file; no config file is read.
 * Prints nothing, writes no reports (see `writeReports`), and leaves the process as it was: exit code, environment,
 * listeners. Several at once do not disturb each other, as long as they have different targets.
 *
 * That the target does not conform is no error: `results.verdict` and `exitCode` say so.
 * @throws UsageError (`USAGE`) when the configuration is wrong
 * @throws TargetError (`TARGET`) when the target cannot be reached or the preflight refuses it
 * @throws HarnessError (`HARNESS`) when the harness itself breaks
 */
export async function run(config: ConformanceConfig = {}, options: RunOptions = {}): Promise<RunReport> {
  const stopped = new AbortController();
  const signals = options.signal === undefined ? [] : [options.signal];
  const signal = AbortSignal.any([stopped.signal, ...signals]);
  signal.throwIfAborted();
  const settings = settled({ ...options, signal });
  const { config: filled, runs } = await inFamily(() => runsOf(config, settings));
  const judging = await inFamily(() => judgingOf(filled, settings, runs, null, settings.cwd));
  const ended: { name: RunName; results: Results }[] = [];
  for (const one of runs) {
    // What was seen until then is worth more than the reason.
    if (signal.aborted && ended.length > 0) break;
    signal.throwIfAborted();
    const results = await resultsOf(one, settings, stopped);
    stopped.signal.throwIfAborted();
    ended.push({ name: one.name, results: judged(results, one.name, judging) });
  }
  const worstCode = worstOf(ended.map(({ results }) => results.exitCode));
  const worst = ended.find(({ results }) => results.exitCode === worstCode);
  // Sound: a configuration comes to one run at least, and the worst is one of theirs.
  if (worst === undefined) throw new HarnessError(new Error('There was nothing to run.'));
  const isCut = ended.length < runs.length || ended.some(({ results }) => results.interrupted);
  return { results: worst.results, exitCode: isCut ? EXIT.interrupted : worstCode, runs: ended };
}

async function resultsOf(
  one: ResolvedRun,
  { onProgress, rerun, signal }: RunOptions,
  stopped: AbortController,
): Promise<Results> {
  const outcome = await inFamily(() =>
    startRun(one, {
      rerunPrefix: rerun ?? 'npx ssf-conformance run',
      onProgress: (event) => {
        try {
          onProgress?.(event, one.name);
        } catch (error) {
          // Thrown here it would look like a fault of the check that goes on.
          stopped.abort(error);
        }
      },
    }),
  );
  if ('results' in outcome) return outcome.results;
  // What was not waited for is no fault of the target.
  signal?.throwIfAborted();
  throw new TargetError(outcome.preflight.sentence, { hint: outcome.preflight.hint });
}

/** What is thrown there as an error of the family. */
async function inFamily<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isConformanceError(error) ? error : new HarnessError(error);
  }
}
