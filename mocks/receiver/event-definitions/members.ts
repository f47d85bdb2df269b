import { isObject } from '../../vocabulary/is-object.ts';

/** What a member of an event object has to be; `wants` finishes the sentence "x must be ...". */
export interface Member {
  wants: string;
  fits(value: unknown): boolean;
}

/** What makes an event of a type well-formed. Members that are not named are ignored (SSF 4.2.3). */
export interface Definition {
  required: Readonly<Record<string, Member>>;
  optional: Readonly<Record<string, Member>>;
}

export const text: Member = { wants: 'a string', fits: (value) => typeof value === 'string' };
export const filledText: Member = {
  wants: 'a string that is not empty',
  fits: (value) => typeof value === 'string' && value !== '',
};
export const time: Member = {
  wants: 'a number of seconds',
  fits: (value) => typeof value === 'number' && Number.isFinite(value),
};
export const filledObject: Member = {
  wants: 'an object that is not empty',
  fits: (value) => isObject(value) && Object.keys(value).length > 0,
};
export const texts: Member = {
  wants: 'an array of strings',
  fits: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
};

export function oneOf(...values: readonly string[]): Member {
  return {
    wants: `one of ${values.join(', ')}`,
    fits: (value) => typeof value === 'string' && values.includes(value),
  };
}

/** What is wrong with an event object, as the end of a sentence; null when nothing is. */
export function objectionTo(event: Record<string, unknown>, definition: Definition): string | null {
  for (const [name, member] of Object.entries(definition.required)) {
    if (event[name] === undefined) return `${name} is missing.`;
    if (!member.fits(event[name])) return `${name} must be ${member.wants}.`;
  }
  for (const [name, member] of Object.entries(definition.optional)) {
    if (event[name] !== undefined && !member.fits(event[name])) return `${name} must be ${member.wants}.`;
  }
  return null;
}
