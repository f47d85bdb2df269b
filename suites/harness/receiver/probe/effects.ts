import { isDeepStrictEqual } from 'node:util';
import { NotTested } from '../../probe/signals.ts';
import { whileWaiting } from '../../waits.ts';
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
    if (!this.#canTell(effects)) {
      throw new NotTested(
        'Every SET is about the subject that you named: what came of which can only be told if the effects hook gives the `jti` of each effect.',
      );
    }
    return effects;
  }

  /** Whether each effect can be put down to one SET. */
  #canTell(effects: readonly Effect[]): boolean {
    return this.#state.facts.subject === null || effects.every(({ jti }) => jti !== undefined);
  }

  /** By jti where the target tells it; else by the subject, which is this SET's alone (see canTell). */
  of(set: CraftedSet, effects: readonly Effect[]): Effect[] {
    return effects.filter((effect) =>
      effect.jti === undefined ? isDeepStrictEqual(effect.subject, set.subject) : effect.jti === set.jti,
    );
  }

  async await(set: CraftedSet): Promise<Effect | null> {
    const { effect } = this.#state.facts.limits;
    return whileWaiting(this.#state.waiting, 'the effect of a SET', effect, () =>
      until(async () => this.of(set, await this.now())[0] ?? null, effect),
    );
  }

  /** What came of `set`, once the effect of the good one after it is there; null where that cannot be known. */
  async because(set: CraftedSet, after: Delivered): Promise<Effect[] | null> {
    if (!this.#state.facts.hooks.includes('effects')) return null;
    try {
      if (after.outcome === 'accepted' && !this.#state.effectsFail) {
        this.#state.effectsFail = (await this.await(after.set)) === null;
      }
      return this.of(set, await this.now());
    } catch (error) {
      if (error instanceof NotTested) return null;
      throw error;
    }
  }
}
