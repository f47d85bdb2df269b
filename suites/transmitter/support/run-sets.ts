import type { Delivery } from '../../../reports/results.ts';
import type { SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { specOfEvent } from '../../standard/vocabulary.ts';
import { askForEvent, PLAINEST } from './ask-for-event.ts';
import { canOrder, NO_WAY, offersVerification } from './order-set.ts';

/** What came of asking the trigger for an event, by the list of SETs of the run and by delivery method. */
const asked = new WeakMap<readonly SeenSet[], Map<Delivery, string>>();

/**
 * All SETs of the run so far. By each delivery method there is one at least if it can be had, by verification or by a
 * trigger; where a trigger is configured, at least one is about something else than a stream. So checks of all SETs
 * judge something even when they run alone. Ends the check as not-tested where no SET was ever seen. To be called
 * before the check makes a stream of its own: those that are there are deleted.
 */
export async function runSets(t: TransmitterProbe): Promise<readonly SeenSet[]> {
  const sets = await t.seenSets();
  for (const delivery of t.deliveries) {
    const has = (): boolean => sets.some((set) => set.delivery === delivery);
    if (!has() && !t.isSilent({ delivery }) && (await offersVerification(t))) {
      await t.verify(await t.stream({ delivery }));
      await t.deleteOwnStreams();
    }
    if (!has()) await triggerOnce(t, sets, delivery);
  }
  const isPlain = ({ parsed }: SeenSet): boolean =>
    eventTypesOf(parsed.claims ?? {}).some((type) => specOfEvent(type) !== 'SSF');
  if (!sets.some(isPlain)) await triggerOnce(t, sets, t.delivery);
  if (sets.length > 0) return sets;
  if (!(await canOrder(t))) return t.notTested(NO_WAY);
  const outcomes = [...new Set(asked.get(sets)?.values())];
  return t.notTested(
    ['No SET was seen in the whole run, although some were asked for.', ...outcomes].join(' '),
  );
}

async function triggerOnce(t: TransmitterProbe, sets: readonly SeenSet[], delivery: Delivery): Promise<void> {
  const outcomes = asked.get(sets) ?? new Map<Delivery, string>();
  if (outcomes.has(delivery) || !t.hooks.includes('trigger')) return;
  const { refused = 'The event that was triggered did not come.' } = await askForEvent(t, PLAINEST, {
    delivery,
  });
  asked.set(sets, outcomes.set(delivery, refused));
  await t.deleteOwnStreams();
}
