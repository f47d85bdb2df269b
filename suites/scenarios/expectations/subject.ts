import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { conclude } from './support/conclude.ts';
import { nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { eventName, evidence, setWords, stepWords } from './support/words.ts';

const NAMED =
  'Say how your Transmitter names people (config file: scenarios.people, member subject), or let it send the subject that the trigger is given.';

export const subject: Expectation = {
  name: 'subject',
  side: 'transmitter',
  title: 'Every event is about the person, or the device, to whom it happened.',
  what: 'Compares the subject of each SET with the one that was asked for. Subjects that are named in other ways (an identifier of your own in place of an e-mail address) cannot be compared: give them with the people of your own (scenarios.people, member subject).',
  requirements: [],
  concerns: (scenario) => eventsOfScenario(scenario).length > 0,
  judge(performance, judge) {
    const review = reviewOf(performance);
    const answers = review.answers.filter(({ told }) => told);
    const breaches: ScenarioFinding[] = answers
      .filter(({ about }) => about === 'other')
      .map(({ played, event, set, subjects }) => ({
        message: `${stepWords(played.step)}: the ${eventName(event.type)} event is not about ${event.about}.`,
        expected: event.subject,
        actual: subjects.length === 1 ? subjects[0] : subjects,
        hint:
          subjects.length > 1
            ? 'The SET names a subject twice, in sub_id and inside the event; both must be the right one.'
            : 'If the trigger chooses the person by itself, let it take the subject that it is given.',
        ...evidence(set),
      }));
    const unknown = answers.filter(({ about }) => about === 'unknown');
    const [first] = unknown;
    const hidden: string[] = [];
    if (first !== undefined) {
      judge.notes({
        message: `${unknown.length === 1 ? 'The subject of 1 event is' : `The subjects of ${unknown.length} events are`} named in another way than asked for; ${setWords(first.set)} is the first.`,
        expected: first.event.subject,
        actual: first.subjects.length === 1 ? first.subjects[0] : first.subjects,
        hint: NAMED,
        ...evidence(first.set),
      });
      hidden.push(
        `Whom ${setWords(first.set)} is about cannot be told: it was to be about ${first.event.about}, and names its subject in another way than asked for. ${NAMED}`,
      );
    }
    conclude(judge, breaches, [...hidden, ...nothingCame(review)]);
  },
};
