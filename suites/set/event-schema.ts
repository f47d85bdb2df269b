import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { caepCommonSchema, eventSchema } from '../standard/events/index.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { Violation } from './violation.ts';
import { shown } from './violation.ts';

/** Our annotations beside a keyword, as the schemas in `suites/standard/events` carry them. */
interface Annotations {
  'x-requirement'?: Record<string, string | Record<string, string>>;
  'x-severity'?: Record<string, 'warn' | 'note'>;
  'x-message'?: Record<string, string>;
  /** The list is open: a value outside it is of this severity, unless it is just a listed one misspelt. */
  'x-open'?: 'warn' | 'note';
}

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  // Our keywords are annotations; these two only reject schemas that are valid all the same.
  strictRequired: false,
  strictTypes: false,
});
for (const keyword of ['x-event', 'x-requirement', 'x-severity', 'x-message', 'x-open']) {
  ajv.addKeyword({ keyword });
}
ajv.addSchema(caepCommonSchema);

/**
 * Judges the object of one event by the schema of its type. An event of an unknown type has no schema and no
 * violations.
 */
export function judgeEvent(type: string, event: Record<string, unknown>): Violation[] {
  const schema = eventSchema(type);
  if (schema === undefined) return [];
  const validate: ValidateFunction = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  if (validate(event)) return [];
  const errors = validate.errors ?? [];
  const wrongType = new Set(errors.filter((e) => e.keyword === 'type').map((e) => e.instancePath));
  return errors
    .filter((e) => e.keyword === 'type' || !wrongType.has(e.instancePath))
    .flatMap((error) => violation(error));
}

function violation(error: ErrorObject): Violation[] {
  // Sound: the keyword belongs to one of our schemas; whether they are annotated so is tested.
  const annotations = (error.parentSchema ?? {}) as Annotations;
  const requirement = requirementOf(error, annotations);
  // Applicators (allOf, propertyNames, ...) only repeat what a keyword below them says.
  if (requirement === undefined) return [];
  const cap = capOf(error, annotations);
  return [{ requirement, ...(cap === undefined ? {} : { cap }), ...explained(error) }];
}

/** An error of a schema of ours in words. */
export function explained(error: ErrorObject): Omit<Violation, 'requirement' | 'cap'> {
  // Sound: as above.
  const annotations = (error.parentSchema ?? {}) as Annotations;
  const missing = missingMember(error);
  return {
    path: missing === undefined ? error.instancePath : `${error.instancePath}/${missing}`,
    message: annotations['x-message']?.[error.keyword] ?? messageOf(error, missing),
    expected: missing === undefined ? expectedOf(error) : `\`${missing}\``,
    actual: missing === undefined ? error.data : undefined,
  };
}

function requirementOf(error: ErrorObject, annotations: Annotations): RequirementId | undefined {
  const entry = annotations['x-requirement']?.[error.keyword];
  const id = typeof entry === 'object' ? entry[missingMember(error) ?? ''] : entry;
  // Sound: a test looks up every id that a schema names.
  return id as RequirementId | undefined;
}

function missingMember(error: ErrorObject): string | undefined {
  const { missingProperty } = error.params as { missingProperty?: string };
  return missingProperty;
}

function capOf(error: ErrorObject, annotations: Annotations): 'warn' | 'note' | undefined {
  const cap = annotations['x-severity']?.[error.keyword];
  const open = annotations['x-open'];
  if (error.keyword !== 'enum' || open === undefined) return cap;
  const listed = (error.schema as unknown[]).map(spelling);
  return listed.includes(spelling(error.data)) ? cap : open;
}

/** What two spellings of one word have in common: letters and digits, without case. */
function spelling(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase().replaceAll(/[^a-z0-9]/g, '') : '';
}

function messageOf(error: ErrorObject, missing: string | undefined): string {
  const member = error.instancePath === '' ? 'the event' : `\`${error.instancePath.slice(1)}\``;
  switch (error.keyword) {
    case 'required':
      return `\`${missing}\` is missing`;
    case 'dependentRequired':
      return `\`${missing}\` is missing beside \`${(error.params as { property: string }).property}\``;
    case 'type':
      return `${member} is ${kindOf(error.data)}, not ${nounOf(error.schema)}`;
    case 'enum':
      return `${member} has a value that is not in the list`;
    case 'minProperties':
    case 'minLength':
      return `${member} is empty`;
    default:
      return `${member} is not as its definition says`;
  }
}

function expectedOf(error: ErrorObject): unknown {
  switch (error.keyword) {
    case 'type':
      return nounOf(error.schema);
    case 'enum':
      return `one of ${(error.schema as unknown[]).map((value) => shown(value)).join(', ')}`;
    case 'minProperties':
      return 'at least one member';
    case 'exclusiveMaximum':
      return 'seconds since 1970-01-01T00:00:00Z';
    case 'pattern':
      return 'a tag such as en, de or es-410';
    default:
      return undefined;
  }
}

/** A JSON type of a schema, with its article. */
function nounOf(type: unknown): string {
  return `${type === 'object' || type === 'array' ? 'an' : 'a'} ${String(type)}`;
}

/** The JSON type of a value, with its article. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
