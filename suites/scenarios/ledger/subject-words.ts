import { isObject, type JsonObject } from '../../set/subject.ts';

/** Characters that are shown; a target may send a novel. */
const LONGEST = 120;
/** Characters of a name, and of the id of something that has none. */
const NAME = 40;
const ID = 8;
/** Members of identifiers that name somebody, the first one there counts: RFC 9493 3.2. */
const NAMING = ['email', 'phone_number', 'sub', 'id', 'uri', 'url'];
/** Members of a complex subject that are told first: who it is, then on what. */
const FIRST = ['user', 'device', 'session'];

/** How the people and devices of a story are called: by e-mail address in lower case, or by id. */
export type Called = ReadonlyMap<string, string>;

/** A subject identifier (RFC 9493, SSF 3.3) in a few words: `anna@example.com`, `user anna@example.com, device 4711`. */
export function subjectWords(subject: unknown): string {
  return told(subject, ({ role, value }) => (role === '' ? value : `${role} ${value}`));
}

/**
 * A subject identifier in fewer words, for a picture: `Anna Lee, Anna's iPhone`. Who is none of the story keeps the whole
 * address: its domain may be all that is wrong.
 */
export function shortSubject(subject: unknown, called: Called): string {
  return told(
    subject,
    ({ role, value }) => {
      const bare = value.replace(/^(acct|mailto):/, '');
      const name = called.get(bare.toLowerCase());
      if (name !== undefined) return clipped(name, NAME);
      if (bare.includes('@')) return shortAddress(bare);
      if (role === '' || role === 'user') return clipped(bare, NAME);
      return `${clipped(role, NAME)} ${value === UNNAMED ? value : bare.slice(0, ID)}`;
    },
    called,
  );
}

/** By what a subject names its user, or what it is itself; null: by nothing. */
export function userName(subject: JsonObject): string | null {
  const { user = subject } = subject;
  return isObject(user) ? simpleName(user) : null;
}

/** A text that a side chose, cut where it goes on for too long. */
export function clipped(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Of an address that is too long the local part is cut first. */
function shortAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return clipped(address.slice(0, at), NAME) + clipped(address.slice(at), 2 * NAME);
}

/** One of whom a subject speaks; the role is empty where it is the subject itself. */
interface Part {
  role: string;
  value: string;
}

const UNNAMED = 'somebody';

function told(subject: unknown, words: (part: Part) => string, called: Called = new Map()): string {
  if (!isObject(subject)) return 'nobody';
  const one = naming(subject, called);
  if (one !== null) return clipped(words({ role: '', value: one }), LONGEST);
  const members = Object.entries(subject).filter((member): member is [string, JsonObject] =>
    isObject(member[1]),
  );
  if (members.length === 0) return UNNAMED;
  const parts = members
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([role, member]) => words({ role, value: naming(member, called) ?? UNNAMED }));
  return clipped(parts.join(', '), LONGEST);
}

function rank(role: string): number {
  return FIRST.includes(role) ? FIRST.indexOf(role) : FIRST.length;
}

/** What an identifier calls somebody; of aliases the one that the story knows, or else the first. Null: nothing. */
function naming(identifier: JsonObject, called: Called): string | null {
  const { identifiers } = identifier;
  if (Array.isArray(identifiers)) {
    const values = identifiers.filter(isObject).flatMap((one) => simpleName(one) ?? []);
    return values.find((value) => called.has(value.toLowerCase())) ?? values[0] ?? UNNAMED;
  }
  return simpleName(identifier);
}

function simpleName(identifier: JsonObject): string | null {
  const value = NAMING.map((name) => identifier[name]).find((one) => typeof one === 'string');
  return typeof value === 'string' ? value : null;
}
