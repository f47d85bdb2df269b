import type { Delivery } from '../../../reports/results.ts';
import type { SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { isPlain, NOTHING_TO_WISH, PLAINEST, wishOn } from './ask-for-event.ts';
import { isUrl } from './metadata.ts';
import { callTrigger } from './provoke.ts';
import { carriesState, expectSound, orderVerification } from './verification.ts';

/** A SET that a check asked for, and how to know it when it comes. */
export interface Order {
  /** The `state` that no other SET has; null where it came by a trigger, which cannot mark its event. */
  state: string | null;
  isMet: (set: SeenSet) => boolean;
  /** How long it may take, ms. */
  limitMs: number;
}

/** Why no SET can be had of a Transmitter that offers no verification, and for which no trigger is configured. */
export const NO_WAY =
  'Nothing can make the Transmitter send a SET: its metadata has no verification_endpoint, and no trigger is configured (--trigger-command, or transmitter.trigger).';

/** Orders by trigger after which a delivery method that brought nothing at all is taken as silent. */
const STRIKES = 3;

/** Orders by trigger, by the list of SETs of the run, while nothing had come by the delivery method. */
const unmet = new WeakMap<readonly SeenSet[], Map<Delivery, number>>();

/** Whether verification can be requested; it need not be offered (SSF 7.1, 8). */
export async function offersVerification(t: Pick<TransmitterProbe, 'metadata'>): Promise<boolean> {
  return isUrl((await t.metadata()).document?.verification_endpoint);
}

/** Whether a SET can be ordered at all. */
export async function canOrder(t: Pick<TransmitterProbe, 'metadata' | 'hooks'>): Promise<boolean> {
  return t.hooks.includes('trigger') || (await offersVerification(t));
}

/**
 * Orders a SET on the stream for a check that needs one, whatever it is: a verification event, or where verification is
 * not offered one of the trigger. Ends the check as not-tested where neither is to be had, or nothing ever comes by this
 * delivery method unless it insists.
 */
export async function orderSet<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  options: { insist?: true } = {},
): Promise<Order> {
  if (await offersVerification(t)) {
    const state = await orderVerification(t, stream, options);
    return { state, isMet: (set) => carriesState(set, state), limitMs: t.limits.verification };
  }
  if (!t.hooks.includes('trigger')) t.notTested(NO_WAY);
  if (options.insist !== true) expectSound(t, stream);
  const sets = await t.seenSets();
  expectHope(t, stream, sets);
  const earlier = new Set(sets.filter(({ streamId }) => streamId === stream.id).map(identity));
  const wish = wishOn(stream, PLAINEST);
  const refused = wish === null ? NOTHING_TO_WISH : await callTrigger(t, stream, wish);
  if (refused !== null) t.notTested(`No SET could be ordered. ${refused}`);
  const isMet = (set: SeenSet): boolean => isPlain(set) && !earlier.has(identity(set));
  return { state: null, isMet, limitMs: t.limits.delivery };
}

/** Orders a SET and waits for it, or for one that may well be it; null when none comes. */
export async function bringSet<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<SeenSet | null> {
  if (await offersVerification(t)) return (await t.verify(stream)).set;
  const { isMet, limitMs } = await orderSet(t, stream);
  return t.awaitSet(stream, isMet, limitMs);
}

/** Ends the check where several triggers brought nothing at all by the delivery method of the stream. */
function expectHope<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'notTested'>,
  { delivery }: TestStream,
  sets: readonly SeenSet[],
): void {
  if (sets.some((set) => set.delivery === delivery)) return;
  const counts = unmet.get(sets) ?? new Map<Delivery, number>();
  unmet.set(sets, counts);
  const count = counts.get(delivery) ?? 0;
  if (count >= STRIKES) t.notTested(`No SET comes by ${delivery}: the trigger brought none, ${count} times.`);
  counts.set(delivery, count + 1);
}

/** What a SET keeps when it is delivered again. */
function identity({ parsed, pollKey, id }: SeenSet): unknown {
  return parsed.claims?.jti ?? pollKey ?? id;
}
