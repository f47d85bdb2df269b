import type { Exchange, ExchangeResponse } from '../../harness/exchange.ts';
import type { Delivered, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { hostileSets } from './hostile-sets.ts';

/** A push that was refused, with the answer. */
export interface RefusedPush {
  refused: Delivered;
  exchange: Exchange;
  response: ExchangeResponse;
}

/**
 * Every refusal of a pushed SET in the run so far. Where there was none, some hostile SETs are pushed first. Ends the
 * check as not-tested when a target refuses nothing, or has nothing but refusals.
 */
export async function refusedPushes<R extends RequirementId>(r: ReceiverProbe<R>): Promise<RefusedPush[]> {
  if (pushesSeen(r).length === 0) await provoke(r);
  const seen = pushesSeen(r);
  if (seen.length === 0) return r.notTested('The Receiver refused no SET.');
  return seen;
}

/** Those with status 400: answers to the SET, not to the request that brought it (RFC 8935 section 2.3). */
export async function badRequests<R extends RequirementId>(r: ReceiverProbe<R>): Promise<RefusedPush[]> {
  const seen = (await refusedPushes(r)).filter(({ response }) => response.status === 400);
  if (seen.length === 0) return r.notTested('The Receiver refused no SET with status 400.');
  return seen;
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

function pushesSeen<R extends RequirementId>(r: ReceiverProbe<R>): RefusedPush[] {
  return r.delivered().flatMap((refused) => {
    const { exchange, delivery, outcome } = refused;
    if (delivery !== 'push' || outcome !== 'refused' || exchange?.response == null) return [];
    return [{ refused, exchange, response: exchange.response }];
  });
}
