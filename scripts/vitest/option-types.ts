import { types } from 'node:util';
import { profileNames } from '../../suites/standard/profiles.ts';

/** What a value of an option has to be, and the words for one that is not. */
interface OptionType {
  fits: (value: unknown) => boolean;
  /** `no string`, as it ends `the option "streamId" is …`. */
  otherwise: string;
}

const text: OptionType = { fits: isText, otherwise: 'no non-empty string' };
const object: OptionType = {
  fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  otherwise: 'no object',
};
const duration: OptionType = { fits: isFromZero, otherwise: 'no number of ms from 0' };

/**
 * By the name of the option, in whatever matcher. The keys of `jwks` are looked at where they are taken, ids of rules where they
 * are looked up.
 */
const OPTION_TYPES: Readonly<Record<string, OptionType>> = {
  profile: {
    fits: (value) => profileNames.some((name) => name === value),
    otherwise: `no profile; there are ${profileNames.join(' and ')}`,
  },
  warnings: { fits: (value) => typeof value === 'boolean', otherwise: 'neither true nor false' },
  except: { fits: Array.isArray, otherwise: 'no list of ids of rules' },
  issuer: text,
  audience: {
    fits: (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
    otherwise: 'no non-empty string, and no list of them',
  },
  streamId: text,
  now: {
    // A date that cannot be read is one of NaN: no comparison of it holds, and no rule about times would be broken.
    fits: (value) => Number.isFinite(types.isDate(value) ? value.getTime() : value),
    otherwise: 'neither a valid Date nor a number of ms since the epoch',
  },
  clockSkew: duration,
  subject: object,
  event: object,
  claims: object,
  within: duration,
  times: {
    fits: (value) => isFromZero(value) && Number.isInteger(value),
    otherwise: 'no whole number from 0',
  },
  reason: {
    fits: (value) => isText(value) || types.isRegExp(value),
    otherwise: 'neither a non-empty string nor a regular expression',
  },
};

/** What is wrong with the value of an option, as words that follow its name; null where nothing is. */
export function misfit(name: string, value: unknown): string | null {
  if (value === undefined || value === null)
    return `is ${value === null ? 'null' : 'undefined'}; leave it out if it is not to be judged`;
  const type = Object.hasOwn(OPTION_TYPES, name) ? OPTION_TYPES[name] : undefined;
  return type === undefined || type.fits(value) ? null : `is ${type.otherwise}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFromZero(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
