/** Taken when the module is loaded, so that fake timers of a test do not stop what waits for a real peer. */
const { setTimeout: startTimer } = globalThis;
const clock = performance.now.bind(performance);

/** How often is looked, ms. */
const EVERY_MS = 10;

/** Waits until the condition holds or the time is over; tells whether it held in the end. */
export async function untilHolds(condition: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = clock() + withinMs;
  for (;;) {
    if (condition()) return true;
    const left = deadline - clock();
    if (left <= 0) return false;
    await new Promise<void>((resolve) => void startTimer(resolve, Math.min(EVERY_MS, left)));
  }
}
