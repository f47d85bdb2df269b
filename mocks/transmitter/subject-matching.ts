import { isDeepStrictEqual } from 'node:util';
import { COMPLEX, complexMembers, type SubjectIdentifier } from '../vocabulary/subject-formats.ts';

/**
 * Whether two subjects match (SSF 8.1.3.1): simple ones when they are identical, complex ones when no member that
 * both have differs. Two complex subjects without a common member would match by the letter; the erratum
 * openid/sharedsignals#312 says that they do not.
 */
export function matches(one: SubjectIdentifier, two: SubjectIdentifier): boolean {
  if (one.format !== COMPLEX || two.format !== COMPLEX) return isDeepStrictEqual(one, two);
  const common = complexMembers(one).filter(([name]) => name in two);
  return common.length > 0 && common.every(([name, member]) => isDeepStrictEqual(member, two[name]));
}

/** Whether everything that `narrow` is about lies within `wide`: it has each member of it, and maybe more. */
export function covers(wide: SubjectIdentifier, narrow: SubjectIdentifier): boolean {
  if (wide.format !== COMPLEX || narrow.format !== COMPLEX) return isDeepStrictEqual(wide, narrow);
  return complexMembers(wide).every(([name, member]) => isDeepStrictEqual(member, narrow[name]));
}
