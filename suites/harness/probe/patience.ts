import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../exchange.ts';
import { untold, type Waiting, whileWaiting } from '../waits.ts';
import { NotTested } from './signals.ts';

/** First and longest wait after a 429 that does not say how long, ms. */
const FIRST = 250;
const LONGEST = 5_000;
/** After so many requests in a row that stayed throttled to the end an endpoint is not waited for any more. */
const ENOUGH = 2;
/** Room beyond the limit, ms: a `Retry-After` as long as the limit itself is still waited for. */
const SLACK = 2_000;

/**
 * Sends requests again that are answered 429, as a considerate client does: too many requests say nothing about this
 * one. With `outages` also those that are answered 503 (RFC 9110 15.6.4): a passing outage says as little.
 */
export class Patience {
  /** Requests in a row that stayed throttled, by method and URL without its query. */
  readonly #givenUp = new Map<string, number>();
  readonly #outages: boolean;
  readonly #waiting: Waiting;

  constructor({ outages = false, waiting = untold }: { outages?: boolean; waiting?: Waiting } = {}) {
    this.#outages = outages;
    this.#waiting = waiting;
  }

  /**
   * Ends the check as not-tested where the target throttles for longer than `limitMs`; an outage that lasts is the
   * answer. `leastMs`: no shorter pause between two requests than this.
   */
  async send(send: () => Promise<Exchange>, limitMs: number, leastMs = 0): Promise<Exchange> {
    const deadline = performance.now() + limitMs + SLACK;
    for (let next = FIRST; ; next = Math.min(2 * next, LONGEST)) {
      const exchange = await send();
      const { method, url } = exchange.request;
      const key = `${method} ${url.split('?')[0] ?? url}`;
      const status = exchange.response?.status;
      const isOutage = status === 503 && this.#outages;
      if (exchange.response === null || (status !== 429 && !isOutage)) {
        this.#givenUp.delete(key);
        return exchange;
      }
      const retryAfter = exchange.response.headers['retry-after'];
      const wait = Math.max(FIRST, leastMs, retryAfterMs(retryAfter) ?? next);
      const givenUp = this.#givenUp.get(key) ?? 0;
      if (givenUp >= ENOUGH || performance.now() + wait > deadline) {
        this.#givenUp.set(key, givenUp + 1);
        if (isOutage) return exchange;
        const until = retryAfter === undefined ? '' : `, Retry-After: ${retryAfter}`;
        throw new NotTested(
          `${method} ${new URL(url).pathname}: the target answers 429, too many requests${until}.`,
        );
      }
      await whileWaiting(this.#waiting, `the target, which answers ${status}`, wait, () => pause(wait));
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
