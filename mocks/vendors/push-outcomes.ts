/** What became of one push. */
export interface PushOutcome {
  jti: string;
  /** Of the answer; null without one. */
  status: number | null;
  /** It will be sent again. */
  again: boolean;
}

interface Waiting {
  resolve(accepted: boolean): void;
}

/** Tells when pushes have come to an end. SETs that are polled never do. */
export class PushOutcomes {
  readonly #waiting = new Map<string, Waiting>();

  /** Resolves when all of these SETs (jti) were pushed: whether each was answered 202, and there was one at all. */
  async of(jtis: readonly string[]): Promise<boolean> {
    const all = await Promise.all(
      jtis.map((jti) => new Promise<boolean>((resolve) => this.#waiting.set(jti, { resolve }))),
    );
    return all.length > 0 && all.every(Boolean);
  }

  take({ jti, status, again }: PushOutcome): void {
    if (again) return;
    this.#waiting.get(jti)?.resolve(status === 202);
    this.#waiting.delete(jti);
  }
}
