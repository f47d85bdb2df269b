import type { RunOutcome } from '../suites/harness/run.ts';
import type { ProgressEvent } from '../suites/harness/run-options.ts';
import type { ResolvedRun } from './config/resolve.ts';
import { asUsageError } from './listen-error.ts';

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
  try {
    return await harnessOf(run, reporting);
  } catch (error) {
    return asUsageError(error);
  }
}

async function harnessOf(run: ResolvedRun, reporting: Reporting): Promise<RunOutcome> {
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
