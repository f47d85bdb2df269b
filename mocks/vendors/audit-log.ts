import type { LogEntry } from './vendor.ts';

/** Entries that are kept; the oldest are forgotten. */
const KEPT = 10_000;

/** A vendor's log: what an administrator can read of what happened. */
export class AuditLog {
  readonly #now: () => number;
  readonly #onEntry: ((entry: LogEntry) => void) | undefined;
  #entries: LogEntry[] = [];

  /** `now`: ms since the epoch. */
  constructor(now: () => number = Date.now, onEntry?: (entry: LogEntry) => void) {
    this.#now = now;
    this.#onEntry = onEntry;
  }

  add(type: string, text: string, detail: Record<string, unknown> = {}): void {
    const entry: LogEntry = { at: new Date(this.#now()).toISOString(), type, text, detail };
    this.#entries.push(entry);
    // In slices, so that a long storm is not slowed down by one shift for each entry.
    if (this.#entries.length > 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
    this.#onEntry?.(entry);
  }

  /** Oldest first. */
  entries(): readonly LogEntry[] {
    return this.#entries.slice(-KEPT);
  }
}
