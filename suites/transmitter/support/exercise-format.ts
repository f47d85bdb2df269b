import type { SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import { askForEvent, BEST_KNOWN } from './ask-for-event.ts';
import { subjectsByFormat } from './wishes.ts';

/** Runs, known by their list of SETs, whose trigger brought nothing within the limit: not to be waited for again. */
const vain = new WeakSet<readonly SeenSet[]>();

/**
 * Asks for an event about a subject of a format, if a trigger is configured. Returns why there may be none: what the
 * Transmitter makes of the wish is its own affair.
 */
export async function exerciseFormat(t: TransmitterProbe, format: string): Promise<string> {
  if (!t.hooks.includes('trigger')) return 'A trigger could bring one (--trigger-command).';
  const seen = await t.seenSets();
  if (vain.has(seen)) return 'The trigger brings no events.';
  const { set, refused } = await askForEvent(t, BEST_KNOWN, { subject: subjectsByFormat[format] });
  if (refused !== undefined) return `The trigger did not bring one: ${refused}`;
  if (set !== null) return 'The trigger brought a subject of another format.';
  vain.add(seen);
  return 'The event that was triggered did not come.';
}
