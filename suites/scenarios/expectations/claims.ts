import { judgeEventTime } from '../../set/typed-event-rules.ts';
import { eventSchema, eventSchemas } from '../../standard/events/index.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import { conclude } from './support/conclude.ts';
import { type Answer, nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { eventWords, evidence, stepWords } from './support/words.ts';

/** How far `event_timestamp` may lie from what happened, ms, beside the clocks: a trigger may be slow. */
const TOLERANCE = 60_000;

export const claims: Expectation = {
  name: 'claims',
  side: 'transmitter',
  title: 'Every event says what happened.',
  what: 'Compares the claims of each event with what was told: levels, statuses, types. What a standard leaves optional may be left out, but not be wrong. event_timestamp, where there is one, is the time at which it happened.',
  requirements: [...new Set(eventSchemas.flatMap((schema) => schema['x-event'].timeRequirement ?? []))],
  decides: (scenario) => [
    ...new Set(
      eventsOfScenario(scenario).flatMap(({ type }) => eventSchema(type)?.['x-event'].timeRequirement ?? []),
    ),
  ],
  concerns: (scenario) => eventsOfScenario(scenario).length > 0,
  judge(performance, judge) {
    const review = reviewOf(performance);
    const answers = review.answers.filter(({ told, how }) => told && how !== 'other-subject');
    const breaches = answers.filter(({ wrong }) => wrong.length > 0).map(breach);
    for (const answer of answers) {
      for (const { requirement, message, expected, actual, hint } of timeViolations(performance, answer)) {
        judge.violates(requirement, {
          message: `${stepWords(answer.played.step)}: ${message}`,
          expected,
          actual,
          ...(hint === undefined ? {} : { hint }),
          ...evidence(answer.set),
        });
      }
    }
    conclude(judge, breaches, nothingCame(review));
  },
};

function breach(answer: Answer): ScenarioFinding {
  const names = answer.wrong.map(({ name }) => `\`${name}\``).join(' and ');
  const missing = answer.wrong.every(({ actual }) => actual === undefined);
  return {
    message: `${stepWords(answer.played.step)}: ${names} of the event ${missing ? 'is missing' : 'does not say what happened'} (${eventWords(answer)}).`,
    expected: Object.fromEntries(answer.wrong.map(({ name, expected }) => [name, expected])),
    actual: Object.fromEntries(answer.wrong.map(({ name, actual }) => [name, actual ?? 'absent'])),
    ...evidence(answer.set),
  };
}

/** CAEP 3.1 to 3.8: the time at which it happened, as the story tells it or as the trigger made it happen. */
function timeViolations({ epochMs, limits }: Performance, { spoken, said, set, played }: Answer) {
  const requirement = eventSchema(spoken.type)?.['x-event'].timeRequirement;
  const [first] = set.attempts;
  if (requirement === undefined || first === undefined || played.happenedAtMs === null) return [];
  const room = TOLERANCE + limits.clockSkew;
  return judgeEventTime(requirement, said, {
    earliest: (Math.min(played.step.happening.at, epochMs + played.happenedAtMs) - room) / 1000,
    latest: (Math.max(played.step.happening.at, epochMs + first.atMs) + room) / 1000,
  });
}
