import { SCIM_EVENT_PREFIX, VERIFICATION } from '../standard/vocabulary.ts';
import { isObject, type JsonObject } from './subject.ts';

/** The members of `events`: event type and what stands there as its object; none if `events` is no object. */
export function eventsOf(claims: JsonObject): [type: string, event: unknown][] {
  const { events } = claims;
  return isObject(events) ? Object.entries(events) : [];
}

export function eventTypesOf(claims: JsonObject): string[] {
  return eventsOf(claims).map(([type]) => type);
}

/** A verification SET (SSF 8.1.4.1). */
export function isVerification(claims: JsonObject): boolean {
  return eventTypesOf(claims).includes(VERIFICATION);
}

/** SETs with SCIM events only (RFC 9967) may share a stream and are none of SSF's. */
export function isScimOnly(claims: JsonObject): boolean {
  const types = eventTypesOf(claims);
  return types.length > 0 && types.every((type) => type.startsWith(SCIM_EVENT_PREFIX));
}
