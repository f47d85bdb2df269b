import { caepEvents } from './caep-events.ts';
import type { EventType } from './event-type.ts';
import { riscEvents } from './risc-events.ts';

/** The event types that are sent on a subscriber's wish, by URI: all of CAEP 1.0 and RISC 1.0. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map(
  [...caepEvents, ...riscEvents].map((type) => [type.uri, type]),
);
