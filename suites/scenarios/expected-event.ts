import type { JsonObject } from '../set/subject.ts';
import {
  CAEP_EVENT_BASE,
  type CAEP_EVENTS,
  RISC_EVENT_BASE,
  type RISC_EVENTS,
} from '../standard/vocabulary.ts';
import type { Action, ExpectedEvent, NeedNot, Person } from './scenario.ts';

/** What a story says of an event beyond whom it is about. `event_timestamp` is left out: it is when it happens. */
export interface Told {
  /** Default: the person, see `userSubject`. */
  subject?: JsonObject;
  event?: JsonObject;
  must?: readonly string[];
  mustIfThere?: readonly string[];
  acts: readonly Action[];
  alsoRight?: readonly Action[];
  spares?: readonly Action[];
  needNot?: NeedNot;
}

/** An event of CAEP that a step must bring. */
export function caepEvent(name: (typeof CAEP_EVENTS)[number], about: Person, told: Told): ExpectedEvent {
  return expected(CAEP_EVENT_BASE + name, about, told);
}

/** An event of RISC that a step must bring. */
export function riscEvent(name: (typeof RISC_EVENTS)[number], about: Person, told: Told): ExpectedEvent {
  return expected(RISC_EVENT_BASE + name, about, told);
}

function expected(type: string, person: Person, told: Told): ExpectedEvent {
  return {
    type,
    about: person.email,
    name: person.name,
    subject: userSubject(person),
    event: {},
    must: [],
    mustIfThere: [],
    alsoRight: [],
    spares: [],
    ...told,
  };
}

/** A user as the tester says that the Transmitter names him, else by e-mail address (RFC 9493 3.2.2). */
export function userSubject({ email, subject }: Person): JsonObject {
  return subject === undefined ? { format: 'email', email } : { ...subject };
}
