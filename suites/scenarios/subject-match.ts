import { isDeepStrictEqual } from 'node:util';
import { eventsOf } from '../set/events.ts';
import { isObject, type JsonObject } from '../set/subject.ts';
import { COMPLEX } from '../standard/subject-formats.ts';

/**
 * Whether two subjects are one. `unknown`: they are named in ways that cannot be compared (an e-mail address and an
 * identifier of the target's own), so that nothing can be said.
 */
export type Sameness = 'same' | 'other' | 'unknown';

/** What an identifier says, comparable with what another says in the same space. */
interface Name {
  space: string;
  value: string;
  /** Two that differ in this space are about others. A sub that looks like an e-mail address need not be one. */
  sure: boolean;
}

/** The names of a subject by role: `user`, `device`, ... of a complex subject; `''` for a simple one. */
export type Names = ReadonlyMap<string, readonly Name[]>;

const OPAQUE = 'opaque';
const EMAIL = /^[^@\s]+@[^@\s]+$/;

/** Members of a complex subject that many share: that two are alike in them says nothing. */
const WIDE: readonly string[] = ['tenant', 'org_unit', 'group', 'application'];

/** Names of a subject identifier (RFC 9493 3.2, SSF 3.3 and 3.5; Okta's subject, which has members but no format). Null: it is none. */
export function namesOf(subject: unknown): Names | null {
  if (!isObject(subject)) return null;
  const { format } = subject;
  const members = Object.entries(subject).filter(([, member]) => isObject(member));
  if (format === COMPLEX || (format === undefined && members.length > 0)) {
    const narrow = members.filter(([role]) => !WIDE.includes(role));
    return new Map(
      (narrow.length > 0 ? narrow : members).map(([role, member]) => [role, namesOfSimple(member)]),
    );
  }
  return new Map([['', namesOfSimple(subject)]]);
}

/**
 * Names of a subject that a story wishes for. A user has an opaque identifier there only if the tester gave it as that of
 * the Transmitter: another one is somebody else's.
 */
export function wishedNames(subject: JsonObject): Names {
  const names = namesOf(subject) ?? new Map<string, Name[]>();
  return new Map(
    [...names].map(([role, ofRole]) => [
      role,
      ofRole.map((name) => (isUser(role) && name.space === OPAQUE ? { ...name, sure: true } : name)),
    ]),
  );
}

function isUser(role: string): boolean {
  return role === '' || role === 'user';
}

function namesOfSimple(identifier: unknown): Name[] {
  if (!isObject(identifier)) return [];
  const text = (name: string): string => {
    const value = identifier[name];
    return typeof value === 'string' ? value : '';
  };
  const { format } = identifier;
  switch (format) {
    case 'email':
      return [email(text('email'), true)];
    case 'account':
      return uriNames(text('uri'));
    case 'uri':
      return uriNames(text('uri'));
    case 'phone_number':
      return [{ space: 'phone', value: text('phone_number'), sure: true }];
    case 'did':
      return [{ space: 'did', value: text('url'), sure: true }];
    case 'opaque':
      return [{ space: OPAQUE, value: text('id'), sure: false }, ...likeEmail(text('id'))];
    case 'iss_sub':
      return [{ space: `iss_sub ${text('iss')}`, value: text('sub'), sure: true }, ...likeEmail(text('sub'))];
    case 'aliases': {
      const { identifiers } = identifier;
      return Array.isArray(identifiers) ? identifiers.flatMap(namesOfSimple) : [];
    }
    default: {
      const { format: _, ...rest } = identifier;
      const value = JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      return [{ space: `format ${String(format)}`, value, sure: true }];
    }
  }
}

function uriNames(uri: string): Name[] {
  const [scheme = '', rest = ''] = uri.split(/:(.*)/s);
  if (scheme === 'mailto') return [email(rest, true)];
  if (scheme === 'tel') return [{ space: 'phone', value: rest, sure: true }];
  // An account name is written like an e-mail address and need not be one (RFC 7565 4).
  if (scheme === 'acct')
    return [{ space: 'acct', value: rest.toLowerCase(), sure: true }, ...likeEmail(rest)];
  return [{ space: 'uri', value: uri, sure: true }];
}

/** The domain is compared without case; of the local part nobody makes a difference either. */
function email(address: string, sure: boolean): Name {
  return { space: 'email', value: address.toLowerCase(), sure };
}

function likeEmail(text: string): Name[] {
  return EMAIL.test(text) ? [email(text, false)] : [];
}

/**
 * Compares the subject that was wished for with another. Of complex subjects the roles that both have are compared, and a
 * simple one with each role of a complex one. Opaque identifiers are the target's own: one that differs from the wish is
 * `other` only if the story knows it as somebody else's (`known`).
 */
function compareNames(wished: Names, actual: Names, known: ReadonlySet<string> = NONE): Sameness {
  const simple = wished.has('') || actual.has('');
  const results: Sameness[] = [];
  for (const [role, names] of wished) {
    for (const [otherRole, otherNames] of actual) {
      if (simple || role === otherRole) {
        results.push(compareSimple(names, otherNames, known, isUser(role) && isUser(otherRole)));
      }
    }
  }
  // An e-mail address is that of the user, whatever the other members of a complex subject are.
  const order = simple ? (['same', 'other'] as const) : (['other', 'same'] as const);
  return order.find((one) => results.includes(one)) ?? 'unknown';
}

const NONE: ReadonlySet<string> = new Set();

function compareSimple(
  wished: readonly Name[],
  actual: readonly Name[],
  known: ReadonlySet<string>,
  ofUsers: boolean,
): Sameness {
  let differs = false;
  for (const a of wished) {
    for (const b of actual) {
      if (a.space !== b.space || a.value === '' || b.value === '') continue;
      if (a.value === b.value) return 'same';
      const sure = a.sure && (b.sure || (ofUsers && a.space === OPAQUE));
      if (sure || known.has(`${b.space} ${b.value}`)) differs = true;
    }
  }
  return differs ? 'other' : 'unknown';
}

/** The names of a subject, each as one string; two subjects that are the same share one. */
export function spaces(names: Names): string[] {
  return [...names.values()].flat().map(({ space, value }) => `${space} ${value}`);
}

/** Every name of some subjects, as `compareNames` takes them for known. */
export function knownNames(subjects: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(subjects.flatMap((subject) => spaces(namesOf(subject) ?? new Map())));
}

/** The subjects that a SET names for one of its events: `sub_id`, and `subject` inside (SSF 3.1.1; Okta). */
export function subjectsOfEvent(claims: JsonObject, type: string): unknown[] {
  const event = eventsOf(claims).find(([name]) => name === type)?.[1];
  const inner = isObject(event) ? event.subject : undefined;
  const outer = claims.sub_id;
  if (inner !== undefined && isDeepStrictEqual(inner, outer)) return [outer];
  return [outer, inner].filter((subject) => subject !== undefined);
}

/** Compares a wish with all subjects that a SET names: one that is another's makes it another's. */
export function compareAll(
  wished: Names,
  subjects: readonly (Names | null)[],
  known: ReadonlySet<string> = NONE,
): Sameness {
  const results = subjects.map((names) => (names === null ? 'unknown' : compareNames(wished, names, known)));
  return (['other', 'same'] as const).find((one) => results.includes(one)) ?? 'unknown';
}

/** Compares two subjects. */
export function compareSubjects(
  wished: JsonObject,
  actual: unknown,
  known: ReadonlySet<string> = NONE,
): Sameness {
  return compareAll(namesOf(wished) ?? new Map(), [namesOf(actual)], known);
}
