import type { Exchange, ExchangeResponse } from '../../harness/exchange.ts';
import type { Delivered, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { hostileSets } from './hostile-sets.ts';

/**
 * Statuses of a refusal that are about the request or the moment, not about the SET (RFC 8935 section 2.3, first
 * sentence; 5.4 advises to limit rates). 401 and 403 are not among them: these pushes carried the right credentials.
 */
export const NOT_ABOUT_THE_SET: ReadonlySet<number> = new Set([408, 413, 421, 425, 429, 431, 503]);

/** A push that was refused, with the answer. */
export interface RefusedPush {
  refused: Delivered;
  exchange: Exchange;
  response: ExchangeResponse;
}

/**
 * What became of every hostile SET of the run that was pushed and not accepted, an answer that never came too. Where there
 * was none, some are pushed first. Ends the check as not-tested when all of them are accepted.
 */
export async function hostilePushes<R extends RequirementId>(r: ReceiverProbe<R>): Promise<Delivered[]> {
  const seen = (): Delivered[] =>
    r
      .delivered()
      .filter(({ delivery, attacked, outcome }) => delivery === 'push' && attacked && outcome !== 'accepted');
  if (seen().length === 0) await provoke(r);
  if (seen().length === 0) return r.notTested('The Receiver refused no hostile SET.');
  return seen();
}

/**
 * Every pushed SET of the run that was refused with 400: an answer to the SET, not to the request that brought it (RFC 8935
 * section 2.3). Where there was none, hostile SETs are pushed first. Ends the check as not-tested when there is still none.
 */
export async function badRequests<R extends RequirementId>(r: ReceiverProbe<R>): Promise<RefusedPush[]> {
  if (badRequestsSeen(r).length === 0) await provoke(r);
  const seen = badRequestsSeen(r);
  if (seen.length === 0) return r.notTested('The Receiver refused no SET with status 400.');
  return seen;
}

/** Ends the check as not-tested when no push at all was accepted: who refuses everything has shown nothing by the way it does. */
export function expectDiscerning<R extends RequirementId>(r: ReceiverProbe<R>): void {
  const isDiscerning = r
    .delivered()
    .some(({ delivery, outcome }) => delivery === 'push' && outcome === 'accepted');
  if (!isDiscerning)
    r.notTested('The Receiver accepted no SET, so that its refusals are no answer to what is wrong.');
}

/** Delivers hostile SETs between good ones; ends the check as not-tested where the good ones are not accepted. */
export async function provoke<R extends RequirementId>(r: ReceiverProbe<R>): Promise<void> {
  for (const spec of hostileSets) await r.attack(spec);
}

/** The first refusal of each kind, so that one fault of a Receiver gives one finding and not fifty. */
export function oncePer<T>(refusals: readonly T[], kind: (refusal: T) => string | null): Map<string, T[]> {
  const kinds = new Map<string, T[]>();
  for (const refusal of refusals) {
    const name = kind(refusal);
    if (name !== null) kinds.set(name, [...(kinds.get(name) ?? []), refusal]);
  }
  return kinds;
}

function badRequestsSeen<R extends RequirementId>(r: ReceiverProbe<R>): RefusedPush[] {
  return r.delivered().flatMap((refused) => {
    const { exchange, delivery, outcome } = refused;
    if (delivery !== 'push' || outcome !== 'refused' || exchange?.response?.status !== 400) return [];
    return [{ refused, exchange, response: exchange.response }];
  });
}
