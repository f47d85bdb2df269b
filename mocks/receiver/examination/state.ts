import { isObject } from '../../vocabulary/is-object.ts';
import { VERIFICATION } from '../../vocabulary/ssf-events.ts';
import type { Examined, Refusal } from '../seams.ts';
import type { Examination } from './examination.ts';
import { refuse } from './refuse.ts';

/** States that are remembered; the oldest are forgotten, as their events will not come any more. */
const KEPT = 1000;

/** The `state` values of verification requests, and the SETs that answered them. */
export class ExpectedStates {
  /** By state: null while the event is due, later the jti of the SET that brought it. */
  readonly #states = new Map<string, string | null>();

  expect(state: string): void {
    this.#states.delete(state);
    this.#states.set(state, null);
    const [oldest] = this.#states.keys();
    if (this.#states.size > KEPT && oldest !== undefined) this.#states.delete(oldest);
  }

  /** A state is good once; the SET that brought it may come again. */
  isExpected(state: string, jti: unknown): boolean {
    const bringer = this.#states.get(state);
    return bringer === null || (bringer !== undefined && bringer === jti);
  }

  consume(state: string, jti: string): void {
    if (this.#states.get(state) === null) this.#states.set(state, jti);
  }
}

/** The `state` of a verification event, if the SET is one and has one. */
export function stateOf({ claims: { events } }: Examined): unknown {
  const verification = isObject(events) ? events[VERIFICATION] : undefined;
  return isObject(verification) ? verification.state : undefined;
}

/**
 * SSF 8.1.4.1: `state` is as expected. Without one the event was not asked for, which is allowed at any time (8.1.4);
 * with one that we did not give it answers somebody else's request, or a forged one (8.1.4.2: Transmitters must not
 * set it of their own accord).
 */
export function state(set: Examined, { states }: Examination): Refusal | null {
  const value = stateOf(set);
  return value === undefined || (typeof value === 'string' && states.isExpected(value, set.claims.jti))
    ? null
    : refuse('invalid_state', '`state` is not the one of a verification request that is open.');
}
