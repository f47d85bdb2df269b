import type { ErrorObject } from 'ajv/dist/2020.js';
import { didYouMean, nearest } from './nearest.ts';

/** What a complaint needs to know beside the error. */
export interface ComplaintContext {
  /** What the whole value is called: `the configuration`. */
  whole: string;
  /** Every path of the schema, for a right key in the wrong place. */
  paths?: readonly string[];
  /** Paths under which a value may be a secret and is never repeated. */
  secrets?: RegExp;
}

/**
 * An error of a JSON Schema in words: the path, what was expected there, what stood there, and the nearest valid key.
 * The schema says in the keyword `expected` what a pattern wants; needs `verbose` of ajv.
 */
export function complaint(error: ErrorObject, { whole, paths = [], secrets }: ComplaintContext): string {
  const path = dotted(error.instancePath);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    const siblings = isObject(error.parentSchema?.properties)
      ? Object.keys(error.parentSchema.properties)
      : [];
    return [`${join(path, key)}: no such key.`, suggestion(path, key, siblings, paths)].join(' ');
  }
  if (error.keyword === 'required') return `${join(path, String(error.params.missingProperty))}: missing.`;
  const found = secrets?.test(path) === true ? `a ${typeof error.data}` : String(JSON.stringify(error.data));
  return `${path || whole}: expected ${expectation(error)}, got ${got(error.data, found)}.`;
}

function suggestion(
  path: string,
  key: string,
  siblings: readonly string[],
  paths: readonly string[],
): string {
  const near = nearest(key, siblings, 2).map((name) => join(path, name));
  // The right key in the wrong place: `issuer` at the top for `transmitter.issuer`.
  const elsewhere = paths.filter((candidate) => candidate.split('.').at(-1) === key);
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
  if (keyword === 'maxLength') return `a text of at most ${String(params.limit)} characters`;
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

/** Longest value that is repeated. */
const SHOWN = 100;

function got(value: unknown, shown: string): string {
  if (value === '') return 'an empty text';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
}

function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** A path with a key behind it. */
export function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
