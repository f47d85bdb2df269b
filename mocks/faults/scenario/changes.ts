import type { Effect } from '../../receiver/seams.ts';
import type { VendorEvent } from '../../vendors/vendor.ts';
import { isObject } from '../../vocabulary/is-object.ts';

/** Somebody of whom no story tells. */
const STRANGER = 'somebody.else@example.org';

type Json = Record<string, unknown>;

/** The same event about a stranger, wherever it names its subject. */
export function aboutStranger(event: VendorEvent): VendorEvent {
  const { subject } = event.event;
  return {
    ...event,
    subject: strange(event.subject),
    event: isObject(subject) ? { ...event.event, subject: renamed(subject) } : event.event,
  };
}

/** An event about the subject of another. */
export function withSubjectOf(other: VendorEvent, event: VendorEvent): VendorEvent {
  const { subject } = other.event;
  return {
    ...event,
    subject: other.subject,
    event: subject === undefined ? event.event : { ...event.event, subject },
  };
}

/** The same effect on a stranger. */
export function onStranger(effect: Effect): Effect {
  return { ...effect, subject: strange(effect.subject) };
}

/** Another subject. A `sub` can be anybody's, but an address is surely somebody else's. */
function strange(subject: Json): Json {
  return subject.format === 'iss_sub' ? { format: 'email', email: STRANGER } : renamed(subject);
}

/** A subject identifier, simple or complex, in which every name is another. */
function renamed(subject: Json): Json {
  const names: Json = {
    email: STRANGER,
    sub: STRANGER,
    id: 'something-else',
    uri: `acct:${STRANGER}`,
  };
  return Object.fromEntries(
    Object.entries(subject).map(([name, value]) => [
      name,
      isObject(value) ? renamed(value) : (names[name] ?? value),
    ]),
  );
}

/** Values that may take the place of others, in a ring. */
const RINGS: readonly (readonly unknown[])[] = [
  ['low', 'medium', 'high'],
  ['LOW', 'MEDIUM', 'HIGH'],
  ['compliant', 'not-compliant'],
  ['nist-aal1', 'nist-aal2', 'nist-aal3'],
  ['increase', 'decrease'],
  ['create', 'update', 'revoke', 'delete'],
  ['admin', 'user', 'policy', 'system'],
  ['password', 'pin', 'app'],
  ['hijacking', 'bulk-account'],
];

/** The event with another value of the same kind in a claim; as it was when it has none. */
export function withOther(claim: string, event: VendorEvent): VendorEvent {
  const value = event.event[claim];
  const ring = RINGS.find((values) => values.includes(value));
  if (value === undefined) return event;
  const other = ring === undefined ? anotherOf(value) : ring[(ring.indexOf(value) + 1) % ring.length];
  return { ...event, event: { ...event.event, [claim]: other } };
}

function anotherOf(value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, 'other'])) : 'other';
}
