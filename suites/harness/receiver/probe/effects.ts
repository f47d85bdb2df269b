import { isDeepStrictEqual } from 'node:util';
import { NotTested } from '../../probe/signals.ts';
import type { Effect } from '../exchange.ts';
import type { CraftedSet, Delivered } from '../probe.ts';
import type { ReceiverRunState } from './run-state.ts';
import { until } from './until.ts';

/** What the target did to whom, as far as the tester's hook tells. */
export class Effects {
  readonly #state: ReceiverRunState;
  readonly #key: string;

  constructor(state: ReceiverRunState, key: string) {
    this.#state = state;
    this.#key = key;
  }

  async now(): Promise<Effect[]> {
    if (!this.#state.facts.hooks.includes('effects')) {
      throw new NotTested(
        'Needs the hook effects (--effects-command), which tells what the target did.',
        'effects',
      );
    }
    const { ok, effects, message } = await this.#state.rim.effects(this.#key);
    if (!ok) throw new NotTested(`The effects hook failed: ${message ?? 'no reason given'}.`);
    return effects;
  }

  /** By jti where the target tells it; else by the subject, which is this SET's alone unless the tester named one. */
  of(set: CraftedSet, effects: readonly Effect[]): Effect[] {
    return effects.filter((effect) =>
      effect.jti === undefined
        ? this.#state.facts.subject === null && isDeepStrictEqual(effect.subject, set.subject)
        : effect.jti === set.jti,
    );
  }

  async await(set: CraftedSet): Promise<Effect | null> {
    return until(async () => this.of(set, await this.now())[0] ?? null, this.#state.facts.limits.effect);
  }

  /** What came of `set`, once the effect of the good one after it is there; null where that cannot be known. */
  async because(set: CraftedSet, after: Delivered): Promise<Effect[] | null> {
    if (!this.#state.facts.hooks.includes('effects')) return null;
    if (after.outcome === 'accepted' && !this.#state.effectsFail) {
      this.#state.effectsFail = (await this.await(after.set)) === null;
    }
    const { ok, effects } = await this.#state.rim.effects(this.#key);
    return ok ? this.of(set, effects) : null;
  }
}
