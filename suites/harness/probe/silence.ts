import type { Delivery } from '../../../reports/results.ts';

/** Waits in vain, in a row, after which a delivery method is taken as silent. */
const STRIKES = 3;

/**
 * Keeps a target that delivers nothing from stretching the run: when the limit `verification` has passed three times
 * in a row without a single SET by a delivery method, checks that only need a SET no longer wait for one.
 */
export class Silence {
  readonly #strikes = new Map<Delivery, number>();

  /** The whole limit was waited for, and nothing at all came on the stream. */
  waited(delivery: Delivery): void {
    this.#strikes.set(delivery, (this.#strikes.get(delivery) ?? 0) + 1);
  }

  /** A SET came. */
  heard(delivery: Delivery): void {
    this.#strikes.delete(delivery);
  }

  lasts(delivery: Delivery): boolean {
    return (this.#strikes.get(delivery) ?? 0) >= STRIKES;
  }
}

/** Why a check ends that would wait in vain. */
export function whySilent(delivery: Delivery): string {
  return `No SET comes by ${delivery}: ${STRIKES} verification requests in a row brought none. See verification/event-arrives.`;
}
