import type { Limits } from './exchange.ts';

/** What a run allows a target in ms, unless told otherwise. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  request: 10_000,
  verification: 60_000,
  delivery: 60_000,
  longPoll: 2_000,
  quiet: 750,
  redelivery: 30_000,
  change: 10_000,
  clockSkew: 60_000,
  start: 30_000,
  pollInterval: 30_000,
  effect: 15_000,
  keyRefetch: 30_000,
};
