import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { conclude } from './support/conclude.ts';
import { nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { eventName, evidence, setWords, stepWords } from './support/words.ts';

export const subject: Expectation = {
  name: 'subject',
  side: 'transmitter',
  title: 'Every event is about the person, or the device, to whom it happened.',
  what: 'Compares the subject of each SET with the one that was asked for. Subjects that are named in other ways (an identifier of your own in place of an e-mail address) cannot be compared and are only mentioned.',
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
    if (first !== undefined) {
      judge.notes({
        message: `The subjects of ${unknown.length} events are named in another way than they were asked for, so that it cannot be said whom they are about; ${setWords(first.set)} is the first.`,
        expected: first.event.subject,
        actual: first.subjects,
        hint: 'Configure people whose identifiers your system shares (option people), or let it send the e-mail address.',
        ...evidence(first.set),
      });
    }
    conclude(judge, breaches, nothingCame(review));
  },
};
