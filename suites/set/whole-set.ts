import { eventSchema, requirementsOfSchema } from '../standard/events/index.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { COMPLEX, simpleFormat, simpleFormats } from '../standard/subject-formats.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, STREAM_UPDATED, VERIFICATION } from '../standard/vocabulary.ts';
import {
  audienceOfStream,
  audiencePresent,
  audienceShape,
  issuedAt,
  issuer,
  issuerOfStream,
  noExpiry,
  noSubject,
  timeOfEvent,
  tokenId,
  transactionPresent,
  transactionType,
} from './claim-rules.ts';
import {
  caepClaimsInside,
  eventIdentifiers,
  events,
  innerSubject,
  judgeCaepType,
  judgeRiscType,
  judgeTypeName,
  oneEvent,
  subjectClaim,
} from './event-rules.ts';
import { eventsOf, eventTypesOf } from './events.ts';
import {
  algorithmNamed,
  compactSerialization,
  explicitTyping,
  keyIdType,
  uniqueMembers,
  utf8,
} from './form-rules.ts';
import type { ParsedSet } from './parse.ts';
import { isJudged, type SetContext, type SetRule } from './rule.ts';
import { identifiersOf, isObject } from './subject.ts';
import { judgeComplex, judgeFormat } from './subject-format-rules.ts';
import {
  judgeExtraMembers,
  judgeFormatMember,
  judgeFormatName,
  judgeMostSpecific,
  judgeSubjectType,
} from './subject-rules.ts';
import { judgeTypedEvent, typedRequirements } from './typed-event-rules.ts';
import type { Violation } from './violation.ts';

/** The rules about a single SET, whatever its event. */
export const wholeSetRules: readonly SetRule[] = [
  compactSerialization,
  utf8,
  uniqueMembers,
  explicitTyping,
  keyIdType,
  algorithmNamed,
  issuer,
  issuerOfStream,
  issuedAt,
  tokenId,
  audiencePresent,
  audienceShape,
  audienceOfStream,
  transactionPresent,
  transactionType,
  noSubject,
  noExpiry,
  timeOfEvent,
  events,
  eventIdentifiers,
  oneEvent,
  subjectClaim,
  innerSubject,
  caepClaimsInside,
];

/** Event types that tell of the stream, which have families of checks of their own. */
const OF_STREAM: readonly string[] = [VERIFICATION, STREAM_UPDATED];

/** The rows that `judgeWholeSet` decides for SETs with events of these types about subjects of these formats. */
export function wholeSetRequirementsOf(
  types: readonly string[],
  formats: readonly string[],
): RequirementId[] {
  return [
    ...new Set([
      ...alwaysDecided,
      ...formats.flatMap(requirementsOfFormat),
      ...types.flatMap(requirementsOfType),
    ]),
  ];
}

const alwaysDecided: readonly RequirementId[] = [
  ...wholeSetRules.flatMap(({ requirements }) => requirements),
  'RFC9493-3-01',
  'RISC-3.1-01',
  'SSF-3.4-01',
  'RFC9493-3-06',
  'RFC9493-3.2-01',
];

/** Rows about the formats that are made of others, beside those of their members. */
const further: ReadonlyMap<string, readonly RequirementId[]> = new Map([
  ['aliases', ['RFC9493-3.2.8-06', 'RFC9493-3.2.8-07']],
  ['ip-addresses', ['SSF-3.5.3-03']],
  [COMPLEX, ['SSF-3.3-01']],
]);

function requirementsOfFormat(format: string): RequirementId[] {
  const rows = (simpleFormat(format)?.members ?? []).flatMap(({ missing, empty, malformed }) => [
    missing,
    empty,
    malformed,
  ]);
  return [...rows.filter((row) => row !== null), ...(further.get(format) ?? [])];
}

function requirementsOfType(type: string): RequirementId[] {
  const schema = eventSchema(type);
  if (schema === undefined) return [];
  const base = type.startsWith(CAEP_EVENT_BASE) ? 'CAEP-3-01' : 'RISC-2-01';
  return [
    base,
    schema['x-event'].uriRequirement,
    ...requirementsOfSchema(schema),
    ...typedRequirements(type),
  ];
}

/** Every row that `judgeWholeSet` can decide. */
export const wholeSetRequirements: readonly RequirementId[] = wholeSetRequirementsOf(
  EVENT_TYPES.filter((type) => !OF_STREAM.includes(type)),
  [...simpleFormats.map(({ name }) => name), COMPLEX],
);

/**
 * Judges everything about a SET that can be told from it alone, but for its signature: form, header, claims, subject, and
 * its events by the schemas of their types.
 */
export function judgeWholeSet(set: ParsedSet, context: SetContext): Violation[] {
  const violations: Violation[] = wholeSetRules
    .filter((rule) => isJudged(rule, set) && (rule.knows?.(context) ?? true))
    .flatMap((rule) => rule.judge(set, context));
  const { claims } = set;
  if (claims === null) return violations;
  const types = eventTypesOf(claims);
  for (const found of identifiersOf(claims)) {
    violations.push(
      ...judgeFormat(found),
      ...(found.place === 'subject' ? judgeComplex(found) : []),
      ...judgeFormatMember(found),
      ...judgeSubjectType(found),
      ...judgeFormatName(found, types),
      ...judgeExtraMembers(found),
      ...judgeMostSpecific(found),
    );
  }
  for (const [type, event] of eventsOf(claims)) {
    violations.push(...judgeCaepType(type), ...judgeRiscType(type), ...judgeTypeName(type));
    if (isObject(event)) violations.push(...judgeTypedEvent(type, event, claims));
  }
  return violations;
}
