import { isDeepStrictEqual } from 'node:util';
import { type EventSchema, eventSchema, eventSchemas } from '../standard/events/index.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE, specOfEvent } from '../standard/vocabulary.ts';
import { eventsOf, eventTypesOf, isScimOnly } from './events.ts';
import { isUri } from './member-forms.ts';
import type { ParsedSet } from './parse.ts';
import { setRule } from './rule.ts';
import { isObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** Rules about `events` and `sub_id`, whatever the event type. */

/** RFC 8417 2.2, SSF 4.2.1: `events` is an object of objects, not empty. */
export const events = setRule({
  requirements: ['RFC8417-2.2-09', 'SSF-4.2.1-03', 'RFC8417-2.2-14', 'RFC8417-2-03'],
  reads: 'claims',
  judge: ({ claims }) => {
    const value = claims?.events;
    if (!isObject(value) || Object.keys(value).length === 0) {
      const message =
        value === undefined
          ? 'The claim `events` is missing.'
          : 'The claim `events` is not an object with a member.';
      return [
        { requirement: 'RFC8417-2.2-09', message, expected: 'an object with one member', actual: value },
      ];
    }
    return Object.entries(value)
      .filter(([, event]) => !isObject(event))
      .map(([type, event]): Violation<'RFC8417-2.2-14'> => {
        const message = 'The value of an event identifier is not a JSON object.';
        return {
          requirement: 'RFC8417-2.2-14',
          path: type,
          message,
          expected: 'an object, {} if it is empty',
          actual: event,
        };
      });
  },
});

/** RFC 8417 1.2 and 2: the names in `events` are URIs. */
export const eventIdentifiers = setRule({
  requirements: ['RFC8417-1.2-01'],
  reads: 'claims',
  applies: hasEvents,
  judge: ({ claims }) =>
    eventTypesOf(claims ?? {})
      .filter((type) => !isUri(type))
      .map((type) => {
        const message = 'A member name of `events` is not a URI.';
        return { requirement: 'RFC8417-1.2-01', message, expected: 'the URI of an event type', actual: type };
      }),
});

/**
 * SSF 4.2.1, RFC 8417 2.2: one event. Several names are right only if they mean the same event type, which the payloads of
 * two events of SSF, CAEP or RISC never do.
 */
export const oneEvent = setRule({
  requirements: ['SSF-4.2.1-02', 'SSF-4.2.1-01', 'RFC8417-2.2-11'],
  reads: 'claims',
  applies: ({ claims }) => hasEvents({ claims }) && !isScimOnly(claims ?? {}),
  judge: ({ claims }) => {
    const found = eventsOf(claims ?? {});
    if (found.length <= 1) return [];
    const known = found.filter(([type]) => specOfEvent(type) !== null);
    const alike = found.every(([, event]) => isDeepStrictEqual(event, found[0]?.[1]));
    const aliases = known.length <= 1 && alike;
    const rest = { expected: 'one member in `events`', actual: found.map(([type]) => type) };
    if (known.length === 0 || aliases) {
      const message = 'A SET holds several event identifiers, as it should only for names of one event type.';
      return [{ requirement: 'SSF-4.2.1-01', message, ...rest }];
    }
    const message = 'A SET holds several events that are not the same event type.';
    return [{ requirement: 'SSF-4.2.1-02', message, ...rest }];
  },
});

/** SSF 3.1 to 3.1.2, RFC 9493 4.1: the subject is the top-level claim `sub_id`, an object. */
export const subjectClaim = setRule({
  requirements: [
    'SSF-3.1-01',
    'SSF-3.1.1-02',
    'SSF-3.1.2-01',
    'RFC9493-4.1-01',
    'SSF-3.1.1-01',
    'CAEP-4-01',
    'RISC-4-01',
  ],
  reads: 'claims',
  applies: ({ claims }) => claims !== null && !isScimOnly(claims),
  judge: ({ claims }) => {
    const subId = claims?.sub_id;
    if (isObject(subId)) return [];
    const expected = 'a subject identifier object';
    if (subId !== undefined) {
      const message = 'The claim `sub_id` is not an object.';
      return [{ requirement: 'RFC9493-4.1-01', message, expected, actual: subId }];
    }
    const inside = eventsOf(claims ?? {}).filter(([, event]) => isObject(event) && 'subject' in event);
    const [first] = inside;
    if (first !== undefined && isCaepOrRisc(first[0])) {
      const message = 'The subject stands inside the event only; the claim `sub_id` is missing.';
      return [{ requirement: 'SSF-3.1.1-02', message, expected, actual: first[1] }];
    }
    const message = 'The claim `sub_id` is missing.';
    const newer = eventTypesOf(claims ?? {}).some((type) => specOfEvent(type) === 'SSF');
    return [{ requirement: newer ? 'SSF-3.1.2-01' : 'SSF-3.1-01', message, expected, actual: 'no sub_id' }];
  },
});

/** SSF 3.1.2: events that are newer than CAEP and RISC do not repeat the subject inside. */
export const innerSubject = setRule({
  requirements: ['SSF-3.1.2-02'],
  reads: 'claims',
  applies: ({ claims }) => eventTypesOf(claims ?? {}).some((type) => !isCaepOrRisc(type)),
  judge: ({ claims }) =>
    eventsOf(claims ?? {}).flatMap(([type, event]): Violation<'SSF-3.1.2-02'>[] => {
      if (isCaepOrRisc(type) || !isObject(event) || !('subject' in event)) return [];
      const { subject } = event;
      const ssf = specOfEvent(type) === 'SSF';
      // In a proprietary event a `subject` may be anything, or a further subject (SSF 3.1.3).
      if (!ssf && !isDeepStrictEqual(subject, claims?.sub_id)) return [];
      return [
        {
          requirement: 'SSF-3.1.2-02',
          ...(ssf ? {} : { cap: 'warn' as const }),
          path: type,
          message: 'An event that is newer than CAEP and RISC names its subject inside, too.',
          expected: 'the subject in `sub_id` only',
          actual: subject,
        },
      ];
    }),
});

/** The claims that every CAEP event may carry (CAEP 2). */
export const caepClaims = ['event_timestamp', 'initiating_entity', 'reason_admin', 'reason_user'];

/** CAEP 2: the optional claims belong to the event, not to the envelope. */
export const caepClaimsInside = setRule({
  requirements: ['CAEP-2-09'],
  reads: 'claims',
  applies: ({ claims }) => eventTypesOf(claims ?? {}).some((type) => specOfEvent(type) === 'CAEP'),
  judge: ({ claims }) => {
    const outside = caepClaims.filter((claim) => claim in (claims ?? {}));
    if (outside.length === 0) return [];
    const message = 'Claims of a CAEP event stand outside of the event, where no Receiver looks for them.';
    return [
      { requirement: 'CAEP-2-09', message, expected: 'inside the event object', actual: outside.join(', ') },
    ];
  },
});

/** What is wrong with an event type URI of OpenID's that is meant to be one of CAEP. */
export function judgeCaepType(type: string): Violation<'CAEP-3-01'>[] {
  return judgeBase('CAEP-3-01', type, 'caep', CAEP_EVENT_BASE);
}

/** What is wrong with an event type URI of OpenID's that is meant to be one of RISC. */
export function judgeRiscType(type: string): Violation<'RISC-2-01'>[] {
  return judgeBase('RISC-2-01', type, 'risc', RISC_EVENT_BASE);
}

/** Only URIs under OpenID's own host are judged: anyone may define event types under theirs. */
function judgeBase<R extends 'CAEP-3-01' | 'RISC-2-01'>(
  requirement: R,
  type: string,
  folder: string,
  base: string,
): Violation<R>[] {
  const meant = new RegExp(`^https?://schemas\\.openid\\.net/.*\\b${folder}\\b`, 'i').test(type);
  if (!meant || type.startsWith(base)) return [];
  const message = `An event type of ${folder.toUpperCase()} does not begin with the base of its document.`;
  return [{ requirement, message, expected: `${base}...`, actual: type }];
}

/**
 * The event type of CAEP or RISC whose URI this is but for case, a query or a final slash, below the base of its
 * document; undefined where it is right, or where no one type is plainly meant.
 */
export function meantType(type: string): EventSchema | undefined {
  if (!isCaepOrRisc(type) || eventSchema(type) !== undefined) return undefined;
  const plain = type.split(/[?#]/, 1)[0]?.replace(/\/+$/, '').toLowerCase();
  return eventSchemas.find((schema) => schema['x-event'].type === plain);
}

/** What is wrong with an event type URI that begins as CAEP or RISC says, but is not quite that of the type meant. */
export function judgeTypeName(type: string): Violation[] {
  const meant = meantType(type);
  return meant === undefined ? [] : [inexactType(meant, type)];
}

/** That the event type is not letter by letter the one that is meant. */
export function inexactType({ title, 'x-event': meant }: EventSchema, type: string | undefined): Violation {
  return {
    requirement: meant.uriRequirement,
    message: `The event type of ${title} is not exactly the URI that its definition gives.`,
    expected: meant.type,
    actual: type,
  };
}

function hasEvents({ claims }: Pick<ParsedSet, 'claims'>): boolean {
  return claims !== null && eventsOf(claims).length > 0;
}

function isCaepOrRisc(type: string): boolean {
  return type.startsWith(CAEP_EVENT_BASE) || type.startsWith(RISC_EVENT_BASE);
}
