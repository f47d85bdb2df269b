import { scanJson } from '../../suites/set/json-scan.ts';
import { isObject, type JsonObject } from '../../suites/set/subject.ts';
import { kindOf } from './kind-of.ts';

/** As with tokens: what lies deeper could exhaust the stack of whoever walks it. */
const DEEPEST = 200;

/**
 * An object as it goes over the wire: members that are undefined are left out, dates are strings. Throws a TypeError for
 * what is no object or cannot be written as JSON, such as one that holds itself.
 */
export function readObject(matcher: string, what: string, received: unknown): JsonObject {
  if (!isObject(received)) {
    const hint =
      typeof received === 'string' && received.split('.').length === 3
        ? ' For a token there is toBeConformantSet.'
        : '';
    throw new TypeError(`${matcher}: expected ${what} (an object), received ${kindOf(received)}.${hint}`);
  }
  const text = asJson(matcher, received);
  if (scanJson(text, DEEPEST).tooDeep)
    throw new TypeError(`${matcher}: the object is nested more than ${DEEPEST} levels deep.`);
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new TypeError(`${matcher}: as JSON this is no object, but ${typeof value}.`);
  return value;
}

function asJson(matcher: string, value: object): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new TypeError(`${matcher}: the object cannot be written as JSON (${why}).`, { cause: error });
  }
}
