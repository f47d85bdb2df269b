import { type CausedEffect, calls } from '../effect-match.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import { compareSubjects } from '../subject-match.ts';
import { conclude } from './support/conclude.ts';
import { type Accepted, becauseOf, doingsOf, outOfLine } from './support/effects.ts';
import type { Answer } from './support/review.ts';
import { hasEvent } from './support/script.ts';
import { at, eventWords, evidence, stepWords } from './support/words.ts';

export const restraint: Expectation = {
  name: 'restraint',
  side: 'receiver',
  title: 'The Receiver spares people what an event does not call for.',
  what: 'Looks for actions that the story rules out as an answer to an event: a logout because of good news, for instance.',
  requirements: [],
  concerns: (scenario) => hasEvent(scenario, ({ spares }) => spares.length > 0),
  judge(performance, judge) {
    const doings = doingsOf(performance, judge);
    const unjudged = [...doings.unjudged];
    const breaches = doings.accepted.flatMap((answer): ScenarioFinding[] => {
      const done = becauseOf(doings, answer).filter(
        ({ seen, sure, about }) =>
          answer.event.spares.some((spared) => spared === seen.effect.action) && (sure || about === 'same'),
      );
      // A mock of ours that knows less than the story may be careful; that is nobody's fault.
      if (!performance.judged.receiver && leavesOut(answer)) return [];
      if (done.length > 0 && !answer.inLine) {
        unjudged.push(outOfLine(answer));
        return [];
      }
      return done.flatMap((caused): ScenarioFinding[] => {
        const { effect, seenAtMs } = caused.seen;
        const earlier = doings.accepted.find((other) => mayStillAct(other, caused, performance));
        if (earlier !== undefined) {
          unjudged.push(
            `Whether the Receiver did ${effect.action} because of step "${earlier.played.step.id}" or of step "${answer.played.step.id}" cannot be told: its effects have no jti.`,
          );
          return [];
        }
        return [
          {
            message: `${stepWords(answer.played.step)}: the Receiver did ${effect.action}, which ${eventWords(answer)} does not call for.`,
            expected: `no ${effect.action}`,
            actual: { ...effect, seen: at(performance, seenAtMs) },
            ...evidence(answer.set),
          },
        ];
      });
    });
    conclude(judge, breaches, unjudged);
  },
};

function leavesOut({ spoken, said }: Answer): boolean {
  return spoken.mustIfThere.some((name) => !(name in said));
}

/** An effect without jti may be that of an event before, for which the Receiver still has time: a logout everywhere, app by app. */
function mayStillAct(
  answer: Accepted,
  { seen, sure }: CausedEffect,
  { limits, receiverIsMock }: Performance,
): boolean {
  if (sure || receiverIsMock || !calls(answer, seen.effect.action)) return false;
  const { unseenAtMs, seenAtMs, effect } = seen;
  return (
    answer.acceptedAtMs <= seenAtMs &&
    (unseenAtMs ?? seenAtMs) <= answer.acceptedAtMs + limits.effect &&
    compareSubjects(answer.event.subject, effect.subject) !== 'other'
  );
}
