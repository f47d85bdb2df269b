import type { Faker } from '@faker-js/faker';
import type { SubjectIdentifier } from './subject-formats.ts';

/** What an event is made from. */
export interface EventContext {
  faker: Faker;
  /** Now, s since the epoch. */
  now: number;
  /** The claims that the maker of the wish laid down; generated claims must agree with them. */
  wished: Readonly<Record<string, unknown>>;
  /** Whom the event is about. */
  subject: SubjectIdentifier;
}

/** One event type as the peer reads it. */
export interface EventType {
  uri: string;
  /** A likely subject of such an event. */
  subject(faker: Faker): SubjectIdentifier;
  /** The members of the event object: all that are required, and the usual optional ones. */
  claims(context: EventContext): Record<string, unknown>;
}
