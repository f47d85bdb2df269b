import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet, TransmitterProbe } from '../harness/probe.ts';
import { caepClaimsInside, inexactType } from '../set/event-rules.ts';
import { eventsOf, eventTypesOf } from '../set/events.ts';
import { isObject } from '../set/subject.ts';
import { judgeEventTime, judgeTypedEvent, typedRequirements } from '../set/typed-event-rules.ts';
import type { Violation } from '../set/violation.ts';
import { type EventSchema, eventSchemas, requirementsOfSchema } from '../standard/events/index.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { EVENT_TYPES, specOfEvent } from '../standard/vocabulary.ts';
import { nameOf, namesEvent } from './support/event-names.ts';
import { noteJudged } from './support/judged-events.ts';
import { expectOffered, type Provoked, provoke } from './support/provoke.ts';
import { reportViolations } from './support/report-violations.ts';
import { wishFor } from './support/wishes.ts';

/** How far event_timestamp may lie from the time of the trigger, s, beside the clocks: a trigger may be slow. */
const TOLERANCE = 60;

/** One check for each event type of CAEP and RISC: it is sent when it happens, and as its document says. */
export const checks: readonly TransmitterCheck[] = eventSchemas
  .filter((schema) => specOfEvent(schema['x-event'].type) !== 'SSF')
  .map(eventCheck);

function eventCheck(schema: EventSchema): TransmitterCheck {
  const { type } = schema['x-event'];
  const spec = specOfEvent(type) ?? '';
  return transmitterCheck({
    id: `events/${schema.title}`,
    title: `The Transmitter sends ${spec} ${schema.title} events as their definition says.`,
    requirements: rowsOf(schema),
    what: `Has the trigger make the target send an event of the type ${schema.title} on a new stream, waits for its SET, and judges the event type and the event object.`,
    hooks: ['trigger'],
    async run(t) {
      const stream = await t.stream();
      await expectOffered(t, stream, type);
      const wish = { type, ...wishFor(type, Math.floor(Date.now() / 1000)) };
      const provoked = await provoke(t, stream, wish, (set) => namesEvent(set, schema.title));
      if (provoked.refused !== undefined) return t.notTested(provoked.refused);
      if (provoked.set === null) {
        t.violates('SSF-8.1.1-18', {
          message: `The stream delivers ${schema.title} (events_delivered), but the event that was triggered never came.`,
          expected: `a SET within ${t.limits.delivery / 1000} s`,
          actual: await othersOn(t, stream.id),
          hint: 'The trigger reported success, but that is all we know: see whether the target sent the event at all. If it takes longer, give it more time with --limit delivery=120s, or with limits.delivery in the config file.',
          exchange: stream.created,
        });
        return;
      }
      judge(t, schema, provoked.set, provoked);
    },
  });
}

function rowsOf(schema: EventSchema): [RequirementId, ...RequirementId[]] {
  const { type, uriRequirement, timeRequirement, occurrenceRequirement } = schema['x-event'];
  const further = new Set<RequirementId>([
    'SSF-8.1.1-18',
    ...(occurrenceRequirement === undefined ? [] : [occurrenceRequirement]),
    ...(timeRequirement === undefined ? [] : [timeRequirement]),
    ...requirementsOfSchema(schema).filter((id) => id !== 'RFC8417-2.2-14'),
    ...typedRequirements(type),
    ...(specOfEvent(type) === 'CAEP' ? caepClaimsInside.requirements : []),
  ]);
  return [uriRequirement, ...further];
}

function judge(t: TransmitterProbe, schema: EventSchema, set: SeenSet, { triggeredAtMs }: Provoked): void {
  const { type, timeRequirement } = schema['x-event'];
  const { claims } = set.parsed;
  if (claims === null || eventsOf(claims).length === 0) {
    t.notTested('A SET came, but its event cannot be read; set/compact and set/events say why.');
  }
  const found = eventsOf(claims);
  const [given, event] =
    found.find(([name]) => name === type) ??
    found.find(([name]) => nameOf(name) === schema.title && !EVENT_TYPES.includes(name)) ??
    [];
  const violations: Violation[] = [];
  if (given !== type) {
    violations.push(inexactType(schema, given));
  }
  const triggeredAt = set.arrivedAt - (set.arrivedAtMs - triggeredAtMs) / 1000;
  const room = TOLERANCE + t.limits.clockSkew / 1000;
  if (isObject(event)) {
    violations.push(...judgeTypedEvent(type, event, claims));
    if (timeRequirement !== undefined) {
      const window = { earliest: triggeredAt - room, latest: set.arrivedAt + room };
      violations.push(...judgeEventTime(timeRequirement, event, window));
    }
  }
  if (specOfEvent(type) === 'CAEP') violations.push(...judgeOutside(set));
  noteJudged(set.parsed, violations);
  reportViolations(
    t,
    violations.map((violation) => ({ violation, set })),
  );
}

/** What came on the stream instead, in words. */
async function othersOn(t: TransmitterProbe, streamId: string): Promise<string> {
  const others = (await t.seenSets()).filter((set) => set.streamId === streamId);
  const types = new Set(others.flatMap(({ parsed }) => eventTypesOf(parsed.claims ?? {})));
  return types.size === 0 ? 'none' : `only SETs of ${[...types].join(', ')}`;
}

function judgeOutside({ parsed, arrivedAt }: SeenSet): Violation[] {
  const context = { issuer: null, audience: null, arrivedAt, runStartedAt: arrivedAt, clockSkew: 0 };
  return caepClaimsInside.judge(parsed, context);
}
