import type { TransmitterCheck } from '../harness/check.ts';

/** Every check of a Transmitter, family by family in the order in which a run takes them. */
export const transmitterChecks: readonly TransmitterCheck[] = [];
