import type { SeenEffect } from '../../scenarios/performance.ts';
import { beyond } from './beyond.ts';
import type { Stage } from './stage.ts';

/** What cannot be had so often in a row is not asked for any more. */
const MOST_SILENCES = 3;

/** Asks what the Receiver of a stage did, and remembers when each thing was seen first. */
export class EffectsWatch {
  /** In the order in which they were seen. */
  readonly seen: SeenEffect[] = [];
  /** Why they could not be had when they were last asked for. */
  trouble: string | null = null;
  /** False: nothing can tell them (hook `effects`). */
  isThere = true;
  readonly #stage: Stage;
  readonly #now: () => number;
  /** How often in a row they could not be had. */
  #silences = 0;
  /** When they were last asked for with success, ms since the start of the run. */
  #askedAtMs: number | null = null;

  constructor(stage: Stage, now: () => number) {
    this.#stage = stage;
    this.#now = now;
  }

  /** Whether it is still worth asking. */
  get asks(): boolean {
    return this.isThere && this.#silences < MOST_SILENCES;
  }

  /** Asks once; gives how many are new. */
  async look(): Promise<number> {
    if (!this.asks) return 0;
    const askedAtMs = this.#now();
    const told = await this.#stage.effects();
    const seenAtMs = this.#now();
    if (told === null) {
      this.isThere = false;
      return 0;
    }
    this.#silences = told.ok ? 0 : this.#silences + 1;
    this.trouble = told.ok ? null : (told.message ?? 'the effects could not be had');
    const fresh = beyond(
      told.effects,
      this.seen.map(({ effect }) => effect),
    );
    const before = this.#askedAtMs === null ? {} : { unseenAtMs: this.#askedAtMs };
    this.seen.push(...fresh.map((effect) => ({ effect, seenAtMs, ...before })));
    if (told.ok) this.#askedAtMs = askedAtMs;
    return fresh.length;
  }
}
