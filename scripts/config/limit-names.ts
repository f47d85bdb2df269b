import type { Limits } from '../../suites/harness/exchange.ts';
import { TIMING_LIMITS } from '../../suites/scenarios/ledger/limits.ts';

/** Names of the deadlines and windows with what they bound, for help and for messages. */
export const LIMITS: Record<keyof Limits, string> = {
  request: 'one HTTP request to the target',
  verification: 'from a verification request to its event',
  delivery: 'from a trigger to its event',
  longPoll: 'how long a long poll is surely held open',
  quiet: 'how long a thing must stay away to count as absent',
  redelivery: 'until something unacknowledged comes again',
  change: 'until a change answered with 202 shows',
  clockSkew: 'tolerated difference between the clocks',
  start: 'from the start of a Receiver to its stream',
  pollInterval: 'from one poll of a Receiver to its next',
  effect: 'from the acceptance of a SET to its effect',
  keyRefetch: 'until a Receiver takes a new published key',
};

/** Names of all limits that can be set: these, and those of the times that scenarios measure. */
export const LIMIT_NAMES: readonly string[] = [
  ...new Set([...Object.keys(LIMITS), ...Object.keys(TIMING_LIMITS)]),
];
