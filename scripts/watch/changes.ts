import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often files are looked at, ms. */
const FILES_MS = 500;
/** How often the target is asked, ms: seldom enough not to disturb it. */
const TARGET_MS = 2_000;

/** Something that is looked at again and again. */
export interface Sight {
  /** For people: `ssf-conformance.config.ts`. */
  name: string;
  everyMs: number;
  /** Equal as long as nothing changed; null when it cannot be told now, which is no change. */
  look(signal: AbortSignal): Promise<string | null>;
}

/** A file, whether it is there or not. */
export function fileSight(file: string): Sight {
  return {
    name: path.basename(file),
    everyMs: FILES_MS,
    look: async () => {
      const facts = await stat(file).catch(() => null);
      return facts === null ? 'not there' : `${facts.mtimeMs} ${facts.size}`;
    },
  };
}

/** What a target answers at a URL; that it does not answer is an answer, too. */
export function answerSight(name: string, fetchText: (signal: AbortSignal) => Promise<string>): Sight {
  return {
    name,
    everyMs: TARGET_MS,
    look: async (signal) => {
      const text = await fetchText(signal).catch(() => 'no answer');
      return createHash('sha256').update(text).digest('hex');
    },
  };
}

/**
 * Looks until one of them changed. What differs from look to look by itself says nothing and is left out after the
 * second look of the first round.
 */
export class Changes {
  readonly #sights: readonly Sight[];
  readonly #known = new Map<Sight, string>();
  readonly #restless = new Set<Sight>();

  constructor(sights: readonly Sight[]) {
    this.#sights = sights;
  }

  /** What is watched, for people. */
  get names(): string {
    const names = this.#sights.filter((sight) => !this.#restless.has(sight)).map(({ name }) => name);
    const [last, ...rest] = names.toReversed();
    if (last === undefined) return 'nothing';
    return rest.length === 0 ? last : `${rest.toReversed().join(', ')} and ${last}`;
  }

  /** Takes down how things are, so that what changes from now on is a change. */
  async remember(signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.#sights.map(async (sight) => {
        const first = await sight.look(signal);
        const second = await sight.look(signal);
        if (first !== null && second !== null && first !== second) this.#restless.add(sight);
        if (second !== null) this.#known.set(sight, second);
      }),
    );
  }

  /** Resolves with why something is not any more as it was remembered; stays open when the signal ends it. */
  async next(signal: AbortSignal): Promise<string> {
    const sights = this.#sights.filter((sight) => !this.#restless.has(sight));
    const endless = new Promise<never>(() => {});
    return Promise.race([endless, ...sights.map((sight) => this.#changeOf(sight, signal))]);
  }

  async #changeOf(sight: Sight, signal: AbortSignal): Promise<string> {
    for (;;) {
      const seen = await sight.look(signal);
      if (signal.aborted) return new Promise<never>(() => {});
      const known = this.#known.get(sight);
      if (seen !== null && known === undefined) this.#known.set(sight, seen);
      if (seen !== null && known !== undefined && seen !== known) {
        this.#known.set(sight, seen);
        return `Running again: ${sight.name} changed.`;
      }
      await sleep(sight.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
