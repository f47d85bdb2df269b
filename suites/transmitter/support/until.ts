import { setTimeout as pause } from 'node:timers/promises';
import type { TransmitterProbe } from '../../harness/probe.ts';

/** First and longest distance between two looks, in ms. */
const FIRST = 25;
const LONGEST = 1000;

/**
 * Looks again and again until `done` holds for what was seen, or `limitMs` has passed; returns the last look. The
 * first one is always made.
 */
export async function until<T>(
  t: Pick<TransmitterProbe, 'now'>,
  look: () => Promise<T>,
  done: (seen: T) => boolean,
  limitMs: number,
): Promise<T> {
  const deadline = (await t.now()) + limitMs;
  let distance = FIRST;
  for (;;) {
    const seen = await look();
    const left = deadline - (await t.now());
    if (done(seen) || left <= 0) return seen;
    await pause(Math.min(distance, left));
    distance = Math.min(distance * 2, LONGEST);
  }
}
