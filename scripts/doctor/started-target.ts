import { type Step, step, takeSteps } from '../../suites/harness/doctor/examination.ts';
import type { Report } from '../../suites/harness/doctor/line.ts';
import type { Io } from '../io.ts';
import type { PlannedTarget } from '../target/plan-target.ts';
import type { StartedTarget } from '../target/target.ts';
import { TargetFailure } from '../target/target-failure.ts';
import type { Part } from './part.ts';

/** The target that a run starts, as something to look at. */
export interface StartedPart extends Part {
  /** It makes sense to look at the target itself. */
  isThere(): boolean;
  /** Ends what was started. */
  stop(): Promise<void>;
}

/**
 * Starts the target as a run does, so that the other parts can look at it: a Transmitter. A managed Receiver is started
 * by its own part; one with an address may ask our issuer at once, which stands in a run only.
 */
export function startedPart(planned: PlannedTarget, readOnly: boolean, io: Io): StartedPart {
  const { launch, startHook, told } = planned;
  let started: StartedTarget | null = null;
  let isReady = startHook !== null;
  const steps = (report: Report): Step[] => [
    step(report, 'what starts it', async (tell) => {
      const before = performance.now();
      const failure = await failed(async () => {
        await launch.requireEngine();
        if (!readOnly) await launch.prepare((what) => report.waiting(what), io.signal);
      });
      if (failure !== null) return tell.problem(onOneLine(failure), 'configuration', failure.hint);
      if (!launch.isContainer) return tell.ok('Nothing but the command is needed.');
      const took = Math.round(performance.now() - before);
      return tell.ok(
        readOnly ? 'The container engine answers.' : `The container engine has its image, after ${took} ms.`,
      );
    }),
    step(report, 'start', async (tell) => {
      if (readOnly) return tell.skipped('Nothing is started (--read-only).');
      if (startHook !== null)
        return tell.skipped('A managed Receiver is started for each of its lives: see below.');
      if (told !== null)
        return tell.skipped('A run starts it when our issuer stands, since it may ask that at once.');
      const before = performance.now();
      const failure = await failed(async () => {
        report.waiting(`${launch.what} to be ready`);
        started = await launch.start(told, io.signal);
      });
      if (failure !== null) return tell.problem(onOneLine(failure), 'target', failure.hint);
      isReady = true;
      return tell.ok(`Ready after ${Math.round(performance.now() - before)} ms.`);
    }),
  ];
  return {
    title: `Target, ${launch.source}`,
    examine: (report) => takeSteps(steps(report), report, io.signal),
    isThere: () => isReady,
    stop: async () => started?.stop(),
  };
}

async function failed(act: () => Promise<void>): Promise<TargetFailure | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof TargetFailure) return error;
    throw error;
  }
}

function onOneLine({ message }: TargetFailure): string {
  return message.replaceAll(/:\s*\n\s*/g, ': ').replaceAll(/\s*\n\s*/g, ' / ');
}
