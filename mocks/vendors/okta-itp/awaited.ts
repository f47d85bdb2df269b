import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, reasonOf } from '../../receiver/client/failure.ts';

/** Gap between two attempts that no SET asks for, ms. */
const RETRY_MS = 500;

/** Something that is not there yet. */
interface Absent {
  /** Its one attempt that is under way, if any. */
  attempt: Promise<boolean> | null;
  tryNow(): Promise<boolean>;
}

export interface Awaiting {
  /** What is waited for, for the log. */
  what: string;
  attempt: () => Promise<void>;
  log: (line: string) => void;
}

/** Providers that are registered, but whose metadata could not be read yet. */
export class Awaited {
  readonly #absent = new Set<Absent>();

  /** Whether one of them is still waited for. */
  get some(): boolean {
    return this.#absent.size > 0;
  }

  /** Tries until it succeeds or the signal ends it; tells once of each trouble, however often it is met. */
  async until({ what, attempt, log }: Awaiting, signal: AbortSignal): Promise<void> {
    const there = new AbortController();
    let told: string | null = null;
    const one = async (): Promise<boolean> => {
      try {
        await attempt();
        this.#absent.delete(absent);
        there.abort();
        return true;
      } catch (error) {
        // Words for why nobody answers may change from attempt to attempt.
        const trouble = error instanceof NoAnswer ? 'no answer' : reasonOf(error);
        if (trouble !== told && !signal.aborted) log(`Waits for ${what}: ${reasonOf(error)}`);
        told = trouble;
        return false;
      }
    };
    const absent: Absent = {
      attempt: null,
      tryNow: () => {
        absent.attempt ??= one().finally(() => {
          absent.attempt = null;
        });
        return absent.attempt;
      },
    };
    this.#absent.add(absent);
    const end = AbortSignal.any([signal, there.signal]);
    while (!end.aborted) {
      if (await absent.tryNow()) break;
      await sleep(RETRY_MS, undefined, { signal: end }).catch(() => undefined);
    }
    this.#absent.delete(absent);
  }

  /** Tries all at once, or takes part in an attempt that is under way. */
  async tryNow(): Promise<void> {
    await Promise.all([...this.#absent].map((absent) => absent.tryNow()));
  }
}
