import type { Delivery } from '../../../reports/results.ts';
import type { JsonObject, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, RISC_EVENT_BASE, specOfEvent } from '../../standard/vocabulary.ts';
import { strings } from './configuration.ts';
import { type Provoked, provoke } from './provoke.ts';
import { type Wish, wishFor } from './wishes.ts';

/** The plainest event, and one that most Transmitters know and that may be about anything. */
export const PLAINEST = `${RISC_EVENT_BASE}opt-in`;
export const BEST_KNOWN = `${CAEP_EVENT_BASE}session-revoked`;

/** Why no event can be asked for on a stream for which `wishOn` finds none. */
export const NOTHING_TO_WISH = 'The stream delivers no event type of CAEP or RISC.';

/** Event types that any subject may have. */
const CARRIERS = EVENT_TYPES.filter((type) => specOfEvent(type) !== 'SSF' && !type.includes('/identifier-'));

/** An event of this type if the stream delivers it, else of another one of CAEP or RISC; null if it delivers none. */
export function wishOn(stream: TestStream, preferred: string): (Wish & { type: string }) | null {
  const delivered = strings(stream.configuration.events_delivered);
  const type = [preferred, ...CARRIERS].find((carrier) => delivered.includes(carrier));
  return type === undefined ? null : { type, ...wishFor(type, Math.floor(Date.now() / 1000)) };
}

/** A SET about something else than a stream, or one whose events cannot be read. */
export function isPlain({ parsed: { claims } }: SeenSet): boolean {
  const types = eventTypesOf(claims ?? {});
  return types.length === 0 || types.some((name) => specOfEvent(name) !== 'SSF');
}

/** Has the trigger make the target send an event on a new stream, of this type where that is delivered. */
export async function askForEvent(
  t: TransmitterProbe,
  preferred: string,
  { subject, delivery }: { subject?: JsonObject | undefined; delivery?: Delivery } = {},
): Promise<Pick<Provoked, 'set' | 'refused'>> {
  const stream = await t.stream(delivery === undefined ? {} : { delivery });
  const wish = wishOn(stream, preferred);
  if (wish === null) return { set: null, refused: NOTHING_TO_WISH };
  return provoke(t, stream, { ...wish, subject: subject ?? wish.subject }, isPlain);
}
