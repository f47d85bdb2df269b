import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import type { Scenario } from '../scenario.ts';
import { conclude } from './support/conclude.ts';
import { sequencesOf } from './support/own-names.ts';
import { type Answer, nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { at, eventWords, evidence, setWords, stepWords } from './support/words.ts';

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
    const people = new Set(performance.steps.flatMap(({ step }) => step.event?.about ?? []));
    const answers = review.answers.filter(({ told, how }) => told && how !== 'other-subject');
    // Which of several people a subject of the target's own is, is only assumed.
    const isKnown = ({ about }: Answer): boolean => about === 'same' || people.size === 1;
    const byPerson = new Map<string, Answer[]>();
    for (const answer of answers.filter(isKnown)) {
      const { about } = answer.event;
      byPerson.set(about, [...(byPerson.get(about) ?? []), answer]);
    }
    const breaches = [...byPerson.values()].flatMap((ofOne) =>
      ofOne.flatMap((later, index): ScenarioFinding[] => {
        const earlier = ofOne.slice(0, index).find((one) => overtaken(one, later));
        return earlier === undefined ? [] : [overtaking(performance, earlier, later)];
      }),
    );
    const others = answers.filter((answer) => !isKnown(answer));
    const sequences = sequencesOf(performance, others).filter((one) => !shareAnAnswer(one.answers));
    breaches.push(
      ...sequences.flatMap((one) => (one.order === 'wrong' ? mixedUp(performance, one.answers) : [])),
    );
    const unclear = sequences.filter((one) => one.order === 'unclear');
    conclude(judge, breaches, [
      ...nothingCame(review),
      ...unclear.flatMap(({ answers: [first] }) =>
        first === undefined
          ? []
          : [
              `Whom the SETs about the subject of ${setWords(first.set)} are about cannot be said, and so not whether they came in order.`,
            ],
      ),
    ]);
  },
};

const HINT =
  'A Receiver that acts on the last word would act on the wrong one. Send the events of one subject one after the other.';

function overtaking(performance: Performance, earlier: Answer, later: Answer): ScenarioFinding {
  return {
    message: `${stepWords(later.played.step)}: ${eventWords(later)} overtook the event of step "${earlier.played.step.id}", which happened before.`,
    expected: `${setWords(earlier.set)} first`,
    actual: `${setWords(later.set)} ${at(performance, cameAt(later))}, ${setWords(earlier.set)} ${at(performance, cameAt(earlier))}`,
    hint: HINT,
    ...evidence(earlier.set),
  };
}

function mixedUp(performance: Performance, answers: readonly Answer[]): ScenarioFinding[] {
  const [first] = answers;
  if (first === undefined) return [];
  return [
    {
      message: `The ${answers.length} events about one subject came in another order than they happened to anybody in the story.`,
      actual: answers.map(
        (answer) =>
          `${setWords(answer.set)} ${at(performance, cameAt(answer))}: ${JSON.stringify(answer.said)}`,
      ),
      hint: HINT,
      ...evidence(first.set),
    },
  ];
}

function overtaken(earlier: Answer, later: Answer): boolean {
  if (cameAt(later) >= cameAt(earlier)) return false;
  if ((earlier.played.toldAtMs ?? 0) > (later.played.happenedAtMs ?? 0)) return false;
  return !shareAnAnswer([earlier, later]);
}

/** Whether some of these came in one poll answer. */
function shareAnAnswer(answers: readonly Answer[]): boolean {
  const exchanges = answers
    .filter(({ set }) => set.delivery === 'poll')
    .map(({ set }) => set.attempts[0]?.exchange);
  return new Set(exchanges).size < exchanges.length;
}

function cameAt({ set }: Answer): number {
  return set.attempts[0]?.atMs ?? 0;
}

function severalAboutOne(scenario: Scenario): boolean {
  const people = eventsOfScenario(scenario).map(({ about }) => about);
  return new Set(people).size < people.length;
}
