import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceiverQuirks } from '../seams.ts';
import { BadCertificate, GivenUp, NoAnswer } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';

export interface RepetitionOptions {
  /** First gap in ms; it doubles. */
  firstRetryMs: number;
  /** The wall clock, ms since the epoch. */
  now: () => number;
  quirks: Partial<ReceiverQuirks>;
  log: (line: string) => void;
}

export interface Attempts {
  /** What is tried, for the log. */
  what: string;
  signal: AbortSignal;
  /** Further answers that are taken for a failure that will pass. */
  passing?: ((answer: HttpAnswer) => boolean) | undefined;
  /** Told when the first attempt has ended, well or not. */
  tried?: (() => void) | undefined;
  /** No gap is shorter, ms. */
  leastGapMs?: number | undefined;
}

const REPETITIONS = 5;
/** Whoever asks for a longer break is not waited for, ms. */
const longestBreakMs = 10 * 60_000;
/** Timers may fire early by a little; a break that was asked for is kept in full. */
const marginMs = 10;

/** Repeats what failed for the moment: bounded, with growing gaps, and never sooner than Retry-After allows. */
export class Repetition {
  readonly #options: RepetitionOptions;

  constructor(options: RepetitionOptions) {
    this.#options = options;
  }

  /** Gives the first answer that is no passing failure. Throws GivenUp after 5 repetitions. */
  async until(attempt: () => Promise<HttpAnswer>, attempts: Attempts): Promise<HttpAnswer> {
    const { quirks, log } = this.#options;
    for (let n = 0; ; n += 1) {
      const answer = await attempt().catch((error: unknown) => {
        if (error instanceof NoAnswer) return error;
        throw error;
      });
      attempts.tried?.();
      if (answer instanceof BadCertificate) throw new GivenUp(`${attempts.what}: ${answer.message}.`);
      const failed = answer instanceof NoAnswer || isPassing(answer) || attempts.passing?.(answer) === true;
      if (!failed) return answer;
      const reason = answer instanceof NoAnswer ? answer.message : `status ${answer.status}`;
      if (n >= REPETITIONS && !quirks.retryStorm) {
        throw new GivenUp(`${attempts.what}: given up after ${REPETITIONS} repetitions: ${reason}.`);
      }
      const gap = this.gap(n, answer instanceof NoAnswer ? null : answer);
      if (gap > longestBreakMs) throw new GivenUp(`${attempts.what}: the break asked for is too long.`);
      if (n < REPETITIONS) log(`${attempts.what}: ${reason}; again in ${gap} ms.`);
      await rest(quirks.retryStorm ? gap : Math.max(gap, attempts.leastGapMs ?? 0), attempts.signal);
    }
  }

  /** The wait before the n-th repetition (from 0) of what was answered so, in ms. */
  gap(n: number, answer: HttpAnswer | null): number {
    const { firstRetryMs, quirks } = this.#options;
    const asked = quirks.ignoresRetryAfter ? 0 : this.#askedFor(answer);
    // Not quite at once, or whoever counts the storm drowns in it.
    return Math.max(quirks.retryStorm ? 5 : firstRetryMs * 2 ** n, asked);
  }

  /** RFC 9110 10.2.3: seconds or a date; what is neither does not count. */
  #askedFor(answer: HttpAnswer | null): number {
    const value = answer?.headers['retry-after']?.trim() ?? '';
    if (value === '') return 0;
    const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - this.#options.now();
    return ms > 0 ? ms + marginMs : 0;
  }
}

/** 429 and 5xx pass, other refusals do not. */
function isPassing({ status }: HttpAnswer): boolean {
  return status === 429 || status >= 500;
}

/** Waits, unless it is ended in the meantime. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new GivenUp('Ended.');
  });
}
