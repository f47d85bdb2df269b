import type { RequirementId } from '../standard/requirement-ids.ts';
import { COMPLEX, COMPLEX_MEMBERS } from '../standard/subject-formats.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../standard/vocabulary.ts';
import { LATEST_SECONDS } from './claim-rules.ts';
import { judgeEvent } from './event-schema.ts';
import { isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** A rule about an event and the SET that holds it, beyond what the schema of the event can say. */
interface TypedRule {
  requirements: readonly RequirementId[];
  judge(event: JsonObject, claims: JsonObject): Violation[];
}

/** RISC 2.5 and 2.6: the subject is an e-mail address or a phone number; the text writes `phone` for phone_number. */
function addressOrNumber(requirement: 'RISC-2.5-04' | 'RISC-2.6-05'): TypedRule {
  return {
    requirements: [requirement],
    judge: (_, { sub_id: subId }) => {
      if (!isObject(subId)) return [];
      const { format } = subId;
      // Without a format RFC9493-3-01 speaks.
      if (typeof format !== 'string') return [];
      if (format === 'email' || format === 'phone_number') return [];
      return [
        {
          requirement,
          ...(format === 'phone' ? { cap: 'warn' as const } : {}),
          path: '/sub_id/format',
          message: 'The subject of the event is neither an e-mail address nor a phone number.',
          expected: 'email or phone_number',
          actual: format,
        },
      ];
    },
  };
}

/** RISC 2.5: the subject has the old value of the identifier. */
const oldValue: TypedRule = {
  requirements: ['RISC-2.5-05'],
  judge: ({ 'new-value': newValue }, { sub_id: subId }) => {
    if (!isObject(subId) || newValue === undefined) return [];
    const named = subId.email ?? subId.phone_number ?? subId.phone;
    if (named !== newValue) return [];
    const message = 'The subject of the event is the new value of the identifier; it has to be the old one.';
    return [
      { requirement: 'RISC-2.5-05', path: '/sub_id', message, expected: 'the old value', actual: subId },
    ];
  },
};

/** CAEP 3.8: with a complex subject, `principal` names one of its members. */
const principalOfSubject: TypedRule = {
  requirements: ['CAEP-3.8-05'],
  judge: ({ principal }, { sub_id: subId }) => {
    if (!isObject(subId) || subId.format !== COMPLEX || typeof principal !== 'string') return [];
    const kind = principal.toLowerCase();
    if (kind in subId || !COMPLEX_MEMBERS.includes(kind)) return [];
    const message = '`principal` names a kind of principal that the complex subject has no member for.';
    const expected = Object.keys(subId).filter((name) => name !== 'format');
    return [{ requirement: 'CAEP-3.8-05', path: '/principal', message, expected, actual: principal }];
  },
};

/** A map: an event type is the target's word, and may be called `constructor`. */
const typedRules: ReadonlyMap<string, readonly TypedRule[]> = new Map([
  [`${CAEP_EVENT_BASE}risk-level-change`, [principalOfSubject]],
  [`${RISC_EVENT_BASE}identifier-changed`, [addressOrNumber('RISC-2.5-04'), oldValue]],
  [`${RISC_EVENT_BASE}identifier-recycled`, [addressOrNumber('RISC-2.6-05')]],
]);

/** The rows that `judgeTypedEvent` decides for a type beyond those of its schema. */
export function typedRequirements(type: string): RequirementId[] {
  return (typedRules.get(type) ?? []).flatMap(({ requirements }) => requirements);
}

/** Judges one event of a SET by its schema, and by what its type says of the SET around it. */
export function judgeTypedEvent(type: string, event: JsonObject, claims: JsonObject): Violation[] {
  return [...judgeEvent(type, event), ...judgeTypedRules(type, event, claims)];
}

/** Judges one event by what its type says of the SET around it, beyond its schema. */
export function judgeTypedRules(type: string, event: JsonObject, claims: JsonObject): Violation[] {
  return (typedRules.get(type) ?? []).flatMap((rule) => rule.judge(event, claims));
}

/**
 * `event_timestamp` is the time at which the event happened (CAEP 3.1 to 3.8), which is known to lie between two times,
 * in seconds since the epoch.
 */
export function judgeEventTime(
  requirement: RequirementId,
  event: JsonObject,
  { earliest, latest }: { earliest: number; latest: number },
): Violation[] {
  const time = event.event_timestamp;
  // Type and unit are judged by the schema.
  if (typeof time !== 'number' || time >= LATEST_SECONDS) return [];
  if (time >= earliest && time <= latest) return [];
  return [
    {
      requirement,
      path: '/event_timestamp',
      message: '`event_timestamp` is not the time at which the event happened.',
      expected: `between ${inBoth(earliest)} and ${inBoth(latest)}`,
      actual: time,
      hint: 'If the trigger replays an earlier incident, let it take event_timestamp from the wished event.',
    },
  ];
}

/** A time in seconds since the epoch, as a SET has it, and as people read it. */
function inBoth(seconds: number): string {
  return `${Math.round(seconds)} (${new Date(seconds * 1000).toISOString()})`;
}
