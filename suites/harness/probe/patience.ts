import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../exchange.ts';
import { NotTested } from './signals.ts';

/** First and longest wait after a 429 that does not say how long, ms. */
const FIRST = 250;
const LONGEST = 5_000;
/** After so many requests that stayed throttled to the end nothing is waited for any more. */
const ENOUGH = 2;

/** Sends requests again that are answered 429, as a considerate Receiver does: too many requests say nothing about this one. */
export class Patience {
  #givenUp = 0;

  /** Ends the check as not-tested where the target throttles for longer than `limitMs`. */
  async send(send: () => Promise<Exchange>, limitMs: number): Promise<Exchange> {
    const deadline = performance.now() + limitMs;
    for (let next = FIRST; ; next = Math.min(2 * next, LONGEST)) {
      const exchange = await send();
      if (exchange.response?.status !== 429) return exchange;
      const retryAfter = exchange.response.headers['retry-after'];
      const wait = Math.max(FIRST, retryAfterMs(retryAfter) ?? next);
      if (this.#givenUp >= ENOUGH || performance.now() + wait > deadline) {
        this.#givenUp += 1;
        const { method, url } = exchange.request;
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
