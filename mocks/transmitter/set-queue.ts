import type { MintedSet } from './minting.ts';

/** A SET that waits for its delivery. */
export interface QueuedSet extends MintedSet {
  /** Sent in whatever status the stream is: the announcement of a new status (SSF 8.1.5). */
  exempt: boolean;
  /** How often it was sent or handed out. */
  deliveries: number;
}

/** The SETs of one stream that are not yet acknowledged, oldest first, whatever the delivery method. */
export class SetQueue {
  readonly #sets = new Map<string, QueuedSet>();
  readonly #waiting = new Set<() => void>();

  add(set: QueuedSet): void {
    this.#sets.set(set.jti, set);
    this.notify();
  }

  has(jti: string): boolean {
    return this.#sets.has(jti);
  }

  /** Takes a SET out; false when it was not there. */
  remove(jti: string): boolean {
    return this.#sets.delete(jti);
  }

  /** Drops everything but what is exempt. */
  clear(): void {
    for (const { jti, exempt } of this.#sets.values()) if (!exempt) this.#sets.delete(jti);
  }

  /** What may be sent now, oldest first; while the stream is not open only the exempt. */
  available(open: boolean): readonly QueuedSet[] {
    return [...this.#sets.values()].filter(({ exempt }) => open || exempt);
  }

  /** The oldest of what may be sent now. */
  first(open: boolean): QueuedSet | undefined {
    for (const set of this.#sets.values()) if (open || set.exempt) return set;
    return undefined;
  }

  /** Wakes who waits: a SET came, or the stream changed otherwise. */
  notify(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Waits for the next `notify`, but at most `ms` (may be Infinity) and no longer than until the signal. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }
}
