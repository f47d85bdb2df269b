import type { ParsedSet } from '../parse.ts';
import { isObject } from '../subject.ts';
import type { Collected } from './collect.ts';
import { claimsPlace, headerPlace, type Place, SIGNATURE, TOKEN } from './places.ts';
import type { PartReading } from './reading.ts';

/** Parts that are listed of one SET; a body of members must not become a report of them. */
const MOST_PARTS = 1_000;

/** The parts of a SET in the order in which they stand there, with what the rules say of each; what is missing comes last. */
export function listParts(set: ParsedSet, found: readonly Collected[]): PartReading[] {
  const parts = new Map<string, PartReading>();
  const add = ({ path, pointer, key }: Place, value: unknown): PartReading => {
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = { path, pointer, value, rules: [] };
    parts.set(key, part);
    return part;
  };
  add(TOKEN, undefined);
  for (const [name, value] of Object.entries(set.header ?? {})) add(headerPlace(name), value);
  add(SIGNATURE, undefined);
  for (const { place, value } of membersOf(set.claims)) {
    if (parts.size < MOST_PARTS) add(place, value);
  }
  const broken = new Set(
    found.filter(({ rule }) => rule.outcome === 'broken').map(({ place, rule }) => ruleKey(place, rule)),
  );
  for (const { place, rule } of found) {
    if (rule.outcome !== 'broken') {
      if (broken.size > 0 && broken.has(ruleKey(place, rule))) continue;
      if (parts.size >= MOST_PARTS && !parts.has(place.key)) continue;
    }
    add(place, undefined).rules.push(rule);
  }
  return ordered([...parts.values()]);
}

/** What is missing stands behind the last one of those that it should stand beside. */
function ordered(parts: readonly PartReading[]): PartReading[] {
  const isThere = ({ path, value }: PartReading): boolean => value !== undefined || !path.includes('.');
  const there = parts.filter(isThere);
  if (there.length === parts.length) return there;
  /** Where the last member of an object stands: by header or claims, and the object's pointer. */
  const lastIn = new Map<string, number>();
  for (const [index, part] of there.entries()) lastIn.set(holderOf(part.path, part.pointer), index);
  const behind = new Map<number, PartReading[]>();
  for (const part of parts) {
    if (isThere(part)) continue;
    const index = endOf(there, lastIn.get(holderOf(part.path, part.pointer)) ?? there.length - 1);
    const others = behind.get(index);
    if (others === undefined) behind.set(index, [part]);
    else others.push(part);
  }
  return there.flatMap((part, index) => [part, ...(behind.get(index) ?? [])]);
}

/** Where the last part stands that lies in this one; else itself. */
function endOf(parts: readonly PartReading[], index: number): number {
  const within = `${parts[index]?.pointer}/`;
  let end = index;
  while (
    parts[end + 1]?.path.startsWith('claims') === true &&
    parts[end + 1]?.pointer.startsWith(within) === true
  )
    end += 1;
  return end;
}

/** The object that a part is a member of. */
function holderOf(path: string, pointer: string): string {
  return `${path.startsWith('header') ? 'header' : 'claims'}${pointer.slice(0, pointer.lastIndexOf('/'))}`;
}

function ruleKey({ key }: Place, { requirement }: Collected['rule']): string {
  return `${key}\n${requirement}`;
}

interface Member {
  place: Place;
  value: unknown;
}

/** Claims; what lies in `sub_id` and in the events one by one, since rules speak of it. */
function* membersOf(claims: ParsedSet['claims']): Generator<Member> {
  for (const [name, value] of Object.entries(claims ?? {})) {
    yield { place: claimsPlace(name), value };
    if (name === 'sub_id') yield* identifierMembers([name], value);
    if (name === 'events' && isObject(value)) yield* eventMembers(value);
  }
}

function* eventMembers(events: Record<string, unknown>): Generator<Member> {
  for (const [type, event] of Object.entries(events)) {
    yield { place: claimsPlace('events', type), value: event };
    if (!isObject(event)) continue;
    for (const [name, value] of Object.entries(event)) {
      yield { place: claimsPlace('events', type, name), value };
      if (name === 'subject') yield* identifierMembers(['events', type, name], value);
    }
  }
}

/** The members of a subject identifier; identifiers within it, one by one, too. */
function* identifierMembers(at: readonly (string | number)[], identifier: unknown): Generator<Member> {
  if (!isObject(identifier)) return;
  for (const [name, value] of Object.entries(identifier)) {
    yield { place: claimsPlace(...at, name), value };
    if (isObject(value) && ('format' in value || 'subject_type' in value)) {
      yield* identifierMembers([...at, name], value);
    }
    if (name !== 'identifiers' || !Array.isArray(value)) continue;
    for (const [index, alias] of value.entries()) {
      yield { place: claimsPlace(...at, name, index), value: alias };
      yield* identifierMembers([...at, name, index], alias);
    }
  }
}
