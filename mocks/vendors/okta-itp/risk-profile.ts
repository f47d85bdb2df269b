import { compareLevels, highest, type Level } from './levels.ts';

/** A line of a user's risk history. */
export interface RiskEntry {
  /** ISO 8601. */
  at: string;
  from: Level;
  to: Level;
  why: string;
}

/** What a report says beside its level. */
export interface Report {
  /** Who sees the risk: a provider, or a device of the user. */
  source: string;
  level: Level;
  /** The level before, as the reporter has it; null when it did not say. */
  previous: Level | null;
  why: string;
}

interface Signal {
  level: Level;
  /** Something was done about it, or an administrator put it aside: it counts no more until it changes. */
  settled: boolean;
}

/** Risk of one user: what each source reported last, and the level that results. */
export class RiskProfile {
  readonly #signals = new Map<string, Signal>();
  #history: RiskEntry[] = [];

  /** The highest of what is not settled. */
  get level(): Level {
    return highest([...this.#signals.values()].filter(({ settled }) => !settled).map(({ level }) => level));
  }

  /** Oldest first. */
  get history(): readonly RiskEntry[] {
    return this.#history;
  }

  /** Takes a report in; tells whether it is a rise, a fall or nothing new, for its source. */
  report({ source, level, previous, why }: Report, at: string): 'rise' | 'fall' | 'same' {
    const from = this.level;
    const known = this.#signals.get(source);
    const before = known?.level ?? firstBefore(level, previous);
    const change = compareLevels(level, before);
    this.#signals.set(source, { level, settled: change === 0 && (known?.settled ?? false) });
    this.#note({ at, from, to: this.level, why });
    if (change === 0) return 'same';
    return change > 0 ? 'rise' : 'fall';
  }

  /** After a universal logout: what was reported is dealt with; the same once more changes nothing. */
  settle(at: string, why: string): void {
    const from = this.level;
    for (const signal of this.#signals.values()) signal.settled = true;
    this.#note({ at, from, to: this.level, why });
  }

  /** An administrator's reset: whatever is reported from now on is new. */
  reset(at: string, why: string): void {
    const from = this.level;
    this.#signals.clear();
    this.#note({ at, from, to: this.level, why });
  }

  #note(entry: RiskEntry): void {
    this.#history = [...this.#history, entry].slice(-KEPT);
  }
}

/** Lines of history that are kept. */
const KEPT = 200;

/** Before the first report of a source the level is low, unless the report itself is of a fall: caution acts on what is unknown. */
function firstBefore(level: Level, previous: Level | null): Level {
  return previous !== null && compareLevels(previous, level) > 0 ? previous : 'low';
}
