import type { SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { specOfEvent } from '../../standard/vocabulary.ts';
import { askForEvent, PLAINEST } from './ask-for-event.ts';

/** Runs, known by their list of SETs, whose trigger was asked already. */
const asked = new WeakSet<readonly SeenSet[]>();

/**
 * All SETs of the run so far. Where a trigger is configured, at least one is about something else than a stream, so
 * that checks of all SETs judge one even when they run alone.
 */
export async function runSets(t: TransmitterProbe): Promise<readonly SeenSet[]> {
  const sets = await t.seenSets();
  const found = sets.some(({ parsed }) =>
    eventTypesOf(parsed.claims ?? {}).some((type) => specOfEvent(type) !== 'SSF'),
  );
  if (found || asked.has(sets) || !t.hooks.includes('trigger')) return sets;
  asked.add(sets);
  await askForEvent(t, PLAINEST);
  return t.seenSets();
}
