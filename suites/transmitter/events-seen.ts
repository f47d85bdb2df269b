import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet, TransmitterProbe } from '../harness/probe.ts';
import { eventsOf } from '../set/events.ts';
import { judgeStreamSubject } from '../set/stream-event-rules.ts';
import { isObject } from '../set/subject.ts';
import { judgeTypedEvent, typedRequirements } from '../set/typed-event-rules.ts';
import { type EventSchema, eventSchemas, requirementsOfSchema } from '../standard/events/index.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { STREAM_UPDATED, specOfEvent, VERIFICATION } from '../standard/vocabulary.ts';
import { judgedViolations } from './support/judged-events.ts';
import { reportViolations, type SeenViolation } from './support/report-violations.ts';
import { runSets } from './support/run-sets.ts';

/**
 * Events that came without this family's asking, in whatever check: they keep their definitions as well. Verification
 * events have a family of their own.
 */
export const checks: readonly TransmitterCheck[] = eventSchemas
  .filter((schema) => schema['x-event'].type !== VERIFICATION && schema['x-event'].type !== STREAM_UPDATED)
  .flatMap(seenCheck)
  .concat([
    transmitterCheck({
      id: 'events/seen-stream-updated',
      title: 'A stream-updated event tells the new status, and has the stream as its opaque subject.',
      requirements: ['SSF-8.1.5-06', 'SSF-8.1.5-08', 'SSF-8.1.5-09', 'SSF-8.1.5-10'],
      what: 'Judges every stream-updated event that was seen in the run, whatever made the Transmitter send it.',
      phase: 'last',
      async run(t) {
        const seen = await eventsSeen(t, STREAM_UPDATED);
        if (seen.length === 0) t.notApplicable('No stream-updated event was seen in the run.');
        for (const { set, event, claims } of seen) {
          const violations = [
            ...judgeTypedEvent(STREAM_UPDATED, event, claims),
            ...judgeStreamSubject(STREAM_UPDATED, claims, set.streamId),
          ];
          reportViolations<RequirementId>(
            t,
            violations.map((violation) => ({ violation, set })),
          );
        }
      },
    }),
  ]);

function seenCheck(schema: EventSchema): TransmitterCheck[] {
  const { type } = schema['x-event'];
  const rows = [...requirementsOfSchema(schema), ...typedRequirements(type)];
  const [first, ...further] = rows.filter((id) => id !== 'RFC8417-2.2-14');
  // Most RISC events have no claims of their own, so there is nothing to judge.
  if (first === undefined) return [];
  return [
    transmitterCheck<RequirementId>({
      id: `events/seen-${schema.title}`,
      title: `${specOfEvent(type)} ${schema.title} events that come unasked keep their definition, too.`,
      requirements: [first, ...further],
      what: `Judges every ${schema.title} event of the run that events/${schema.title} has not judged, whatever made the Transmitter send it.`,
      phase: 'last',
      async run(t) {
        const seen = await eventsSeen(t, type);
        if (seen.length === 0) t.notApplicable(`No ${schema.title} event was seen in the run.`);
        const unjudged = seen.filter(({ set }) => judgedViolations(set.parsed) === undefined);
        if (unjudged.length === 0) {
          t.notApplicable(`All ${schema.title} events of the run were judged by events/${schema.title}.`);
        }
        // What that check has found already is not counted again.
        const known = new Set(seen.flatMap(({ set }) => judgedViolations(set.parsed) ?? []).map(kindOf));
        const violations = unjudged.flatMap(({ set, event, claims }) =>
          judgeTypedEvent(type, event, claims).map((violation) => ({ violation, set })),
        );
        reportViolations(
          t,
          violations.filter(({ violation }) => !known.has(kindOf(violation))),
        );
      },
    }),
  ];
}

function kindOf({ requirement, path, message }: SeenViolation['violation']): string {
  return JSON.stringify([requirement, path, message]);
}

interface SeenEvent {
  set: SeenSet;
  event: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** The events of a type in all SETs of the run. */
async function eventsSeen(t: TransmitterProbe, type: string): Promise<SeenEvent[]> {
  return (await runSets(t)).flatMap((set) => {
    const { claims } = set.parsed;
    const event = claims === null ? undefined : eventsOf(claims).find(([name]) => name === type)?.[1];
    return claims !== null && isObject(event) ? [{ set, event, claims }] : [];
  });
}
