import { caepCommonSchema, type EventSchema, eventSchema } from '../../standard/events/index.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { COMPLEX } from '../../standard/subject-formats.ts';
import { isObject, type JsonObject } from '../subject.ts';

/** A row that the schema of an event type enforces at one member of the event. */
export interface SchemaTie {
  member: string;
  requirement: RequirementId;
  /** Whether an event has what the row is about, so that it keeps the row if nothing is wrong there. */
  applies: (event: JsonObject) => boolean;
}

/** Whatever the event: the rule about `events` decides it. */
const ANY_EVENT = 'RFC8417-2.2-14';

const cache = new Map<string, SchemaTie[]>();

/** The rows that the schema of an event type enforces, each with the member of the event that it is about. */
export function schemaTies(type: string): SchemaTie[] {
  const schema = eventSchema(type);
  if (schema === undefined) return [];
  const known = cache.get(type);
  if (known !== undefined) return known;
  const ties = tiesOf(schema);
  cache.set(type, ties);
  return ties;
}

function tiesOf(schema: EventSchema): SchemaTie[] {
  const found: SchemaTie[] = [];
  const add = (member: string, requirement: unknown, applies: SchemaTie['applies']): void => {
    if (typeof requirement !== 'string' || requirement === ANY_EVENT) return;
    // Sound: a test looks up every id that a schema names.
    found.push({ member, requirement: requirement as RequirementId, applies });
  };
  eventLevel(schema, add);
  return found;
}

type Add = (member: string, requirement: unknown, applies: SchemaTie['applies']) => void;

/** The keywords of a schema that applies to the event itself. */
function eventLevel(schema: JsonObject, add: Add): void {
  const rows = objectOf(schema['x-requirement']);
  for (const [member, row] of Object.entries(objectOf(rows.required))) add(member, row, () => true);
  for (const [given, wanted] of Object.entries(objectOf(schema.dependentRequired))) {
    for (const member of strings(wanted)) add(member, rows.dependentRequired, (event) => given in event);
  }
  if (isObject(schema.not)) {
    // That two members differ: told where the second of them stands.
    const compared = strings(schema.not.required);
    add(compared.at(-1) ?? '', rows.not, (event) => compared.every((member) => member in event));
  }
  for (const [member, property] of Object.entries(objectOf(schema.properties))) {
    memberLevel(member, objectOf(property), add);
  }
  for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) {
    const isReference = isObject(part) && part.$ref === caepCommonSchema.$id;
    eventLevel(isReference ? { ...caepCommonSchema } : objectOf(part), add);
  }
}

/** The keywords of a member, and of what lies in it. */
function memberLevel(member: string, schema: JsonObject, add: Add): void {
  for (const row of Object.values(objectOf(schema['x-requirement']))) {
    add(member, row, (event) => member in event);
  }
  for (const keyword of ['propertyNames', 'additionalProperties', 'items']) {
    const inner = schema[keyword];
    if (isObject(inner)) memberLevel(member, inner, add);
  }
}

/** The rows of rules about an event and its SET (`typedRequirements`): the member that they are about, and when. */
export const typedTies: Partial<
  Record<
    RequirementId,
    { inSubject: boolean; member: string; applies: (event: JsonObject, subject: unknown) => boolean }
  >
> = {
  'RISC-2.5-04': {
    inSubject: true,
    member: 'format',
    applies: (_, subject) => isObject(subject) && typeof subject.format === 'string',
  },
  'RISC-2.6-05': {
    inSubject: true,
    member: 'format',
    applies: (_, subject) => isObject(subject) && typeof subject.format === 'string',
  },
  'RISC-2.5-05': {
    inSubject: true,
    member: '',
    applies: (event, subject) => isObject(subject) && 'new-value' in event,
  },
  'CAEP-3.8-05': {
    inSubject: false,
    member: 'principal',
    applies: ({ principal }, subject) =>
      isObject(subject) &&
      subject.format === COMPLEX &&
      typeof principal === 'string' &&
      principal.toLowerCase() in subject,
  },
};

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
