import type { TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, specOfEvent } from '../../standard/vocabulary.ts';
import { strings } from './configuration.ts';
import { provoke } from './provoke.ts';
import { subjectsByFormat, wishFor } from './wishes.ts';

/** Of event types that any subject may have, the one that most Transmitters know comes first. */
const CARRIERS = [
  `${CAEP_EVENT_BASE}session-revoked`,
  ...EVENT_TYPES.filter((type) => specOfEvent(type) !== 'SSF' && !type.includes('/identifier-')),
];

/**
 * Asks for an event about a subject of a format, if a trigger is configured. Returns why there may be none: what the
 * Transmitter makes of the wish is its own affair.
 */
export async function exerciseFormat(t: TransmitterProbe, format: string): Promise<string> {
  if (!t.hooks.includes('trigger')) return 'A trigger could bring one (--trigger-command).';
  const stream = await t.stream();
  const delivered = strings(stream.configuration['events_delivered']);
  const type = CARRIERS.find((carrier) => delivered.includes(carrier));
  if (type === undefined) return 'The stream delivers no event type that it could be asked with.';
  const subject = subjectsByFormat[format] ?? {};
  const wish = { type, ...wishFor(type, Math.floor(Date.now() / 1000)), subject };
  const { set, refused } = await provoke(t, stream, wish, ({ parsed }) =>
    eventTypesOf(parsed.claims ?? {}).some((name) => specOfEvent(name) !== 'SSF'),
  );
  if (refused !== undefined) return `The trigger did not bring one: ${refused}`;
  return set === null
    ? 'The event that was triggered did not come.'
    : 'The trigger brought a subject of another format.';
}
