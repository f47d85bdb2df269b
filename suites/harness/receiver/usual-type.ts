import { CAEP_EVENT_BASE, EVENT_TYPES, specOfEvent } from '../../standard/vocabulary.ts';

const SESSION_REVOKED = `${CAEP_EVENT_BASE}session-revoked`;

/**
 * The event type of SETs that have to be of some type: session-revoked, which most Receivers know, unless the target
 * asked for others only. `wanted`: what it asked for; null when nobody knows.
 */
export function usualType(wanted: readonly string[] | null): string {
  if (wanted === null || wanted.includes(SESSION_REVOKED)) return SESSION_REVOKED;
  return EVENT_TYPES.find((type) => specOfEvent(type) !== 'SSF' && wanted.includes(type)) ?? SESSION_REVOKED;
}

/** `events_requested` of a create or update request; null when it is not there. */
export function requestedTypes(body: unknown): string[] | null {
  const list = (body as { events_requested?: unknown } | null | undefined)?.events_requested;
  return Array.isArray(list) ? list.filter((type) => typeof type === 'string') : null;
}
