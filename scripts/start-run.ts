import type { RunOutcome } from '../suites/harness/run.ts';
import type { CommonRunOptions, ProgressEvent } from '../suites/harness/run-options.ts';
import type { ResolvedRun } from './config/resolve.ts';
import { asUsageError } from './listen-error.ts';
import { withTarget } from './target/with-target.ts';

/** How a run reports while it goes on. */
export interface Reporting {
  rerunPrefix: string;
  onProgress: (event: ProgressEvent) => void;
}

/**
 * One run, from preflight to results. The engine is loaded late: help and usage errors shall not wait for it.
 * @throws UsageError when it turns out on the way that the configuration is wrong
 */
export async function startRun(run: ResolvedRun, reporting: Reporting): Promise<RunOutcome> {
  const { planned } = run;
  try {
    if (planned === undefined) return await harnessOf(run, reporting);
    const { tls, signal } = run.options;
    const { onProgress } = reporting;
    return await withTarget(planned, { caFile: tls?.caFile ?? null, signal, onProgress }, (told) =>
      harnessOf(run, { ...reporting, ...told }),
    );
  } catch (error) {
    return asUsageError(error);
  }
}

async function harnessOf(
  run: ResolvedRun,
  reporting: Reporting & Pick<CommonRunOptions, 'onOpen'>,
): Promise<RunOutcome> {
  if (run.role === 'transmitter') {
    const { runConformance } = await import('../suites/harness/run.ts');
    return runConformance({ ...run.options, ...reporting });
  }
  if (run.role === null) {
    const { runScenarios } = await import('../suites/harness/scenario/run.ts');
    const outcome = await runScenarios({ ...run.options, ...reporting });
    run.misconfigured.throwIfAborted();
    return outcome;
  }
  const { runReceiver } = await import('../suites/harness/receiver/run.ts');
  return runReceiver({ ...run.options, ...reporting });
}
