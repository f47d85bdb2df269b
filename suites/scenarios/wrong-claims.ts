import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../set/subject.ts';
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
    .filter(({ expected, actual }) => !isDeepStrictEqual(expected, actual));
}
