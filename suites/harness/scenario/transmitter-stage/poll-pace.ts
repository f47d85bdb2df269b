import type { Exchange } from '../../exchange.ts';

/** Pauses after polls that brought nothing new though they were not held, and after those that failed, ms. */
const IDLE_PAUSES = [10, 20, 40, 60, 100, 200, 250];
const FAILED_PAUSES = [250, 500, 1_000, 2_000, 5_000];
/** The longest that a target may ask us to stay away, ms. */
const LONGEST_MS = 60_000;

/** How long to wait from one poll to the next, so that no target is flooded, whatever it answers. */
export class PollPace {
  #idle = 0;
  #failed = 0;

  /** The last poll failed. */
  get fails(): boolean {
    return this.#failed > 0;
  }

  /** The target answered as it should. */
  answered(): void {
    this.#failed = 0;
  }

  /** It brought something, or was held: the next one at once. */
  next(): 0 {
    this.#idle = 0;
    return 0;
  }

  /** It brought nothing new, and at once. */
  idle(): number {
    return IDLE_PAUSES[Math.min(this.#idle++, IDLE_PAUSES.length - 1)] ?? 0;
  }

  /** It failed, or the Receiver has no use for what it brought yet: as little point in asking again at once. */
  failed(exchange?: Exchange): number {
    const pauseMs = FAILED_PAUSES[Math.min(this.#failed++, FAILED_PAUSES.length - 1)] ?? 0;
    const askedMs = 1_000 * Number(exchange?.response?.headers['retry-after']);
    return Math.max(pauseMs, askedMs > 0 ? Math.min(askedMs, LONGEST_MS) : 0);
  }
}

/** Never rejects; ends when the signal says so. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
