import type { ClockSkew } from '../../../scenarios/performance.ts';
import type { Recorder } from '../../rim/recorder.ts';
import { SkewEstimator } from '../skew.ts';

/** Estimates the skew of the target's clock from the answers on record, and from the SETs that came. */
export class TargetClock {
  readonly #recorder: Recorder;
  readonly #estimator: SkewEstimator;
  readonly #origins = new Set<string>();
  /** Id of the last exchange that was read. */
  #read = 0;
  /** Undefined: something is new. */
  #estimate: ClockSkew | null | undefined;

  /** `epochMs`: ms since the epoch at 0 of the run. */
  constructor(recorder: Recorder, epochMs: number) {
    this.#recorder = recorder;
    this.#estimator = new SkewEstimator({ epochMs });
  }

  /** Answers from the origin of this URL are the target's. */
  trust(url: string): void {
    this.#origins.add(new URL(url).origin);
  }

  /** `iat` of a SET, in s, and when it arrived. */
  signed(iat: number, arrivedAtMs: number): void {
    this.#estimator.iat(iat, arrivedAtMs);
    this.#estimate = undefined;
  }

  estimate(): ClockSkew | null {
    this.#readDates();
    this.#estimate ??= this.#estimator.estimate();
    return this.#estimate;
  }

  #readDates(): void {
    const { exchanges } = this.#recorder;
    for (let at = exchanges.length - 1; at >= 0; at -= 1) {
      const exchange = exchanges[at];
      if (exchange === undefined || exchange.id <= this.#read) break;
      const { direction, request, response, atMs, durationMs } = exchange;
      if (direction !== 'to-target' || response === null) continue;
      if (!URL.canParse(request.url) || !this.#origins.has(new URL(request.url).origin)) continue;
      const header = (name: string) => response.headers.find(([key]) => key.toLowerCase() === name)?.[1];
      const date = header('date');
      // RFC 9111 5.1: an answer out of a cache tells an earlier time.
      if (date === undefined || header('age') !== undefined) continue;
      this.#estimator.date(date, atMs, atMs + durationMs);
      this.#estimate = undefined;
    }
    this.#read = exchanges.at(-1)?.id ?? this.#read;
  }
}
