import { isDeepStrictEqual } from 'node:util';
import { type SpokenEvent, spoken } from '../../okta-dialect.ts';
import type { Performance } from '../../performance.ts';
import { namesOf, spaces } from '../../subject-match.ts';
import type { Answer } from './review.ts';

/** What can be said of the order of SETs about one subject that is named in a way of the target's own. */
export interface Sequence {
  /** In order of first attempts. */
  answers: readonly Answer[];
  /** `right`: just as one of the people of the story lived it; `wrong`: the same events in another order; `unclear`: neither. */
  order: 'right' | 'wrong' | 'unclear';
}

/**
 * The order of events whose subjects cannot be told: which person of the story each subject is, is not known, but all
 * events of one subject together must be those of one person.
 */
export function sequencesOf(performance: Performance, answers: readonly Answer[]): Sequence[] {
  const lived = [...grouped(toldEvents(performance), ({ about }) => about).values()].map((events) =>
    events.map(({ said }) => said),
  );
  const bySubject = grouped(answers, ({ subjects }) =>
    subjects
      .flatMap((subject) => spaces(namesOf(subject) ?? new Map()))
      .toSorted()
      .join('\n'),
  );
  return [...bySubject.values()].map((ofOne) => {
    const ordered = ofOne.toSorted((a, b) => cameAt(a) - cameAt(b));
    const said = ordered.map((answer) => whatIsSaid(answer.spoken));
    const alike = lived.filter((one) => isDeepStrictEqual(one.toSorted(), said.toSorted()));
    if (alike.some((one) => isDeepStrictEqual(one, said))) return { answers: ordered, order: 'right' };
    return { answers: ordered, order: alike.length > 0 ? 'wrong' : 'unclear' };
  });
}

function toldEvents({ steps, dialect }: Performance): { about: string; said: string }[] {
  return steps.flatMap(({ step: { event }, happenedAtMs }) =>
    event === null || happenedAtMs === null
      ? []
      : [{ about: event.about, said: whatIsSaid(spoken(event, dialect)) }],
  );
}

/** An event without whom it is about. */
function whatIsSaid({ type, event, must, mustIfThere }: SpokenEvent): string {
  return JSON.stringify([type, ...[...must, ...mustIfThere].map((name) => event[name])]);
}

function cameAt({ set }: Answer): number {
  return set.attempts[0]?.atMs ?? 0;
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
