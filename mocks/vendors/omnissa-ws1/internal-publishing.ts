import { createHmac, randomBytes } from 'node:crypto';

/** What publishing within the platform took, ms. */
export interface PublishingTimes {
  /** From the beginning of the processing until it was signed. */
  toSigningMs: number;
  /** From when the event was taken in until the destination had it. */
  toPushMs: number;
}

/**
 * Hands an event on to where it is enforced: signed anew, as between services that trust a common key, and taken by
 * `destination`. `ingestedAt` is on the clock of `performance.now()`.
 */
export class InternalPublishing {
  readonly #key = randomBytes(32);

  publish(event: Record<string, unknown>, ingestedAt: number, destination: () => void): PublishingTimes {
    const processingAt = performance.now();
    const body = JSON.stringify(event);
    createHmac('sha256', this.#key).update(body).digest('base64url');
    const signedAt = performance.now();
    destination();
    return { toSigningMs: signedAt - processingAt, toPushMs: performance.now() - ingestedAt };
  }
}
