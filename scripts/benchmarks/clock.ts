/** ms by the one monotonic clock that all processes of a machine share; `performance.now()` counts from the start of its own process. */
export function machineNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What `machineNow()` is ahead of `performance.now()`, ms: of many comparisons that which took least time. */
export function clockOffset(): number {
  let best = { width: Infinity, offset: 0 };
  for (let n = 0; n < 1_000; n++) {
    const before = performance.now();
    const now = machineNow();
    const after = performance.now();
    const width = after - before;
    if (width < best.width) best = { width, offset: now - (before + after) / 2 };
  }
  return best.offset;
}
