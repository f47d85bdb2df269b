import { EventEmitter, once } from 'node:events';

/** What became of one push. */
export interface PushOutcome {
  jti: string;
  /** Of the answer; null without one. */
  status: number | null;
  /** It will be sent again. */
  again: boolean;
}

/** What became of the pushed SETs of one event. */
export interface PushResult {
  /** How many were answered 202. */
  accepted: number;
  /** Status of the last answer to each of those that were given up; null without one. */
  givenUp: readonly (number | null)[];
}

interface Waiting {
  resolve(outcome: PushOutcome): void;
  /** null: not sent yet. */
  last: PushOutcome | null;
}

/** Outcomes that are kept until somebody asks for them; the oldest are forgotten. */
const KEPT = 1000;

/** Tells when pushes have come to an end. SETs that are polled never do. */
export class PushOutcomes {
  readonly #waiting = new Map<string, Waiting>();
  /** Not asked for yet: one stream may have its answer while the SET of the next one is signed. */
  readonly #early = new Map<string, PushOutcome>();
  readonly #news = new EventEmitter().setMaxListeners(0);

  /** Resolves when none of these SETs (jti) will be sent again. */
  async of(jtis: readonly string[]): Promise<PushResult> {
    const ends = await Promise.all(
      jtis.map(
        (jti) =>
          new Promise<PushOutcome>((resolve) => {
            this.#waiting.set(jti, { resolve, last: null });
            const early = this.#early.get(jti);
            if (early) this.take(early);
          }),
      ),
    );
    const givenUp = ends.map(({ status }) => status).filter((status) => status !== 202);
    return { accepted: ends.length - givenUp.length, givenUp };
  }

  take(outcome: PushOutcome): void {
    const { jti, again } = outcome;
    this.#early.delete(jti);
    const waiting = this.#waiting.get(jti);
    if (waiting) {
      waiting.last = outcome;
      if (!again) {
        this.#waiting.delete(jti);
        waiting.resolve(outcome);
      }
    } else {
      this.#early.set(jti, outcome);
      for (const oldest of this.#early.keys()) if (this.#early.size > KEPT) this.#early.delete(oldest);
    }
    this.#news.emit('news');
  }

  /** SETs (jti) that are still being sent, with the status of the last answer; null without one. */
  underway(): ReadonlyMap<string, number | null> {
    return new Map([...this.#waiting].map(([jti, { last }]) => [jti, last?.status ?? null]));
  }

  /** Resolves when nothing is being sent any more, or something must be sent again, or after so many ms. */
  async firstNews(limitMs: number): Promise<void> {
    const signal = AbortSignal.timeout(limitMs);
    while (this.#waiting.size > 0 && ![...this.#waiting.values()].some(({ last }) => last !== null)) {
      try {
        await once(this.#news, 'news', { signal });
      } catch {
        return;
      }
    }
    // Whoever waits for the result of an event writes it down first.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
