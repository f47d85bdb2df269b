import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { requirement } from '../../suites/standard/requirements.ts';
import { type JsonSchema, streamConfigurationSchema, transmitterMetadataSchema } from '../schemas/index.ts';
import { readOptions } from './expectations.ts';
import { readObject } from './json-value.ts';
import { type Complaint, onlyComplaints } from './judgement.ts';
import { resultOf } from './judgement-text.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';
import { pointerPath } from './pointer-path.ts';

/** What a document of a Transmitter is compared with. */
export interface DocumentExpectations {
  /** The issuer of the Transmitter, character for character: `issuer` of its metadata, `iss` of its stream configurations. */
  issuer?: string | undefined;
}

type IssuerRule = 'SSF-7.2.4-03' | 'SSF-8.1.1-06';

interface Document {
  matcher: string;
  what: string;
  schema: JsonSchema;
  /** The member that names the issuer, and the rule that it is the right one. */
  issuer: { member: string; rule: IssuerRule };
}

const metadata: Document = {
  matcher: 'toBeConformantMetadata',
  what: 'The metadata',
  schema: transmitterMetadataSchema,
  issuer: { member: 'issuer', rule: 'SSF-7.2.4-03' },
};

const configuration: Document = {
  matcher: 'toBeConformantStreamConfiguration',
  what: 'The stream configuration',
  schema: streamConfigurationSchema,
  issuer: { member: 'iss', rule: 'SSF-8.1.1-06' },
};

export function toBeConformantMetadata(
  this: MatcherContext,
  received: unknown,
  expected?: DocumentExpectations,
): MatcherResult {
  return judged(metadata, received, expected);
}

export function toBeConformantStreamConfiguration(
  this: MatcherContext,
  received: unknown,
  expected?: DocumentExpectations,
): MatcherResult {
  return judged(configuration, received, expected);
}

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });

function judged(
  { matcher, what, schema, issuer: { member, rule } }: Document,
  received: unknown,
  given: DocumentExpectations | undefined,
): MatcherResult {
  const { issuer } = readOptions(matcher, given, ['issuer']);
  const document = readObject(matcher, 'a JSON document', received);
  const validate: ValidateFunction = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  const errors = validate(document) ? [] : (validate.errors ?? []);
  const complaints: Complaint[] = errors.filter(isOwn).map(complaintOf);
  if (
    issuer !== undefined &&
    document[member] !== issuer &&
    !complaints.some(({ where }) => where === member)
  )
    complaints.push({
      requirement: rule,
      severity: 'fail',
      where: member,
      message: requirement(rule).summary,
      expected: issuer,
      actual: document[member],
    });
  return resultOf(onlyComplaints(complaints), { what, profile: 'ssf' });
}

/** `if` and the parts of `anyOf` only repeat what another error says. */
function isOwn({ keyword, schemaPath }: ErrorObject): boolean {
  return keyword !== 'if' && !/\/anyOf\/\d+\//.test(schemaPath);
}

function complaintOf({ instancePath, keyword, params, parentSchema, schema, data }: ErrorObject): Complaint {
  const { missingProperty } = params as { missingProperty?: string };
  const inside = missingProperty === undefined ? [] : [missingProperty];
  const where = pointerPath(instancePath, ...inside) || 'the document';
  // Of an element the schema is that of elements, which says nothing of the whole.
  const { description = keyword === 'pattern' ? 'a URI' : undefined } = (parentSchema ?? {}) as {
    description?: string;
  };
  const rest = { requirement: null, severity: 'fail' as const, where };
  if (missingProperty !== undefined) return { ...rest, message: 'The member is missing.' };
  const values =
    keyword === 'type' || keyword === 'enum' ? `${keyword} ${JSON.stringify(schema)}` : undefined;
  return {
    ...rest,
    message: MESSAGES[keyword] ?? 'The member is not as its definition says.',
    expected: [values, description].filter((part) => part !== undefined).join('; '),
    actual: data,
  };
}

const MESSAGES: Readonly<Record<string, string>> = {
  type: 'The value is of the wrong type.',
  enum: 'The value is none of those that there are.',
  pattern: 'The value has not the form that it must have.',
  minItems: 'The list is empty: it should be left out.',
};
