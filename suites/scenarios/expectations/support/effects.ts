import { eventTypesOf } from '../../../set/events.ts';
import type { CausedEffect } from '../../effect-match.ts';
import type { ScenarioJudge } from '../../expectation.ts';
import type { Performance, PlayedStep, WireSet } from '../../performance.ts';
import { isAccepted } from '../../progress.ts';
import { namesOf, spaces, subjectsOfEvent } from '../../subject-match.ts';
import { type Answer, reviewOf } from './review.ts';
import { deliveriesOf } from './sound.ts';

/** A right SET that the Receiver accepted. */
export interface Accepted extends Answer {
  acceptedAtMs: number;
  /**
   * Everything about this person that came before was right, in order and accepted too. Otherwise the Receiver may
   * rightly think other of the person than the story does: who is at high risk already does not become so.
   */
  inLine: boolean;
}

/** Right SETs that the Receiver accepted, and what it did. */
export interface Doings {
  accepted: readonly Accepted[];
  effects: readonly CausedEffect[];
  unjudged: readonly string[];
}

/** What a Receiver did because of the story; ends the judgement where nothing tells of it. */
export function doingsOf(performance: Performance, judge: ScenarioJudge): Doings {
  const { effects } = reviewOf(performance);
  if (effects === null)
    judge.notTested(
      'Nothing tells what the Receiver did: --effects-command (receiver.effects) is not given.',
      'effects',
    );
  const { right, unjudged } = deliveriesOf(performance);
  const accepted = inLine(
    performance,
    right.flatMap((answer) => {
      const acceptedAtMs = acceptanceOf(answer);
      return acceptedAtMs === null ? [] : [{ ...answer, acceptedAtMs }];
    }),
  );
  const refused = right.filter((answer) => acceptanceOf(answer) === null);
  return {
    accepted,
    effects,
    unjudged: [
      ...troubleOf(performance),
      ...unjudged,
      ...refused.map(
        ({ played }) =>
          `The SET of step "${played.step.id}" was not accepted, so that nothing had to be done; see "accepts".`,
      ),
    ],
  };
}

function inLine(performance: Performance, accepted: readonly Omit<Accepted, 'inLine'>[]): Accepted[] {
  const byStep = new Map(accepted.map((answer) => [answer.played.step.id, answer]));
  const setsOf = new Map<string, WireSet[]>();
  for (const set of performance.sets) {
    for (const name of namesOn(set)) setsOf.set(name, [...(setsOf.get(name) ?? []), set]);
  }
  const before = new Map<string, PlayedStep[]>();
  const result = new Map<string, boolean>();
  for (const played of performance.steps) {
    const { event } = played.step;
    if (event === null) continue;
    const earlier = before.get(event.about) ?? [];
    before.set(event.about, [...earlier, played]);
    const answer = byStep.get(played.step.id);
    if (answer === undefined) continue;
    const right = earlier.map(({ step }) => byStep.get(step.id));
    const known = new Set<WireSet | undefined>([answer.set, ...right.map((one) => one?.set)]);
    const came = namesOn(answer.set).flatMap((name) => setsOf.get(name) ?? []);
    result.set(
      played.step.id,
      right.every((one) => one !== undefined && cameAt(one.set) <= cameAt(answer.set)) &&
        came.every((set) => known.has(set) || cameAt(set) > answer.acceptedAtMs),
    );
  }
  return accepted.map((answer) => ({ ...answer, inLine: result.get(answer.played.step.id) === true }));
}

function namesOn({ parsed }: WireSet): string[] {
  const { claims } = parsed;
  if (claims === null) return [];
  const subjects = eventTypesOf(claims).flatMap((type) => subjectsOfEvent(claims, type));
  return [...new Set(subjects.flatMap((subject) => spaces(namesOf(subject) ?? new Map())))];
}

function cameAt({ attempts }: WireSet): number {
  return attempts[0]?.atMs ?? Number.POSITIVE_INFINITY;
}

function acceptanceOf({ set }: Answer): number | null {
  return set.attempts.find(({ status }) => isAccepted(status))?.answeredAtMs ?? null;
}

function troubleOf({ effectsTrouble }: Performance): string[] {
  return effectsTrouble === null
    ? []
    : [`What the Receiver did could not be learnt to the end: ${effectsTrouble}`];
}

/** Why it is not judged what a Receiver made of a SET that is not `inLine`. */
export function outOfLine({ event, played }: Answer): string {
  return `What came about ${event.about} before step "${played.step.id}" was not what the story tells, so that the Receiver may rightly do something else.`;
}

/** What the Receiver did because of a SET. */
export function becauseOf({ effects }: Doings, answer: Answer): CausedEffect[] {
  return effects.filter(({ match }) => match?.set === answer.set);
}

/** How a finding names what happened before an effect. */
export function causeWords({ played }: Answer): string {
  return `because of step "${played.step.id}" (${played.step.text.replace(/\.$/, '')})`;
}
