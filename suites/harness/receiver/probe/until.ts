import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_GAP_MS = 5;
const LONGEST_GAP_MS = 500;

/** Asks again and again, with growing gaps, until the answer is neither null nor false; null when `limitMs` passes. */
export async function until<T>(
  condition: () => Promise<T | null | false>,
  limitMs: number,
): Promise<T | null> {
  const deadline = performance.now() + limitMs;
  for (let gap = FIRST_GAP_MS; ; gap = Math.min(2 * gap, LONGEST_GAP_MS)) {
    const answer = await condition();
    if (answer !== null && answer !== false) return answer;
    const left = deadline - performance.now();
    if (left <= 0) return null;
    await sleep(Math.min(gap, left));
  }
}
