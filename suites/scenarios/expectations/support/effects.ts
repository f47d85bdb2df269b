import type { CausedEffect } from '../../effect-match.ts';
import type { ScenarioJudge } from '../../expectation.ts';
import type { Performance } from '../../performance.ts';
import { isAccepted } from '../../progress.ts';
import { type Answer, reviewOf } from './review.ts';
import { deliveriesOf } from './sound.ts';
import { stepWords } from './words.ts';

/** Right SETs that the Receiver accepted, and what it did. */
export interface Doings {
  accepted: readonly (Answer & { acceptedAtMs: number })[];
  effects: readonly CausedEffect[];
  unjudged: readonly string[];
}

/** What a Receiver did because of the story; ends the judgement where nothing tells of it. */
export function doingsOf(performance: Performance, judge: ScenarioJudge): Doings {
  const { effects } = reviewOf(performance);
  if (effects === null) judge.notTested('Nothing tells what the Receiver did.', 'effects');
  const { right, unjudged } = deliveriesOf(performance);
  const accepted = right.flatMap((answer) => {
    const acceptedAtMs = acceptanceOf(answer);
    return acceptedAtMs === null ? [] : [{ ...answer, acceptedAtMs }];
  });
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

function acceptanceOf({ set }: Answer): number | null {
  return set.attempts.find(({ status }) => isAccepted(status))?.answeredAtMs ?? null;
}

function troubleOf({ effectsTrouble }: Performance): string[] {
  return effectsTrouble === null
    ? []
    : [`What the Receiver did could not be learnt to the end: ${effectsTrouble}`];
}

/** What the Receiver did because of a SET. */
export function becauseOf({ effects }: Doings, answer: Answer): CausedEffect[] {
  return effects.filter(({ match }) => match?.set === answer.set);
}

/** How a finding names what happened before an effect. */
export function causeWords({ played }: Answer): string {
  return `because of ${stepWords(played.step).replace(/^S/, 's')}`;
}
