import { COMPLEX } from '../standard/subject-formats.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../standard/vocabulary.ts';

export type JsonObject = Record<string, unknown>;

/** A subject identifier as it stands in a SET: at the top, as a member of a complex subject, or among aliases. */
export interface FoundIdentifier {
  /** JSON pointer into the claims set. */
  path: string;
  identifier: JsonObject;
  place: 'subject' | 'complex-member' | 'alias';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Every subject identifier of a SET: `sub_id`, the `subject` that CAEP and RISC events may repeat inside (SSF 3.1.1),
 * and what stands inside of these.
 */
export function identifiersOf(claims: JsonObject): FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  for (const { path, subject } of subjectsOf(claims)) walk(subject, path, 'subject', found);
  return found;
}

/** The subjects of a SET, whatever they are. */
function subjectsOf(claims: JsonObject): { path: string; subject: unknown }[] {
  const subjects = [{ path: '/sub_id', subject: claims.sub_id }];
  const events = isObject(claims.events) ? claims.events : {};
  for (const [type, event] of Object.entries(events)) {
    const mayRepeat = type.startsWith(CAEP_EVENT_BASE) || type.startsWith(RISC_EVENT_BASE);
    if (mayRepeat && isObject(event)) {
      subjects.push({ path: `/events/${escaped(type)}/subject`, subject: event.subject });
    }
  }
  return subjects;
}

function walk(
  subject: unknown,
  path: string,
  place: FoundIdentifier['place'],
  found: FoundIdentifier[],
): void {
  if (!isObject(subject)) return;
  found.push({ path, identifier: subject, place });
  // One level of each: complex subjects hold simple ones, and aliases are not nested. What is deeper is judged there.
  if (subject.format === COMPLEX && place === 'subject') {
    for (const [name, member] of Object.entries(subject)) {
      if (isObject(member) && looksLikeIdentifier(member)) {
        walk(member, `${path}/${escaped(name)}`, 'complex-member', found);
      }
    }
  }
  if (subject.format === 'aliases' && place !== 'alias' && Array.isArray(subject.identifiers)) {
    for (const [index, alias] of subject.identifiers.entries()) {
      walk(alias, `${path}/identifiers/${index}`, 'alias', found);
    }
  }
}

/** An additional member of a complex subject may be any object (SSF 4.2.3); one with a format is a subject. */
function looksLikeIdentifier(member: JsonObject): boolean {
  return 'format' in member || 'subject_type' in member;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
