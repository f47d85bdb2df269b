import type { Exchange } from '../exchange.ts';

/** Message of the error with which calls of the rim end when the run is cancelled; names of errors do not cross threads. */
export const CANCELLED = 'The run was cancelled before this check was done.';

/** Ends a check: the target does not claim what the check judges. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Ends a check: it applies, but something that it needs was not to be had. */
export class NotTested extends Error {
  override readonly name = 'NotTested';
  /** What the tester has not lent us, if that is the reason. */
  readonly hook: string | undefined;

  constructor(message: string, hook?: string) {
    super(message);
    this.hook = hook;
  }
}

/** Ends the check when a request was never sent, for reasons that say nothing about the target's answer to it. */
export function sent(exchange: Exchange): Exchange {
  const kind = exchange.error?.kind;
  if (kind === 'no-token' || kind === 'given-up' || kind === 'aborted') {
    const { method, url } = exchange.request;
    throw new NotTested(`${method} ${new URL(url).pathname}: ${exchange.error?.message ?? kind}.`);
  }
  return exchange;
}
