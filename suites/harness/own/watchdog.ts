import type { Worker } from 'node:worker_threads';
import type { Executed } from '../execute.ts';
import type { PlannedCheck } from '../plan.ts';

const TICK_MS = 1_000;
/** So many ticks without a beat, and a thread counts as blocked. Ticks, not time: a machine may have slept. */
const PATIENCE = 20;

/**
 * Ends the thread of the checks when it is blocked while one of the tester's own runs there: nobody knows what that does.
 * Vitest would wait for it for ever.
 */
interface Watchdog {
  /** The thread of this id lives. */
  beat(threadId: number): void;
  /** From now on this check runs; null: one of ours, which is not watched. */
  watch(check: PlannedCheck | null): void;
  /** The check that blocked the thread, which has been ended for it; null when none did. */
  found(): PlannedCheck | null;
  end(): void;
}

export function startWatchdog(): Watchdog {
  let running: PlannedCheck | null = null;
  let culprit: PlannedCheck | null = null;
  let missed = 0;
  let thread: number | null = null;
  const workers = new Set<Worker>();
  const take = (worker: Worker): void => void workers.add(worker);
  process.on('worker', take);
  const timer = setInterval(() => {
    if (running === null) return;
    missed += 1;
    if (missed < PATIENCE) return;
    // Runs may go on beside this one, each with a thread of its own; one that has ended is blocked by nobody.
    const blocked = [...workers].find((worker) => worker.threadId === thread);
    if (blocked === undefined) return;
    culprit ??= running;
    void blocked.terminate();
  }, TICK_MS);
  timer.unref();
  return {
    beat: (threadId) => {
      thread = threadId;
      missed = 0;
    },
    watch: (check) => {
      running = check;
      missed = 0;
    },
    found: () => culprit,
    end: () => {
      clearInterval(timer);
      process.off('worker', take);
    },
  };
}

/**
 * Records what the check comes to that blocked its thread. Null: its result is there already and stands, whatever
 * blocked the thread behind it.
 */
export function recordBlocked(results: Map<string, Executed>, { key, check }: PlannedCheck): Executed | null {
  if (results.has(key)) return null;
  const executed = blockedOutcome(check.own?.module ?? '');
  results.set(key, executed);
  return executed;
}

/** What a check that blocks its thread comes to. */
function blockedOutcome(module: string): Executed {
  return {
    outcome: 'error',
    reason: `The check itself, in ${module}, blocked its thread for ${(PATIENCE * TICK_MS) / 1000} s and was ended.`,
    findings: [],
    durationMs: PATIENCE * TICK_MS,
  };
}
