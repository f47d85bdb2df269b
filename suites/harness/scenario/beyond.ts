import type { Effect } from '../receiver/exchange.ts';

/** What is in a list beyond what was known, in whatever order it is told; one that is told twice is two. */
export function beyond(told: readonly Effect[], known: readonly Effect[]): Effect[] {
  const counts = new Map<string, number>();
  for (const effect of known) {
    const key = JSON.stringify(effect);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return told.filter((effect) => {
    const key = JSON.stringify(effect);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}
