import type { Effect } from '../harness/receiver/exchange.ts';
import type { Match } from './match.ts';
import type { SeenEffect, WireSet } from './performance.ts';
import type { Action } from './scenario.ts';
import { compareAll, knownNames, type Names, namesOf, type Sameness, spaces } from './subject-match.ts';

/** An event of the story that a SET answers. */
type Answered = Match & { set: WireSet };

/** An effect and the SET because of which it happened, as far as that can be told. */
export interface CausedEffect {
  seen: SeenEffect;
  /** Null: because of none that answers an event of the story. */
  match: Answered | null;
  /** The effect itself says so, by its jti; else subject and time do. */
  sure: boolean;
  /** Whether it hit the one whom the event is about. */
  about: Sameness;
}

/** The subjects by which the one is known whom an event is about: as the story names them, and as the SET does. */
function namesAbout({ event, set }: Match): Names[] {
  const subId = set?.parsed.claims?.sub_id;
  return [{ format: 'email', email: event.about }, event.subject, subId]
    .map(namesOf)
    .filter((names) => names !== null);
}

/** Whether an effect hit the person or device that an event is about; `known` are names of the story. */
function aboutOf(effect: Effect, match: Match, known: ReadonlySet<string>): Sameness {
  const hit = namesOf(effect.subject);
  const results = namesAbout(match).map((names) => compareAll(names, [hit], known));
  return (['same', 'other'] as const).find((one) => results.includes(one)) ?? 'unknown';
}

/** Actions that an event calls for, or that are right because of it, too. */
export function rightActions(match: Match): readonly Action[] {
  return [...match.event.acts, ...match.event.alsoRight];
}

/**
 * Puts each effect down to the SET that caused it: by jti where the effect has one; else to one about the same subject
 * that had come before, the latest that calls for this action and has not brought it yet, else the latest of all.
 */
export function causesOf(effects: readonly SeenEffect[], matches: readonly Match[]): CausedEffect[] {
  const answered = matches
    .filter((match): match is Answered => match.set !== null)
    .toSorted((a, b) => cameAt(b) - cameAt(a));
  const byJti = new Map(answered.map((match) => [match.set.jti, match]));
  const byName = new Map<string, Answered[]>();
  for (const match of answered) {
    for (const space of new Set(namesAbout(match).flatMap(spaces))) {
      byName.set(space, [...(byName.get(space) ?? []), match]);
    }
  }
  const known = knownNames(matches.map(({ event }) => event.subject));
  const brought = new Map<Match, Set<string>>();
  return effects.map((seen): CausedEffect => {
    const { effect, seenAtMs } = seen;
    if (effect.jti !== undefined) {
      const match = byJti.get(effect.jti) ?? null;
      return { seen, match, sure: true, about: match === null ? 'unknown' : aboutOf(effect, match, known) };
    }
    const hit = namesOf(effect.subject);
    const alike = hit === null ? [] : [...new Set(spaces(hit).flatMap((space) => byName.get(space) ?? []))];
    const before = (list: readonly Answered[], about: Sameness): Answered[] =>
      list.filter((match) => cameAt(match) <= seenAtMs && aboutOf(effect, match, known) === about);
    const same = before(alike, 'same').toSorted((a, b) => cameAt(b) - cameAt(a));
    const candidates = same.length > 0 ? same : before(answered, 'unknown');
    const calling = candidates.find(
      (match) => calls(match, effect.action) && brought.get(match)?.has(effect.action) !== true,
    );
    const match = calling ?? candidates[0] ?? null;
    if (match === null) return { seen, match, sure: false, about: 'unknown' };
    brought.set(match, (brought.get(match) ?? new Set()).add(effect.action));
    return { seen, match, sure: false, about: same.length > 0 ? 'same' : 'unknown' };
  });
}

/** Whether an action is right because of an event. */
export function calls(match: Match, action: string): boolean {
  return rightActions(match).some((right) => right === action);
}

function cameAt({ set }: Answered): number {
  return set.attempts[0]?.atMs ?? Number.POSITIVE_INFINITY;
}
