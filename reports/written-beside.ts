import type { RecordedExchange, TargetLog, TargetLogLine } from './results.ts';

// A target writes about a request when it comes in, or when it has answered, and what it writes comes a little later here.
const beforeMs = 50;
const afterMs = 250;

/** A line of the target's log with its place in it, from 0 on. */
interface PlacedLine {
  line: TargetLogLine;
  index: number;
}

/** What the target wrote at the moment of an exchange. */
export interface WrittenBeside {
  /** In the order in which they came. */
  lines: PlacedLine[];
  /** How many more there are at that moment. */
  more: number;
}

/**
 * Finds what was written at the moment of an exchange, without empty lines: of more than `most` lines those that are
 * nearest to its end, those from before it last.
 */
export function besideReader(
  log: TargetLog,
): (exchange: Pick<RecordedExchange, 'atMs' | 'durationMs'>, most: number) => WrittenBeside {
  const placed = log.lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.text.trim() !== '')
    .toSorted((a, b) => a.line.atMs - b.line.atMs || a.index - b.index);
  return ({ atMs, durationMs }, most) => {
    const endMs = atMs + durationMs;
    const near: PlacedLine[] = [];
    for (let i = firstAt(placed, atMs - beforeMs); i < placed.length; i++) {
      const one = placed[i];
      if (one === undefined || one.line.atMs > endMs + afterMs) break;
      near.push(one);
    }
    // Most is written when the answer is given; what came before the request is hardly about it.
    const before = ({ line }: PlacedLine): number => Number(line.atMs < atMs);
    const distance = ({ line }: PlacedLine): number => Math.abs(line.atMs - endMs);
    const lines = near
      .toSorted((a, b) => before(a) - before(b) || distance(a) - distance(b))
      .slice(0, most)
      .toSorted((a, b) => a.index - b.index);
    return { lines, more: near.length - lines.length };
  };
}

/** Index of the first line that came at this time or later. */
function firstAt(lines: readonly PlacedLine[], atMs: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.line.atMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
