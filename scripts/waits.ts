import type { ProgressEvent } from '../suites/harness/run-options.ts';

/** What a run waits for, and since when. */
export class Waits {
  readonly #open = new Map<string, { what: string; limitMs: number; since: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes down what an event tells of waits. */
  note(event: ProgressEvent): void {
    if (event.kind === 'wait') {
      const { what, limitMs, elapsedMs } = event;
      this.#open.set(event.id, { what, limitMs, since: this.#now() - elapsedMs });
    }
    if (event.kind === 'waited') this.#open.delete(event.id);
  }

  /**
   * The wait that began first: those that began later are often a part of it.
   * @returns null when nothing is waited for
   */
  current(): { what: string; limitMs: number; elapsedMs: number } | null {
    const [first] = [...this.#open.values()].sort((a, b) => a.since - b.since);
    if (first === undefined) return null;
    return { what: first.what, limitMs: first.limitMs, elapsedMs: this.#now() - first.since };
  }
}
