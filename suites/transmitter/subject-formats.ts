import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet, TransmitterProbe } from '../harness/probe.ts';
import { eventTypesOf } from '../set/events.ts';
import { type FoundIdentifier, identifiersOf } from '../set/subject.ts';
import { judgeComplex, judgeFormat } from '../set/subject-format-rules.ts';
import {
  judgeExtraMembers,
  judgeFormatMember,
  judgeFormatName,
  judgeMostSpecific,
  judgeSubjectType,
} from '../set/subject-rules.ts';
import type { Violation } from '../set/violation.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { COMPLEX, type SubjectFormat, simpleFormats } from '../standard/subject-formats.ts';
import { exerciseFormat } from './support/exercise-format.ts';
import { reportViolations } from './support/report-violations.ts';
import { runSets } from './support/run-sets.ts';

/**
 * Every subject identifier of the run keeps the rules of its format (RFC 9493 3, SSF 3.2 to 3.5), wherever it stands: in
 * sub_id, inside a complex subject, among aliases, or repeated in an event.
 */
export const checks: readonly TransmitterCheck[] = [
  ...simpleFormats.map(formatCheck),

  transmitterCheck({
    id: 'subject-formats/complex',
    title: 'A complex subject holds one or more simple subjects.',
    requirements: ['SSF-3.3-01'],
    what: 'Judges every complex subject that was seen in the run; if there is none and a trigger is configured, asks for one.',
    phase: 'last',
    async run(t) {
      const found = await ofFormat(t, COMPLEX);
      reportAll(t, found, (one) => (one.place === 'subject' ? judgeComplex(one) : []));
    },
  }),

  transmitterCheck({
    id: 'subject-formats/format',
    title: 'Every subject identifier names its format.',
    requirements: ['RFC9493-3-01'],
    what: 'Looks for format in every subject identifier that was seen in the run.',
    phase: 'last',
    run: async (t) => reportAll(t, await allIdentifiers(t), judgeFormatMember),
  }),

  transmitterCheck({
    id: 'subject-formats/registered',
    title: 'Every subject identifier has a format of RFC 9493 or SSF, or one that the parties agreed on.',
    requirements: ['SSF-3.4-01', 'RFC9493-3-02'],
    what: 'Compares the format of every subject identifier that was seen in the run with the registered names.',
    phase: 'last',
    run: async (t) =>
      reportAll(t, await allIdentifiers(t), (one, { parsed }) =>
        judgeFormatName(one, eventTypesOf(parsed.claims ?? {})),
      ),
  }),

  transmitterCheck({
    id: 'subject-formats/no-subject-type',
    title: 'No subject identifier has the deprecated member subject_type.',
    requirements: ['RISC-3.1-01'],
    what: 'Looks for subject_type in every subject identifier that was seen in the run.',
    phase: 'last',
    run: async (t) => reportAll(t, await allIdentifiers(t), judgeSubjectType),
  }),

  transmitterCheck({
    id: 'subject-formats/no-extra-members',
    title: 'A subject identifier has only the members that its format describes.',
    requirements: ['RFC9493-3-06'],
    what: 'Compares the members of every subject identifier that was seen in the run with those of its format.',
    phase: 'last',
    run: async (t) => reportAll(t, await allIdentifiers(t), judgeExtraMembers),
  }),

  transmitterCheck({
    id: 'subject-formats/most-specific',
    title: 'A subject has the most specific format that fits.',
    requirements: ['RFC9493-3.2-01'],
    what: 'Looks for subjects of the format uri whose scheme has a format of its own: mailto, tel, acct, did.',
    phase: 'last',
    run: async (t) => reportAll(t, await allIdentifiers(t), judgeMostSpecific),
  }),
];

function formatCheck({ name, members }: SubjectFormat): TransmitterCheck {
  const rows = new Set(members.flatMap(({ missing, empty, malformed }) => [missing, empty, malformed]));
  const further: RequirementId[] = name === 'aliases' ? ['RFC9493-3.2.8-06', 'RFC9493-3.2.8-07'] : [];
  if (name === 'ip-addresses') further.push('SSF-3.5.3-03');
  const [first, ...own] = [...rows].filter((row) => row !== null);
  return transmitterCheck<RequirementId>({
    id: `subject-formats/${name.replaceAll('_', '-')}`,
    title: `A subject of the format ${name} has the members that its format requires.`,
    requirements: [first ?? 'SSF-3.2-01', ...own, ...further, 'SSF-3.2-01', 'RFC9493-3-05', 'RFC9493-3-07'],
    what: `Judges every subject identifier of the format ${name} that was seen in the run; if there is none and a trigger is configured, asks for one.`,
    phase: 'last',
    async run(t) {
      reportAll(t, await ofFormat(t, name), judgeFormat);
    },
  });
}

interface SeenIdentifier {
  set: SeenSet;
  found: FoundIdentifier;
}

async function allIdentifiers(t: TransmitterProbe): Promise<SeenIdentifier[]> {
  return (await runSets(t)).flatMap((set) =>
    identifiersOf(set.parsed.claims ?? {}).map((found) => ({ set, found })),
  );
}

/** Those of a format; ends the check as not applicable if there are none, and none is to be had. */
async function ofFormat(t: TransmitterProbe, format: string): Promise<SeenIdentifier[]> {
  const isOf = ({ found }: SeenIdentifier): boolean => found.identifier.format === format;
  const seen = (await allIdentifiers(t)).filter(isOf);
  if (seen.length > 0) return seen;
  const why = await exerciseFormat(t, format);
  const provoked = (await allIdentifiers(t)).filter(isOf);
  if (provoked.length > 0) return provoked;
  return t.notApplicable(`No subject of the format ${format} was seen in the run. ${why}`);
}

function reportAll<R extends RequirementId>(
  t: TransmitterProbe<R>,
  seen: readonly SeenIdentifier[],
  judge: (found: FoundIdentifier, set: SeenSet) => Violation<R>[],
): void {
  reportViolations<R>(
    t,
    seen.flatMap(({ set, found }) => judge(found, set).map((violation) => ({ violation, set }))),
  );
}
