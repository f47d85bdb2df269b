import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../set/subject.ts';
import type { SpokenEvent } from './okta-dialect.ts';

/** A claim that does not say what happened. */
export interface WrongClaim {
  name: string;
  expected: unknown;
  /** Undefined: it is missing. */
  actual: unknown;
}

/** The claims of an event object that are not as the story has them. */
export function wrongClaims(wished: SpokenEvent, event: JsonObject): WrongClaim[] {
  const names = [...wished.must, ...wished.mustIfThere.filter((name) => name in event)];
  return [...new Set(names)]
    .map((name) => ({ name, expected: wished.event[name], actual: event[name] }))
    .filter(({ expected, actual }) => !says(expected, actual));
}

/** An object may have further members: CAEP 3.2 `claims` holds whatever claims of the token changed. */
function says(expected: unknown, actual: unknown): boolean {
  if (!isObject(expected) || !isObject(actual)) return isDeepStrictEqual(expected, actual);
  return Object.entries(expected).every(([name, value]) => says(value, actual[name]));
}
