/**
 * The p-th percentile by nearest rank: the smallest of the values that at least p percent of them do not exceed. Always
 * one of the values; with fewer than 100 of them p99 is the largest. `sorted`: ascending, at least one.
 */
export function percentile(sorted: readonly number[], p: number): number {
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}
