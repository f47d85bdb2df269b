import type { JsonObject, TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, RISC_EVENT_BASE, specOfEvent } from '../../standard/vocabulary.ts';
import { strings } from './configuration.ts';
import { type Provoked, provoke } from './provoke.ts';
import { wishFor } from './wishes.ts';

/** Of event types that any subject may have, the plainest and the best known come first. */
const CARRIERS = [
  `${RISC_EVENT_BASE}opt-in`,
  `${CAEP_EVENT_BASE}session-revoked`,
  ...EVENT_TYPES.filter((type) => specOfEvent(type) !== 'SSF' && !type.includes('/identifier-')),
];

/** Has the trigger make the target send any event of CAEP or RISC, about a subject if that matters. */
export async function askForEvent(
  t: TransmitterProbe,
  subject?: JsonObject,
): Promise<Pick<Provoked, 'set' | 'refused'>> {
  const stream = await t.stream();
  const delivered = strings(stream.configuration['events_delivered']);
  const type = CARRIERS.find((carrier) => delivered.includes(carrier));
  if (type === undefined) return { set: null, refused: 'The stream delivers no event type of CAEP or RISC.' };
  const wish = wishFor(type, Math.floor(Date.now() / 1000));
  return provoke(t, stream, { type, ...wish, subject: subject ?? wish.subject }, ({ parsed: { claims } }) => {
    const types = eventTypesOf(claims ?? {});
    return types.length === 0 || types.some((name) => specOfEvent(name) !== 'SSF');
  });
}
