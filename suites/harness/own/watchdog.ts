import type { Executed } from '../execute.ts';
import type { PlannedCheck } from '../plan.ts';

const TICK_MS = 1_000;
/** So many ticks without a beat, and a thread counts as blocked. Ticks, not time: a machine may have slept. */
const PATIENCE = 30;

/** Looks whether the thread of the checks lives, while one of the tester's own runs there: nobody knows what that does. */
interface Watchdog {
  /** The thread lives. */
  beat(): void;
  /** From now on this check runs; null: one of ours, which is not watched. */
  watch(check: PlannedCheck | null): void;
  /** Resolves when the thread is blocked. */
  blocked: Promise<void>;
  /** The check that blocks it; null when it is not blocked. */
  found(): PlannedCheck | null;
  end(): void;
}

export function startWatchdog(): Watchdog {
  let running: PlannedCheck | null = null;
  let culprit: PlannedCheck | null = null;
  let missed = 0;
  let tell: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const timer = setInterval(() => {
    if (running === null) return;
    missed += 1;
    if (missed < PATIENCE) return;
    culprit ??= running;
    tell();
  }, TICK_MS);
  timer.unref();
  return {
    beat: () => {
      missed = 0;
    },
    watch: (check) => {
      running = check;
      missed = 0;
    },
    blocked,
    found: () => culprit,
    end: () => clearInterval(timer),
  };
}

/** What a check that blocks its thread comes to. */
export function blockedOutcome(module: string): Executed {
  return {
    outcome: 'error',
    reason: `The check itself, in ${module}, blocked its thread for ${(PATIENCE * TICK_MS) / 1000} s and was ended.`,
    findings: [],
    durationMs: PATIENCE * TICK_MS,
  };
}
