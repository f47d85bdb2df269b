import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  OKTA_EVENT_BASE,
  type OktaEventSchema,
  oktaEventSchemas,
  oktaSharedSchemas,
} from '../standard/events/okta/index.ts';
import { explained } from './event-schema.ts';
import type { JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** What is wrong with an event by a vendor's contract, behind which no row of the catalogue stands. */
export type VendorViolation = Omit<Violation, 'requirement' | 'cap'>;

const ajv = new Ajv2020({ allErrors: true, verbose: true, strictRequired: false, strictTypes: false });
for (const keyword of ['x-event', 'x-message']) ajv.addKeyword({ keyword });
for (const schema of oktaSharedSchemas) ajv.addSchema(schema);

const byType = { to: mapOf(oktaEventSchemas.to), from: mapOf(oktaEventSchemas.from) };

function mapOf(schemas: readonly OktaEventSchema[]): ReadonlyMap<string, OktaEventSchema> {
  return new Map(schemas.map((schema) => [schema['x-event'].type, schema]));
}

/** Keywords that only repeat what a keyword below or beside them says. */
const REPEATING: ReadonlySet<string> = new Set(['allOf', '$ref']);

/** Judges the object of one event by what Okta documents for its type, of events that are sent to it or come from it. */
export function judgeOktaEvent(type: string, event: JsonObject, direction: 'to' | 'from'): VendorViolation[] {
  const schema = byType[direction].get(type);
  if (schema === undefined) {
    if (!type.startsWith(OKTA_EVENT_BASE)) return [];
    return [
      {
        message: 'Okta documents no event type of this name.',
        expected: [...byType.to.keys()].filter((known) => known.startsWith(OKTA_EVENT_BASE)),
        actual: type,
      },
    ];
  }
  const validate: ValidateFunction = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  if (validate(event)) return [];
  const errors = validate.errors ?? [];
  return errors
    .filter(
      ({ keyword, schemaPath }) =>
        !REPEATING.has(keyword) &&
        // One of them is enough: `anyOf` itself says so.
        !/\/anyOf\/\d+\//.test(schemaPath),
    )
    .map(explained);
}
