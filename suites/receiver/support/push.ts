import type { Exchange } from '../../harness/exchange.ts';
import type { PushSpec } from '../../harness/receiver/exchange.ts';
import type { Delivered, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/**
 * Makes sure that the Receiver takes a good SET by push now, and gives it: of one that refuses everything no refusal
 * says anything. Ends the check as not-tested otherwise.
 */
export async function takesGoodSets<R extends RequirementId>(r: ReceiverProbe<R>): Promise<Delivered> {
  const good = await r.deliver({});
  if (good.outcome !== 'accepted') {
    return r.notTested(`A good SET is not accepted (${shownOutcome(good)}), so that a refusal says nothing.`);
  }
  return good;
}

/** Pushes a good SET that nobody sent before, in a request that is changed as told. */
export async function pushGood<R extends RequirementId>(
  r: ReceiverProbe<R>,
  spec: Omit<PushSpec, 'body'>,
): Promise<Exchange> {
  const { compact } = await r.craft();
  return push(r, { body: compact, ...spec });
}

/** Pushes; ends the check as not-tested where nothing was sent, because the endpoint was given up. */
export async function push<R extends RequirementId>(r: ReceiverProbe<R>, spec: PushSpec): Promise<Exchange> {
  const exchange = await r.push(spec);
  if (exchange.error?.kind === 'given-up') return r.notTested(`A push was ${exchange.error.message}.`);
  return exchange;
}

/** Judges that a good SET is still accepted after `what`. */
export async function expectGoodAfter<R extends RequirementId>(
  r: ReceiverProbe<R>,
  requirement: R,
  what: string,
): Promise<void> {
  const good = await r.deliver({});
  r.expect(good.outcome === 'accepted', requirement, {
    message: `After ${what} the Receiver no longer accepts a good SET.`,
    expected: 'status 202',
    actual: shownOutcome(good),
    exchange: good.exchange ?? undefined,
    set: good.recorded,
  });
}

/** The answer of the success range, which takes a request whatever its exact code is. */
export function isTaken({ response }: Exchange): boolean {
  return response !== null && response.status >= 200 && response.status < 300;
}

/** What came of a push, for the reader. */
export function shownAnswer({ response, error }: Exchange): string {
  return response === null ? `no answer (${error?.message ?? 'unknown'})` : `status ${response.status}`;
}

function shownOutcome({ outcome, status }: Delivered): string {
  return status === null ? outcome : `status ${status}`;
}
