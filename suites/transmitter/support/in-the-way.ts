import type { Exchange } from '../../harness/exchange.ts';
import type { TransmitterProbe } from '../../harness/probe.ts';

/** Ends the check when the target answers that there were too many requests: that says nothing about this one. */
export function expectNotThrottled(t: Pick<TransmitterProbe, 'notTested'>, exchange: Exchange): void {
  if (exchange.response?.status === 429) t.notTested('The target answered 429, too many requests.');
}

/**
 * Ends the check when a create request meets 409 although our own streams are deleted: another stream of the Receiver
 * stands in the way of a target that allows one only. Too many requests end it as well.
 */
export function expectNoneInTheWay(t: Pick<TransmitterProbe, 'notTested'>, exchange: Exchange): void {
  expectNotThrottled(t, exchange);
  if (exchange.response?.status === 409) {
    t.notTested(
      'The Transmitter allows one stream per Receiver, and there is one that could not be deleted.',
    );
  }
}
