import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isRequirementId } from '../requirements.ts';
import { EVENT_TYPES, specOfEvent } from '../vocabulary.ts';
import { eventSchema, eventSchemas, requirementsOfSchema } from './index.ts';

test('every event type of SSF, CAEP and RISC has a schema', () => {
  expect(EVENT_TYPES.filter((type) => eventSchema(type) === undefined)).toEqual([]);
  expect(eventSchemas).toHaveLength(EVENT_TYPES.length);
});

test('a schema stands in the folder of the document that defines its type', async () => {
  for (const schema of eventSchemas) {
    const { type } = schema['x-event'];
    const folder = specOfEvent(type)?.toLowerCase();
    const file = new URL(`./${folder}/${schema.title}.json`, import.meta.url);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(schema);
  }
});

test('every requirement that a schema names is a row of the catalogue', () => {
  for (const schema of eventSchemas) {
    const { uriRequirement, timeRequirement, occurrenceRequirement } = schema['x-event'];
    const named = [uriRequirement, timeRequirement, occurrenceRequirement, ...requirementsOfSchema(schema)];
    expect(named.filter((id) => id !== undefined && !isRequirementId(id))).toEqual([]);
  }
});

test('every keyword that can fail says which requirement it enforces', () => {
  const asserting = [
    'type',
    'enum',
    'required',
    'minProperties',
    'minLength',
    'pattern',
    'exclusiveMaximum',
    'not',
  ];
  const silent: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const schema = node as Record<string, unknown>;
    const named = (schema['x-requirement'] ?? {}) as Record<string, unknown>;
    for (const keyword of asserting) {
      if (keyword in schema && !(keyword in named)) silent.push(`${path}/${keyword}`);
    }
    for (const holder of ['properties', 'allOf', 'propertyNames', 'additionalProperties', 'items']) {
      const value = schema[holder];
      if (holder === 'properties' || holder === 'allOf') {
        for (const [name, child] of Object.entries(value ?? {})) walk(child, `${path}/${holder}/${name}`);
      } else walk(value, `${path}/${holder}`);
    }
  };
  for (const schema of eventSchemas) walk(schema, schema.title);
  expect(silent).toEqual([]);
});
