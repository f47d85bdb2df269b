import { Ajv2020 } from 'ajv/dist/2020.js';
import { complaint, join } from '../schema-complaint.ts';
import { UsageError } from '../usage-error.ts';
import schema from './config.schema.json' with { type: 'json' };
import type { ConformanceConfig } from './define-config.ts';

const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
// What a value should look like, in words; for patterns, which nobody wants to read.
ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
const validate = ajv.compile<ConformanceConfig>(schema);

/**
 * The value as configuration.
 * @param source where it comes from, for the message
 * @throws UsageError naming each wrong key, what was expected there, and the nearest valid key
 */
export function validateConfig(value: unknown, source: string): ConformanceConfig {
  if (validate(withoutFunctions(value))) return value as ConformanceConfig;
  const problems = [...new Set((validate.errors ?? []).map((error) => complaint(error, CONTEXT)))];
  throw new UsageError(`${source}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

/** Where a function may stand. */
const HOOKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['transmitter', ['trigger']],
  ['receiver', ['start', 'stop', 'effects']],
]);

/** A hook may be a function, of which JSON Schema knows nothing; any other function stays and is refused. */
function withoutFunctions(value: unknown): unknown {
  if (!isObject(value)) return value;
  const plain = Object.entries(value).map(([key, section]) => {
    const hooks = HOOKS.get(key);
    if (hooks === undefined || !isObject(section)) return [key, section];
    const kept = Object.entries(section).filter(
      ([name, member]) => !(hooks.includes(name) && typeof member === 'function'),
    );
    return [key, Object.fromEntries(kept)];
  });
  return Object.fromEntries(plain);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyPaths(reference: unknown, path: string): string[] {
  const node = isObject(reference) && reference.$ref === '#/$defs/hook' ? schema.$defs.hook : reference;
  if (!isObject(node) || !isObject(node.properties)) return [];
  return Object.entries(node.properties).flatMap(([key, child]) => [
    join(path, key),
    ...keyPaths(child, join(path, key)),
  ]);
}

const CONTEXT = {
  whole: 'the configuration',
  paths: keyPaths(schema, ''),
  secrets: /^(?:transmitter|receiver|target)\b/,
};
