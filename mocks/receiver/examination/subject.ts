import { isObject } from '../../vocabulary/is-object.ts';
import { COMPLEX, isSubject, subjectFormats } from '../../vocabulary/subject-formats.ts';
import type { Examined, Refusal } from '../seams.ts';
import { refuse } from './refuse.ts';

/** SSF 3.3: members of a complex subject that this Receiver understands. */
export const knownMembers: readonly string[] = [
  'user',
  'device',
  'session',
  'application',
  'tenant',
  'org_unit',
  'group',
];

/**
 * SSF 3.1: `sub_id` names the subject, in a format that we know and with all the members that this format demands.
 * Extra members are ignored (SSF 4.2.3), as are members of a complex subject that we never heard of.
 */
export function subject({ claims: { sub_id: subject } }: Examined): Refusal | null {
  if (subject === undefined) return refuse('invalid_request', '`sub_id` is missing.');
  if (!isObject(subject) || subject.format !== COMPLEX) {
    return isKnownSubject(subject) ? null : refuse('invalid_request', '`sub_id` is no well-formed subject.');
  }
  const broken = knownMembers.find((name) => name in subject && !isKnownSubject(subject[name]));
  if (broken !== undefined) {
    return refuse('invalid_request', `The member ${broken} of \`sub_id\` is no well-formed subject.`);
  }
  return Object.keys(subject).some((name) => name !== 'format')
    ? null
    : refuse('invalid_request', 'The complex `sub_id` has no member.');
}

/** A simple subject. Formats of one's own need an agreement between the parties (SSF 3.4), and we have none. */
function isKnownSubject(value: unknown): boolean {
  if (!isSubject(value) || !subjectFormats.includes(value.format)) return false;
  return value.format !== 'aliases' || someKnown(value.identifiers);
}

/** RFC 9493 3.2.8: all identifiers are of one subject; it is found by any that is understood. */
function someKnown(identifiers: unknown): boolean {
  return Array.isArray(identifiers) && identifiers.some(isKnownSubject);
}
