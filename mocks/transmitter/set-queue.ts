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
  #sets: QueuedSet[] = [];
  readonly #waiting = new Set<() => void>();

  add(set: QueuedSet): void {
    this.#sets.push(set);
    this.notify();
  }

  /** Takes a SET out; false when it was not there. */
  remove(jti: string): boolean {
    const before = this.#sets.length;
    this.#sets = this.#sets.filter((set) => set.jti !== jti);
    return this.#sets.length < before;
  }

  replace(jti: string, set: QueuedSet): void {
    this.#sets = this.#sets.map((other) => (other.jti === jti ? set : other));
  }

  /** Drops everything but what is exempt. */
  clear(): void {
    this.#sets = this.#sets.filter(({ exempt }) => exempt);
  }

  /** What may be sent now, oldest first; while the stream is not open only the exempt. */
  available(open: boolean): readonly QueuedSet[] {
    return open ? this.#sets : this.#sets.filter(({ exempt }) => exempt);
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
