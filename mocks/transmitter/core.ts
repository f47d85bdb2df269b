import type { SetLog } from '../set-log.ts';
import type { EventType } from '../vocabulary/event-type.ts';
import { eventTypes } from '../vocabulary/event-types.ts';
import type { SubjectIdentifier } from '../vocabulary/subject-formats.ts';
import type { Endpoints } from './endpoints.ts';
import type { KeyRing } from './keys.ts';
import { mint } from './minting.ts';
import type { TransmitterOptions } from './options.ts';
import type { Quirks, TransmitterSeams } from './seams.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** What the parts of one Transmitter share. */
export interface Core {
  options: TransmitterOptions;
  issuer: string;
  endpoints: Endpoints;
  seams: TransmitterSeams;
  quirks: Partial<Quirks>;
  streams: Streams;
  keys: KeyRing;
  /** The SETs that were made, by jti. */
  sets: SetLog;
  /** The wall clock, ms since the epoch. */
  now: () => number;
  /** Aborted when the Transmitter is closed. */
  closing: AbortSignal;
}

/** The event types that can be sent, by URI. */
export function supported({ options }: Core): ReadonlyMap<string, EventType> {
  const { eventTypes: further = [] } = options;
  if (further.length === 0) return eventTypes;
  return new Map([...eventTypes, ...further.map((type) => [type.uri, type] as const)]);
}

/** A stream's configuration as its Receiver reads it (SSF 8.1.1). */
export function describe(core: Core, stream: Stream): Record<string, unknown> {
  const { delivery, events_requested: requested, description } = stream.supplied;
  const interval = core.options.minVerificationIntervalS;
  return {
    stream_id: stream.id,
    iss: core.issuer,
    aud: stream.audience,
    delivery,
    events_supported: [...supported(core).keys()],
    ...(requested === undefined ? {} : { events_requested: requested }),
    events_delivered: eventsDelivered(core, stream),
    ...(description === undefined ? {} : { description }),
    ...(interval === undefined ? {} : { min_verification_interval: interval }),
    ...stream.overrides,
  };
}

/** The types that go out on a stream: requested and supported ones. Without a request there is nothing to deliver. */
export function eventsDelivered(core: Core, stream: Stream): string[] {
  const requested = new Set(stream.supplied.events_requested);
  return [...supported(core).keys()].filter((uri) => requested.has(uri));
}

/**
 * Makes a SET and puts it in the stream's queue; gives its jti. A disabled stream keeps nothing for later
 * (SSF 8.1.2.1): then null, unless the SET is `exempt` from the status.
 */
export async function enqueue(
  core: Core,
  stream: Stream,
  wish: { type: string; subject: SubjectIdentifier; event: Record<string, unknown>; txn: string },
  exempt = false,
): Promise<string | null> {
  const minted = await mint(stream, wish, { ...core, describe: (which) => describe(core, which) });
  if (stream.status === 'disabled' && !exempt) return null;
  core.sets.add(minted.jti, minted.token);
  stream.queue.add({ ...minted, exempt, deliveries: 0 });
  return minted.jti;
}
