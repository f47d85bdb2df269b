import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { conclude } from './support/conclude.ts';
import { reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { at, eventWords, evidence, seconds, setWords, stepWords } from './support/words.ts';

/**
 * The limit is the tester's (`limits.delivery`): no standard says how fast an event must be. It is counted from the moment
 * at which the Transmitter's side had been told.
 */
export const arrives: Expectation = {
  name: 'arrives',
  side: 'transmitter',
  title: 'Everything that happens in the story brings its event in time.',
  what: 'Waits for the event of each step, within the limit "delivery" after it was told.',
  requirements: [],
  concerns: (scenario) => eventsOfScenario(scenario).length > 0,
  judge(performance, judge) {
    const { answers, lost, untold } = reviewOf(performance);
    const limitMs = performance.limits.delivery;
    const expected = `a SET within ${seconds(limitMs)}`;
    const unjudged = untold.map(({ why }) => why);
    const breaches: ScenarioFinding[] = [];
    for (const match of lost) {
      const { step, toldAtMs, happenedAtMs } = match.played;
      const fromMs = toldAtMs ?? happenedAtMs ?? 0;
      const waitedMs = performance.endedAtMs - fromMs;
      if (waitedMs < limitMs) {
        unjudged.push(
          `${stepWords(step)} had brought no event when the scenario ended after ${seconds(waitedMs)}.`,
        );
        continue;
      }
      breaches.push({
        message: `${stepWords(step)} brought no event: ${eventWords(match)} was lost.`,
        expected,
        actual: `nothing in ${seconds(waitedMs)}, since ${at(performance, fromMs)}`,
        hint: 'Look whether the stream delivers this event type and whether the subject is on it, and whether the event was put into the queue of the stream at all.',
      });
    }
    for (const answer of answers) {
      const [first] = answer.set.attempts;
      const { toldAtMs, step } = answer.played;
      if (!answer.told || first === undefined || toldAtMs === null) continue;
      const tookMs = first.atMs - toldAtMs;
      if (tookMs <= limitMs) continue;
      breaches.push({
        message: `${stepWords(step)} brought its event too late: ${eventWords(answer)}.`,
        expected,
        actual: `${setWords(answer.set)} after ${seconds(tookMs)}, ${at(performance, first.atMs)}`,
        ...evidence(answer.set),
      });
    }
    conclude(judge, breaches, unjudged);
  },
};
