import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { conclude } from './support/conclude.ts';
import { becauseOf, doingsOf, outOfLine } from './support/effects.ts';
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
      const findings = becauseOf(doings, answer)
        .filter(
          ({ seen, sure, about }) =>
            answer.event.spares.some((spared) => spared === seen.effect.action) && (sure || about === 'same'),
        )
        .map(({ seen }) => ({
          message: `${stepWords(answer.played.step)}: the Receiver did ${seen.effect.action}, which ${eventWords(answer)} does not call for.`,
          expected: `no ${seen.effect.action}`,
          actual: { ...seen.effect, seen: at(performance, seen.seenAtMs) },
          ...evidence(answer.set),
        }));
      if (answer.inLine || findings.length === 0) return findings;
      unjudged.push(outOfLine(answer));
      return [];
    });
    conclude(judge, breaches, unjudged);
  },
};
