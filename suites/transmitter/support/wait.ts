import { setTimeout as sleep } from 'node:timers/promises';
import type { TransmitterProbe } from '../../harness/probe.ts';

type Clock = Pick<TransmitterProbe, 'now'>;

/** Waits until the clock of the run shows `atMs`: for times that the target itself sets, such as an interval to keep. */
export async function waitUntil(t: Clock, atMs: number): Promise<void> {
  for (let left = atMs - (await t.now()); left > 0; left = atMs - (await t.now())) await sleep(left);
}
