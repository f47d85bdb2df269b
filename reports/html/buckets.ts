/** Intervals of a histogram: from each edge up to, not including, the next; the last one with its end. */
export interface Buckets {
  edges: number[];
  scale: 'linear' | 'logarithmic';
}

const most = 12;
const fewest = 5;

/** Round edges that hold all values, of which there must be one: linear where the values are of one size, else logarithmic. */
export function bucketsFor(values: readonly number[]): Buckets {
  const lowest = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (lowest <= 0 || highest / lowest <= 15) return { edges: linear(lowest, highest), scale: 'linear' };
  const fine = highest / lowest <= 150;
  return {
    edges: logarithmic(lowest, highest, fine ? [1, 1.5, 2, 3, 5, 7] : [1, 2, 5]),
    scale: 'logarithmic',
  };
}

function linear(lowest: number, highest: number): number[] {
  // At least so wide that a reader can tell the edges apart.
  const narrowest = Math.max(1, Math.abs(highest) / 50);
  let magnitude = 10 ** Math.floor(Math.log10(narrowest));
  for (;;) {
    for (const factor of [1, 2, 5]) {
      const step = factor * magnitude;
      if (step < narrowest) continue;
      let first = Math.floor(lowest / step);
      let last = Math.max(Math.ceil(highest / step), first + 1);
      if (last - first > most) continue;
      // One bar alone would fill the picture and say nothing.
      while (last - first < fewest) {
        last += 1;
        if (first > 0 && last - first < fewest) first -= 1;
      }
      return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
    }
    magnitude *= 10;
  }
}

function logarithmic(lowest: number, highest: number, steps: readonly number[]): number[] {
  // Below a millisecond all is one bucket: a logarithm has no zero.
  const edges: number[] = lowest < 1 ? [0] : [];
  let decade = 10 ** Math.floor(Math.log10(Math.max(lowest, 1)));
  for (;;) {
    for (const step of steps) {
      const edge = round(step * decade);
      // What lies below the first value is of no use.
      if (edge <= lowest) edges.length = 0;
      edges.push(edge);
      if (edge >= highest) return edges;
    }
    decade *= 10;
  }
}

/** Without the noise of floating point. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** How many values fall into each bucket. */
export function countsIn({ edges }: Buckets, values: readonly number[]): number[] {
  const last = edges.length - 2;
  const counts = Array.from({ length: last + 1 }, () => 0);
  for (const value of values) {
    const next = edges.findIndex((edge) => edge > value);
    const index = next === -1 ? last : Math.max(0, next - 1);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
