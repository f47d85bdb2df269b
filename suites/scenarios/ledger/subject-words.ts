import { isObject } from '../../set/subject.ts';

/** Characters that are shown; a target may send a novel. */
const LONGEST = 120;
/** Members of identifiers that name somebody, the first one there counts: RFC 9493 3.2. */
const NAMING = ['email', 'phone_number', 'sub', 'id', 'uri', 'url'];

/** A subject identifier (RFC 9493, SSF 3.3) in a few words: `anna@example.com`, `user anna@example.com, device 4711`. */
export function subjectWords(subject: unknown): string {
  return clipped(wordsOf(subject, true), LONGEST);
}

/** A text that a side chose, cut where it goes on for too long. */
export function clipped(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function wordsOf(subject: unknown, nested: boolean): string {
  if (!isObject(subject)) return 'nobody';
  const naming = NAMING.map((name) => subject[name]).find((value) => typeof value === 'string');
  if (typeof naming === 'string') return naming;
  if (!nested) return 'somebody';
  const { identifiers } = subject;
  if (Array.isArray(identifiers)) return wordsOf(identifiers[0], false);
  const members = Object.entries(subject).filter(([, member]) => isObject(member));
  if (members.length === 0) return 'somebody';
  return members.map(([role, member]) => `${role} ${wordsOf(member, false)}`).join(', ');
}
