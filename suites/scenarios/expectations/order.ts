import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Scenario } from '../scenario.ts';
import { conclude } from './support/conclude.ts';
import { type Answer, nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { at, eventWords, evidence, setWords } from './support/words.ts';

/**
 * Judged by first attempts. The SETs of one poll answer have no order (RFC 8936 2.3: `sets` is an object), and about
 * events of different people nothing is said.
 */
export const order: Expectation = {
  name: 'order',
  side: 'transmitter',
  title: 'Events about one person come in the order in which they happened.',
  what: 'Compares the order of first deliveries with the order of the story, for each person. SETs in one poll answer have no order.',
  requirements: [],
  concerns: severalAboutOne,
  judge(performance, judge) {
    const review = reviewOf(performance);
    const byPerson = new Map<string, Answer[]>();
    for (const answer of review.answers) {
      if (!answer.told || answer.how === 'other-subject') continue;
      const { about } = answer.event;
      byPerson.set(about, [...(byPerson.get(about) ?? []), answer]);
    }
    const breaches = [...byPerson.values()].flatMap((answers) =>
      answers.flatMap((later, index): ScenarioFinding[] => {
        const earlier = answers.slice(0, index).find((one) => overtaken(one, later));
        if (earlier === undefined) return [];
        return [
          {
            message: `The ${eventWords(later)} overtook the one that happened before (${earlier.played.step.text.replace(/\.$/, '')}).`,
            expected: `${setWords(earlier.set)} first, as step "${earlier.played.step.id}" came before step "${later.played.step.id}"`,
            actual: `${setWords(later.set)} ${at(performance, later.set.attempts[0]?.atMs ?? 0)}, ${setWords(earlier.set)} ${at(performance, earlier.set.attempts[0]?.atMs ?? 0)}`,
            hint: 'A Receiver that acts on the last word would act on the wrong one. Send the events of one subject one after the other.',
            ...evidence(earlier.set),
          },
        ];
      }),
    );
    conclude(judge, breaches, nothingCame(review));
  },
};

function overtaken(earlier: Answer, later: Answer): boolean {
  const [first, second] = [earlier.set.attempts[0], later.set.attempts[0]];
  if (first === undefined || second === undefined || second.atMs >= first.atMs) return false;
  if ((earlier.played.toldAtMs ?? 0) > (later.played.happenedAtMs ?? 0)) return false;
  return later.set.delivery !== 'poll' || first.exchange !== second.exchange;
}

function severalAboutOne(scenario: Scenario): boolean {
  const people = eventsOfScenario(scenario).map(({ about }) => about);
  return new Set(people).size < people.length;
}
