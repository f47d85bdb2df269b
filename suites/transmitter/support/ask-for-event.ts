import type { JsonObject, TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, RISC_EVENT_BASE, specOfEvent } from '../../standard/vocabulary.ts';
import { strings } from './configuration.ts';
import { type Provoked, provoke } from './provoke.ts';
import { wishFor } from './wishes.ts';

/** The plainest event, and one that most Transmitters know and that may be about anything. */
export const PLAINEST = `${RISC_EVENT_BASE}opt-in`;
export const BEST_KNOWN = `${CAEP_EVENT_BASE}session-revoked`;

/** Event types that any subject may have. */
const CARRIERS = EVENT_TYPES.filter((type) => specOfEvent(type) !== 'SSF' && !type.includes('/identifier-'));

/**
 * Has the trigger make the target send an event, of this type if the stream delivers it, else of another one of CAEP or
 * RISC.
 */
export async function askForEvent(
  t: TransmitterProbe,
  preferred: string,
  subject?: JsonObject,
): Promise<Pick<Provoked, 'set' | 'refused'>> {
  const stream = await t.stream();
  const delivered = strings(stream.configuration.events_delivered);
  const type = [preferred, ...CARRIERS].find((carrier) => delivered.includes(carrier));
  if (type === undefined) return { set: null, refused: 'The stream delivers no event type of CAEP or RISC.' };
  const wish = wishFor(type, Math.floor(Date.now() / 1000));
  return provoke(t, stream, { type, ...wish, subject: subject ?? wish.subject }, ({ parsed: { claims } }) => {
    const types = eventTypesOf(claims ?? {});
    return types.length === 0 || types.some((name) => specOfEvent(name) !== 'SSF');
  });
}
