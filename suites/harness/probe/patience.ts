import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../exchange.ts';
import { NotTested } from './signals.ts';

/** First and longest wait after a 429 that does not say how long, ms. */
const FIRST = 250;
const LONGEST = 5_000;
/** After so many requests in a row that stayed throttled to the end an endpoint is not waited for any more. */
const ENOUGH = 2;
/** Room beyond the limit, ms: a `Retry-After` as long as the limit itself is still waited for. */
const SLACK = 2_000;

/** Sends requests again that are answered 429, as a considerate Receiver does: too many requests say nothing about this one. */
export class Patience {
  /** Requests in a row that stayed throttled, by method and URL without its query. */
  readonly #givenUp = new Map<string, number>();

  /**
   * Ends the check as not-tested where the target throttles for longer than `limitMs`. `leastMs`: no shorter pause
   * between two requests than this.
   */
  async send(send: () => Promise<Exchange>, limitMs: number, leastMs = 0): Promise<Exchange> {
    const deadline = performance.now() + limitMs + SLACK;
    for (let next = FIRST; ; next = Math.min(2 * next, LONGEST)) {
      const exchange = await send();
      const { method, url } = exchange.request;
      const key = `${method} ${url.split('?')[0] ?? url}`;
      if (exchange.response?.status !== 429) {
        this.#givenUp.delete(key);
        return exchange;
      }
      const retryAfter = exchange.response.headers['retry-after'];
      const wait = Math.max(FIRST, leastMs, retryAfterMs(retryAfter) ?? next);
      const givenUp = this.#givenUp.get(key) ?? 0;
      if (givenUp >= ENOUGH || performance.now() + wait > deadline) {
        this.#givenUp.set(key, givenUp + 1);
        const until = retryAfter === undefined ? '' : `, Retry-After: ${retryAfter}`;
        throw new NotTested(
          `${method} ${new URL(url).pathname}: the target answers 429, too many requests${until}.`,
        );
      }
      await pause(wait);
    }
  }
}

/** Seconds or a date (RFC 9110 10.2.3), as ms from now; null where it is neither. */
function retryAfterMs(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
