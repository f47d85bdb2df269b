import { setTimeout as sleep } from 'node:timers/promises';
import type { TransmitterProbe } from '../../harness/probe.ts';

type Clock = Pick<TransmitterProbe, 'now'>;

/** Waits until the clock of the run shows `atMs`: for times that the target itself sets, such as an interval to keep. */
export async function waitUntil(t: Clock, atMs: number): Promise<void> {
  for (let left = atMs - (await t.now()); left > 0; left = atMs - (await t.now())) await sleep(left);
}

/**
 * Asks again and again, less often as time goes on, until `ask` answers with something other than null; null when
 * `limitMs` has passed. `ask` gets the time that is left, in ms, and is called at least once.
 */
export async function retry<T>(
  t: Clock,
  limitMs: number,
  ask: (leftMs: number) => Promise<T | null>,
): Promise<T | null> {
  const deadline = (await t.now()) + limitMs;
  for (let pause = 20; ; pause = Math.min(pause * 2, 1_000)) {
    const answer = await ask(Math.max(0, deadline - (await t.now())));
    if (answer !== null) return answer;
    const left = deadline - (await t.now());
    if (left <= 0) return null;
    await sleep(Math.min(pause, left));
  }
}
