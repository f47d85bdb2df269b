import { isObject } from '../../vocabulary/is-object.ts';
import { eventObjection } from '../event-definitions/definitions.ts';
import type { Examined, Refusal } from '../seams.ts';
import { refuse } from './refuse.ts';

/** RFC 8935 section 2.4: a payload that does not follow the definition of its event type is an invalid request. */
export function event({ claims: { events } }: Examined): Refusal | null {
  for (const [type, payload] of Object.entries(isObject(events) ? events : {})) {
    const objection = isObject(payload) ? eventObjection(type, payload) : null;
    if (objection !== null) return refuse('invalid_request', `${type}: ${objection}`);
  }
  return null;
}
