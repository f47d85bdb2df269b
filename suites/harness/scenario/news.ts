/** That something changed, for those who wait for it. */
export class News {
  readonly #waiting = new Set<() => void>();
  #changes = 0;
  #told = 0;

  /** Something changed. */
  tell(): void {
    this.#changes += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Waits for the next change, so many ms at most; comes back at once when there was one since it last did. */
  next(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        this.#told = this.#changes;
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, waitMs));
      this.#waiting.add(done);
      if (this.#told < this.#changes) done();
    });
  }
}
