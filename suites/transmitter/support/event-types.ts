import type { StreamOptions, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { strings } from './configuration.ts';

/** Two event types that nobody knows, in the two forms of event type URIs. */
export function inventedEventTypes(random: string): string[] {
  return [
    `urn:example:secevent:events:invented-${random}`,
    `https://events.example.com/secevent/event-type/invented-${random}`,
  ];
}

/**
 * A stream on which some event type is delivered: where none of those that we ask for is, one for what the Transmitter
 * says that it supports. Ends the check where nothing is delivered then either.
 */
export async function deliveringStream(
  t: Pick<TransmitterProbe, 'stream' | 'deleteOwnStreams' | 'notApplicable'>,
  options: StreamOptions = {},
): Promise<TestStream> {
  const stream = await t.stream(options);
  if (strings(stream.configuration.events_delivered).length > 0) return stream;
  const supported = strings(stream.configuration.events_supported);
  if (supported.length > 0) {
    await t.deleteOwnStreams();
    const another = await t.stream({ ...options, eventsRequested: supported });
    if (strings(another.configuration.events_delivered).length > 0) return another;
  }
  return t.notApplicable(
    'The Transmitter delivers none of the event types that we know, nor any that it says to support.',
  );
}

/** Two sets of event types of which the first is the smaller, so that a change from one to the other shows. */
export interface EventTypeSets {
  some: string[];
  all: string[];
}

/** Such sets from what a stream delivers; ends the check if it delivers but one type. */
export function eventTypeSets(t: Pick<TransmitterProbe, 'notApplicable'>, stream: TestStream): EventTypeSets {
  const all = strings(stream.configuration.events_delivered);
  if (all.length <= 1) {
    t.notApplicable(
      'The Transmitter delivers a single event type, so that events_delivered does not change.',
    );
  }
  return { some: all.slice(0, Math.ceil(all.length / 2)), all };
}
