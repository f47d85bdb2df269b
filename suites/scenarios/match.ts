import { eventsOf } from '../set/events.ts';
import { isObject, type JsonObject } from '../set/subject.ts';
import { type SpokenEvent, spoken } from './okta-dialect.ts';
import type { Performance, PlayedStep, WireSet } from './performance.ts';
import type { ExpectedEvent } from './scenario.ts';
import {
  compareAll,
  knownNames,
  type Names,
  namesOf,
  type Sameness,
  spaces,
  subjectsOfEvent,
  wishedNames,
} from './subject-match.ts';
import { reachAlike } from './subject-scope.ts';
import { wrongClaims } from './wrong-claims.ts';

/** An event of the story and the SET that answers it. */
export interface Match {
  played: PlayedStep;
  event: ExpectedEvent;
  /** Null: none came. */
  set: WireSet | null;
  /** How well it answers: everything right; right type and subject, other claims; right type, another subject. */
  how: 'exact' | 'other-claims' | 'other-subject' | null;
}

/** Which SET answers which event of the story. */
export interface Matched {
  /** One for each step that was told and wants an event, in the order of the story; of a step that could not be told, only if its event came all the same. */
  matches: Match[];
  /** The same event once more, as another SET. */
  again: { set: WireSet; of: Match }[];
  /** The same event about another session or device of the same person. */
  beside: { set: WireSet; of: Match }[];
  /** Nothing in the story called for them. */
  unasked: WireSet[];
}

/** What matching looks at. */
export type Matchable = Pick<Performance, 'steps' | 'sets' | 'dialect'>;

/** An event of a SET with what is compared of it. */
interface Found {
  set: WireSet;
  atMs: number;
  /** Empty where the SET has no event that could be read. */
  type: string;
  event: JsonObject;
  subjects: (Names | null)[];
}

/** An event of the story with what is compared of it. */
interface Wish {
  match: Match;
  found: Found | null;
  happenedAtMs: number;
  spoken: SpokenEvent;
  names: Names;
  /** When the next event happened to the same person. */
  untilMs: number;
  /** The events of the same person, this one too. */
  siblings: readonly Wish[];
}

/**
 * Finds the SET of each event: first those that came before the next event of the same person happened, exact ones, then
 * right subjects; then exact ones in order of arrival, then right subjects, then right types. A SET that came before its
 * cause is none. A SET whose subject cannot be compared (see `Sameness`) is taken for one about the right
 * subject where none surely is. One breach is likelier than two: what could be a repetition answers an event that got no
 * other answer.
 */
export function matchEvents(performance: Matchable): Matched {
  const { wishes, left } = assign(performance);
  const again: Matched['again'] = [];
  const beside: Matched['beside'] = [];
  const unasked: WireSet[] = [];
  const answers = new Set(wishes.map(({ match }) => match.set));
  for (const found of left) {
    // What came before it was called for is no repetition of the answer.
    const after = wishes.filter((wish) => found.atMs >= wish.happenedAtMs && saysAgain(wish, found));
    const of = after.find((wish) => reachesAlike(wish, found));
    const [kin] = after;
    if (of !== undefined) again.push({ set: found.set, of: of.match });
    else if (kin !== undefined) beside.push({ set: found.set, of: kin.match });
    // A further event in a SET that answers one: that a SET has one only is another rule.
    else if (!answers.has(found.set)) unasked.push(found.set);
  }
  const matches = wishes
    .map(({ match }) => match)
    .filter(({ set, played }) => set !== null || played.trouble === null);
  return { matches, again, beside, unasked: [...new Set(unasked)] };
}

/**
 * The answers to the events of a story that is still played: each at least of the right type about the right subject. What
 * only repeats the event of another step is not taken for an answer, the right one may be on its way.
 */
export function answersSoFar(performance: Matchable): (Match & { set: WireSet })[] {
  const { wishes } = assign(performance);
  return wishes.flatMap(({ match, found }, index) => {
    if (found === null || match.how === 'other-subject') return [];
    const repeated =
      match.how === 'other-claims' && wishes.some((other, at) => at !== index && saysAgain(other, found));
    return repeated ? [] : [{ ...match, set: found.set }];
  });
}

/** Gives each event of the story the SET that answers it best. */
function assign(performance: Matchable): { wishes: Wish[]; left: Set<Found> } {
  const wishes = wishesOf(performance);
  const known = knownNames(wishes.map(({ match }) => match.event.subject));
  const founds = performance.sets.flatMap(eventsOn).toSorted((a, b) => a.atMs - b.atMs);
  const left = new Set(founds);
  // So that in a storm not every event is compared with every SET.
  const byType = grouped(founds, ({ type }) => [type]);
  const byName = grouped(founds, ({ type, subjects }) => subjects.flatMap((names) => keys(type, names)));
  const isExact = (wish: Wish, one: Found): boolean => wrongClaims(wish.spoken, one.event).length === 0;
  // A SET that answers another event of the person rightly, or repeats its answer, is not a wrong one about this event.
  const isOfAnother = (wish: Wish, one: Found): boolean =>
    wish.siblings.some(
      (other) =>
        other !== wish &&
        (other.found === null
          ? other.spoken.type === one.type &&
            one.atMs >= other.happenedAtMs &&
            isExact(other, one) &&
            compareAll(other.names, one.subjects, known) === 'same'
          : saysAgain(other, one)),
    );
  const give = (how: NonNullable<Match['how']>, sameness: Sameness, inTime = false): void => {
    for (const wish of wishes) {
      if (wish.found !== null) continue;
      const { type } = wish.spoken;
      const candidates =
        sameness === 'same'
          ? keys(type, wish.names).flatMap((key) => byName.get(key) ?? [])
          : (byType.get(type) ?? []);
      const found = candidates.find(
        (one) =>
          left.has(one) &&
          one.atMs >= wish.happenedAtMs &&
          (!inTime || one.atMs < wish.untilMs) &&
          (how !== 'exact' || isExact(wish, one)) &&
          compareAll(wish.names, one.subjects, known) === sameness &&
          !(inTime && how === 'other-claims' && isOfAnother(wish, one)),
      );
      if (found === undefined) continue;
      left.delete(found);
      wish.found = found;
      wish.match.set = found.set;
      wish.match.how = how;
    }
  };
  give('exact', 'same', true);
  give('other-claims', 'same', true);
  give('exact', 'same');
  give('exact', 'unknown', true);
  give('exact', 'unknown');
  give('other-claims', 'same');
  give('other-claims', 'unknown');
  give('other-subject', 'other');
  return { wishes, left };
}

/** Whether a SET says once more what the answer to an event said: type, person, and the claims that tell what happened. */
function saysAgain({ spoken: wished, found: first }: Wish, second: Found): boolean {
  if (first === null || first.type !== second.type || first.set === second.set) return false;
  const more = wished.must.some((name) => !(name in first.event) && name in second.event);
  if (more || wrongClaims({ ...wished, event: first.event }, second.event).length > 0) return false;
  return first.subjects.some((names) => names !== null && compareAll(names, second.subjects) === 'same');
}

function reachesAlike({ found: first }: Wish, second: Found): boolean {
  return (first?.subjects ?? []).some((names) =>
    second.subjects.some((others) => names !== null && others !== null && reachAlike(names, others)),
  );
}

function wishesOf({ steps, dialect }: Matchable): Wish[] {
  const wishes = steps.flatMap((played): Wish[] => {
    const { event } = played.step;
    if (event === null || played.happenedAtMs === null) return [];
    return [
      {
        match: { played, event, set: null, how: null },
        found: null,
        happenedAtMs: played.happenedAtMs,
        spoken: spoken(event, dialect),
        names: wishedNames(event.subject),
        untilMs: Number.POSITIVE_INFINITY,
        siblings: [],
      },
    ];
  });
  for (const siblings of grouped(wishes, ({ match }) => [match.event.about]).values()) {
    for (const wish of siblings) {
      const later = siblings.map((one) => one.happenedAtMs).filter((ms) => ms > wish.happenedAtMs);
      wish.untilMs = Math.min(...later);
      wish.siblings = siblings;
    }
  }
  return wishes;
}

/** What a set says does not change while it is sent again. */
const read = new WeakMap<WireSet['parsed'], Omit<Found, 'set' | 'atMs'>[]>();

function eventsOn(set: WireSet): Found[] {
  const known = read.get(set.parsed) ?? readEvents(set.parsed.claims ?? {});
  read.set(set.parsed, known);
  const atMs = set.attempts[0]?.atMs ?? Number.POSITIVE_INFINITY;
  return known.map((event) => ({ set, atMs, ...event }));
}

function readEvents(claims: JsonObject): Omit<Found, 'set' | 'atMs'>[] {
  const events = eventsOf(claims);
  if (events.length === 0) return [{ type: '', event: {}, subjects: [] }];
  return events.map(([type, event]) => ({
    type,
    event: isObject(event) ? event : {},
    subjects: subjectsOfEvent(claims, type).map(namesOf),
  }));
}

function keys(type: string, names: Names | null): string[] {
  return names === null ? [] : spaces(names).map((space) => `${type} ${space}`);
}

function grouped<T>(list: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    for (const key of new Set(keysOf(one))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
  }
  return groups;
}
