import type { TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { strings } from './configuration.ts';

/** Two event types that nobody knows, in the two forms of event type URIs. */
export function inventedEventTypes(random: string): string[] {
  return [
    `urn:example:secevent:events:invented-${random}`,
    `https://events.example.com/secevent/event-type/invented-${random}`,
  ];
}

/** Two sets of event types of which the first is the smaller, so that a change from one to the other shows. */
export interface EventTypeSets {
  some: string[];
  all: string[];
}

/** Such sets from what a stream delivers; ends the check if it delivers too little to tell them apart. */
export function eventTypeSets(
  t: Pick<TransmitterProbe, 'notApplicable' | 'notTested'>,
  stream: TestStream,
): EventTypeSets {
  const all = strings(stream.configuration.events_delivered);
  if (all.length === 0) t.notTested('The Transmitter delivers none of the event types that we know.');
  if (all.length === 1) {
    t.notApplicable(
      'The Transmitter delivers a single event type, so that events_delivered does not change.',
    );
  }
  return { some: all.slice(0, Math.ceil(all.length / 2)), all };
}
