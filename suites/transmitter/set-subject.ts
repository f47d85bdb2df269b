import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import { innerSubject, judgeCaepType, judgeRiscType, meantType, subjectClaim } from '../set/event-rules.ts';
import { eventTypesOf } from '../set/events.ts';
import type { Violation } from '../set/violation.ts';
import { eventSchema } from '../standard/events/index.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { judgeSeen } from './support/judge-sets.ts';
import { judgedViolations } from './support/judged-events.ts';
import { reportViolations } from './support/report-violations.ts';
import { runSets } from './support/run-sets.ts';

const SESSION_REVOKED = `${CAEP_EVENT_BASE}session-revoked`;
const SESSIONS_REVOKED = `${RISC_EVENT_BASE}sessions-revoked`;

/** Where the subject of a SET stands, and how event types are named (SSF 3.1, CAEP 3, RISC 2). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'set/sub-id',
    title: 'Every SET names its subject in sub_id, an object.',
    requirements: subjectClaim.requirements,
    what: 'Looks at sub_id in every SET that was seen in the run. A subject inside a CAEP or RISC event does not replace it.',
    phase: 'last',
    run: (t) => judgeSeen(t, subjectClaim, 'All SETs of the run are about SCIM.'),
  }),

  transmitterCheck({
    id: 'set/no-inner-subject',
    title: 'Events that are newer than CAEP and RISC do not name the subject inside.',
    requirements: innerSubject.requirements,
    what: 'Looks for the member subject in verification, stream-updated and proprietary events.',
    phase: 'last',
    run: (t) => judgeSeen(t, innerSubject, 'All events of the run are of CAEP or RISC.'),
  }),

  transmitterCheck({
    id: 'set/caep-event-types',
    title: 'CAEP event types begin with the base URI of CAEP.',
    requirements: ['CAEP-3-01'],
    what: 'Compares what looks like a CAEP event type in SETs and in the event lists of a stream configuration with the base URI of CAEP. A name that CAEP 1.0 does not define is remarked on.',
    phase: 'last',
    run: (t) => judgeTypes(t, { ...CAEP, judge: judgeCaepType }),
  }),

  transmitterCheck({
    id: 'set/risc-event-types',
    title: 'RISC event types begin with the base URI of RISC.',
    requirements: ['RISC-2-01'],
    what: 'Compares what looks like a RISC event type in SETs and in the event lists of a stream configuration with the base URI of RISC. A name that RISC 1.0 does not define is remarked on.',
    phase: 'last',
    run: (t) => judgeTypes(t, { ...RISC, judge: judgeRiscType }),
  }),

  transmitterCheck({
    id: 'set/sessions-revoked-deprecated',
    title:
      'A Transmitter that knows the deprecated sessions-revoked of RISC also knows session-revoked of CAEP.',
    requirements: ['RISC-2.11-05'],
    what: 'Looks for both event types in the event lists of a stream configuration.',
    async run(t) {
      const stream = await t.stream();
      const types = listedTypes(stream.configuration);
      if (!types.includes(SESSIONS_REVOKED))
        t.notApplicable('The Transmitter does not list sessions-revoked of RISC.');
      t.expect(types.includes(SESSION_REVOKED), 'RISC-2.11-05', {
        message: 'The Transmitter knows the deprecated sessions-revoked of RISC, but not its replacement.',
        expected: SESSION_REVOKED,
        actual: types.filter((type) => type.startsWith(CAEP_EVENT_BASE)),
        exchange: stream.created,
      });
    },
  }),
];

/** How a document names its event types. */
interface Naming<R extends RequirementId> {
  requirement: R;
  document: 'CAEP' | 'RISC';
  base: string;
  judge: (type: string) => Violation<R>[];
}

const CAEP = { requirement: 'CAEP-3-01', document: 'CAEP', base: CAEP_EVENT_BASE } as const;
const RISC = { requirement: 'RISC-2-01', document: 'RISC', base: RISC_EVENT_BASE } as const;

/** Judges the event types in SETs, but for those that the check of their type has complained of, and in event lists. */
async function judgeTypes<R extends RequirementId>(t: TransmitterProbe<R>, naming: Naming<R>): Promise<void> {
  const sets = await runSets(t);
  const known = new Set(
    sets.flatMap(({ parsed }) => judgedViolations(parsed) ?? []).map(({ actual }) => actual),
  );
  const seen = sets.flatMap((set) =>
    eventTypesOf(set.parsed.claims ?? {})
      .filter((type) => !known.has(type))
      .flatMap((type) =>
        [...naming.judge(type), ...unknownName(naming, type)].map((violation) => ({ violation, set })),
      ),
  );
  reportViolations(t, seen);
  const stream = await t.stream();
  // Names in event lists that no document defines are for stream-configuration/event-type-names.
  for (const { requirement, message, expected, actual } of listedTypes(stream.configuration).flatMap(
    naming.judge,
  )) {
    t.violates(requirement, { message, expected, actual, exchange: stream.created });
  }
}

/** A remark on an event type that begins as it has to, which is all that the rule asks for. */
function unknownName<R extends RequirementId>(
  { requirement, document, base }: Naming<R>,
  type: string,
): Violation<R>[] {
  const name = type.slice(base.length);
  // CAEP 1.1 puts its new and changed events below .../event-type/v1.1.
  if (!type.startsWith(base) || eventSchema(type) !== undefined || /^v\d+\.\d+\//.test(name)) return [];
  const meant = meantType(type);
  return [
    {
      requirement,
      cap: 'note',
      message: `The event type begins as ${document} says, but ${document} 1.0 defines none of this name.`,
      ...(meant === undefined ? {} : { expected: meant['x-event'].type }),
      actual: type,
      hint: 'Who asks for an event type by its right name never gets this one.',
    },
  ];
}

/** The event types that the Transmitter itself names: events_requested only repeats what we asked for. */
function listedTypes(configuration: Record<string, unknown>): string[] {
  const { events_supported: supported, events_delivered: delivered } = configuration;
  return [...new Set([...strings(supported), ...strings(delivered)])];
}
