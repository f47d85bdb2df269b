import { eventsOf } from '../../../set/events.ts';
import { isObject, type JsonObject } from '../../../set/subject.ts';
import { type CausedEffect, causesOf } from '../../effect-match.ts';
import { type Match, type Matched, matchEvents } from '../../match.ts';
import { type SpokenEvent, spoken } from '../../okta-dialect.ts';
import type { Performance, PlayedStep, WireSet } from '../../performance.ts';
import {
  compareAll,
  knownNames,
  namesOf,
  type Sameness,
  subjectsOfEvent,
  wishedNames,
} from '../../subject-match.ts';
import { type WrongClaim, wrongClaims } from '../../wrong-claims.ts';
import { sentence, stepWords } from './words.ts';

/** An event of the story and the SET that answers it, compared. */
export interface Answer extends Match {
  set: WireSet;
  spoken: SpokenEvent;
  /** The event object on the wire. */
  said: JsonObject;
  subjects: readonly unknown[];
  about: Sameness;
  wrong: readonly WrongClaim[];
  /** The trigger did not fail, so that the Transmitter is answerable for the event. */
  told: boolean;
}

/** A performance with everything compared that several expectations ask for. */
export interface Review {
  performance: Performance;
  matched: Matched;
  answers: readonly Answer[];
  /** Told, but nothing came. */
  lost: readonly Match[];
  /** Events that the Transmitter's side was not told of, each with the reason. */
  untold: readonly { played: PlayedStep; why: string }[];
  /** What the Receiver did, and because of what; null when nothing tells. */
  effects: readonly CausedEffect[] | null;
}

const reviews = new WeakMap<Performance, Review>();

export function reviewOf(performance: Performance): Review {
  const review = reviews.get(performance) ?? compared(performance);
  reviews.set(performance, review);
  return review;
}

function compared(performance: Performance): Review {
  const { steps, effects, cutShort, dialect } = performance;
  const matched = matchEvents(performance);
  const known = knownNames(steps.flatMap(({ step }) => (step.event === null ? [] : [step.event.subject])));
  const answers = matched.matches.flatMap((match) => {
    const { set } = match;
    return set === null ? [] : [answer({ ...match, set }, dialect, known)];
  });
  const untold = steps.flatMap((played) => {
    const { step, happenedAtMs, trouble } = played;
    if (step.event === null || (happenedAtMs !== null && trouble === null)) return [];
    const reason = trouble ?? cutShort ?? 'the scenario ended before';
    return [{ played, why: `${stepWords(step)} could not be told. ${sentence(reason)}` }];
  });
  return {
    performance,
    matched,
    answers,
    lost: matched.matches.filter(({ set }) => set === null),
    untold,
    effects: effects === null ? null : causesOf(effects, matched.matches),
  };
}

function answer(
  match: Match & { set: WireSet },
  dialect: Performance['dialect'],
  known: ReadonlySet<string>,
): Answer {
  const wished = spoken(match.event, dialect);
  const claims = match.set.parsed.claims ?? {};
  const event = eventsOf(claims).find(([type]) => type === wished.type)?.[1];
  const said = isObject(event) ? event : {};
  const subjects = subjectsOfEvent(claims, wished.type);
  return {
    ...match,
    spoken: wished,
    said,
    subjects,
    about: compareAll(wishedNames(match.event.subject), subjects.map(namesOf), known),
    wrong: wrongClaims(wished, said),
    told: match.played.trouble === null,
  };
}

/** Why there is no event to judge, where none came or none was asked for. */
export function nothingCame({ lost, untold }: Review): string[] {
  return [
    ...untold.map(({ why }) => why),
    ...lost.map(({ played }) => `${stepWords(played.step)} brought no event; see "arrives".`),
  ];
}
