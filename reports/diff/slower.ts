import type { ComparedTime, Delivery, Results } from '../results.ts';

/** Fewer values say little about how long something takes. */
const FEWEST = 5;
/** How much longer a time has to be before anybody is told: this factor, and so many ms beyond what it may be off. */
const FACTOR = 1.25;
const BEYOND_MS = 50;

/** One figure of a run. */
interface Figure {
  name: string;
  delivery: Delivery | null;
  ms: number;
  uncertaintyMs: number;
}

/** Times that became longer. They are told, and decide nothing. */
export function slowerTimes(before: Results['timing'], after: Results['timing']): ComparedTime[] {
  const earlier = new Map(figures(before).map((figure) => [keyOf(figure), figure]));
  return figures(after).flatMap((figure) => {
    const then = earlier.get(keyOf(figure));
    if (then === undefined) return [];
    const longer = figure.ms - then.ms;
    const uncertainty = figure.uncertaintyMs + then.uncertaintyMs;
    if (figure.ms <= then.ms * FACTOR || longer <= BEYOND_MS + uncertainty) return [];
    const { name, delivery } = figure;
    return [{ name, delivery, beforeMs: then.ms, afterMs: figure.ms }];
  });
}

function keyOf({ name, delivery }: Figure): string {
  return `${name} ${delivery}`;
}

/** Medians of what checks waited for, and p50 and p99 of what scenarios measured, all event types together. */
function figures({ samples, ledger }: Results['timing']): Figure[] {
  const groups = new Map<string, { name: string; delivery: Delivery | null; all: number[] }>();
  for (const { name, delivery, ms } of samples) {
    const key = `${name} ${delivery}`;
    const group = groups.get(key) ?? { name, delivery, all: [] };
    group.all.push(ms);
    groups.set(key, group);
  }
  const waits = [...groups.values()]
    .filter(({ all }) => all.length >= FEWEST)
    .map(({ name, delivery, all }) => ({ name, delivery, ms: median(all), uncertaintyMs: 0 }));
  const durations = (ledger?.durations ?? [])
    .filter(({ eventType, count }) => eventType === null && count >= FEWEST)
    .flatMap(({ name, delivery, p50, p99, uncertaintyMs }) => [
      { name: `${name}.p50`, delivery, ms: p50, uncertaintyMs },
      { name: `${name}.p99`, delivery, ms: p99, uncertaintyMs },
    ]);
  return [...waits, ...durations];
}

/** The nearest rank, as the ledger has it. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? 0;
}
