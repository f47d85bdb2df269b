import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { didYouMean, nearest } from '../nearest.ts';
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
  const problems = [...new Set((validate.errors ?? []).map(describe))];
  throw new UsageError(`${source}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

/** Where a function may stand. */
const HOOKS: Readonly<Record<string, readonly string[]>> = {
  transmitter: ['trigger'],
  receiver: ['start', 'stop', 'effects'],
};

/** A hook may be a function, of which JSON Schema knows nothing; any other function stays and is refused. */
function withoutFunctions(value: unknown): unknown {
  if (!isObject(value)) return value;
  const plain = Object.entries(value).map(([key, section]) => {
    const hooks = HOOKS[key];
    if (hooks === undefined || !isObject(section)) return [key, section];
    const kept = Object.entries(section).filter(
      ([name, member]) => !(hooks.includes(name) && typeof member === 'function'),
    );
    return [key, Object.fromEntries(kept)];
  });
  return Object.fromEntries(plain);
}

function describe(error: ErrorObject): string {
  const path = dotted(error.instancePath);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    const siblings = isObject(error.parentSchema?.properties)
      ? Object.keys(error.parentSchema.properties)
      : [];
    return [`${join(path, key)}: no such key.`, suggestion(path, key, siblings)].filter(Boolean).join(' ');
  }
  if (error.keyword === 'required') return `${join(path, String(error.params.missingProperty))}: missing.`;
  return `${path || 'the configuration'}: expected ${expectation(error)}, got ${got(error, path)}.`;
}

function suggestion(path: string, key: string, siblings: readonly string[]): string {
  const near = nearest(key, siblings, 2).map((name) => join(path, name));
  // The right key in the wrong place: `issuer` at the top for `transmitter.issuer`.
  const elsewhere = allPaths.filter((candidate) => candidate.split('.').at(-1) === key);
  const names = near.length > 0 ? near : elsewhere;
  return didYouMean(names) ?? `Known keys here: ${siblings.join(', ') || 'none'}.`;
}

function expectation(error: ErrorObject): string {
  const words: unknown = error.parentSchema?.expected;
  if (typeof words === 'string') return words;
  const { keyword, params } = error;
  if (keyword === 'type') return [params.type].flat().map(typeInWords).join(' or ');
  if (keyword === 'enum')
    return `one of ${(params.allowedValues as unknown[]).map((v) => JSON.stringify(v)).join(', ')}`;
  if (keyword === 'minLength') return 'a text that is not empty';
  if (keyword === 'minItems') return 'a list that is not empty';
  if (keyword === 'uniqueItems') return 'a list without repetitions';
  return error.message ?? keyword;
}

function typeInWords(type: unknown): string {
  if (type === 'array') return 'a list';
  if (type === 'boolean') return 'true or false';
  if (type === 'integer') return 'a whole number';
  return type === 'object' ? 'an object' : `a ${String(type)}`;
}

/** What stood there; under keys that may hold a secret only its type. */
function got(error: ErrorObject, path: string): string {
  const value: unknown = error.data;
  if (value === '') return 'an empty text';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  const mayBeSecret = /^(?:transmitter|receiver)\b/.test(path);
  return mayBeSecret ? `a ${typeof value}` : JSON.stringify(value);
}

function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
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

const allPaths = keyPaths(schema, '');
