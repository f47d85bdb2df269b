import type { Delivery } from '../../../../reports/results.ts';
import { Patience } from '../../probe/patience.ts';
import { untold, type Waiting } from '../../waits.ts';
import type { ReceiverFacts, ReceiverRim } from '../exchange.ts';
import type { Delivered, Life } from '../probe.ts';

/** What the checks of one run against a Receiver share. */
export interface ReceiverRunState {
  rim: ReceiverRim;
  facts: ReceiverFacts;
  /** Every SET that was delivered, oldest first. */
  delivered: Delivered[];
  /**
   * The life of the managed target that goes on; `own` when it belongs to one check, `dead` when a SET was left without
   * any answer: the checks that follow get a new one, where the target can be started anew.
   */
  life: { life: Life; own: boolean; dead: boolean } | null;
  /** How many starts in a row brought no stream. */
  failedStarts: number;
  /** Lives begun so far. */
  starts: number;
  /** Deliveries in a row that brought no answer at all, by method. */
  unanswered: Record<Delivery, number>;
  /** The last thing that was delivered by this method was a good SET, and it was accepted. */
  trusted: Record<Delivery, boolean>;
  /** How long the last good SET took by poll, from the offer to its acknowledgement, ms; 0 before the first. */
  pollMs: number;
  /** An effect that should have come did not: no use in waiting for the next. */
  effectsFail: boolean;
  /** Waits out 429 and 503 to a push: neither says anything about the SET. */
  patience: Patience;
  waiting: Waiting;
}

export async function createReceiverRunState(
  rim: ReceiverRim,
  waiting: Waiting = untold,
): Promise<ReceiverRunState> {
  return {
    rim,
    facts: await rim.facts(),
    delivered: [],
    life: null,
    failedStarts: 0,
    starts: 0,
    unanswered: { push: 0, poll: 0 },
    trusted: { push: false, poll: false },
    pollMs: 0,
    effectsFail: false,
    patience: new Patience({ outages: true, waiting }),
    waiting,
  };
}
