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
    const breaches = [
      ...answers.filter(({ wrong }) => wrong.length > 0).map(breach),
      ...answers.flatMap((answer) => issuedBefore(performance, answer)),
    ];
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

/** RFC 8417 2.2: `iat` is when the SET was issued. Who issued it before its cause did not see what happened. */
function issuedBefore(performance: Performance, { played, set }: Answer): ScenarioFinding[] {
  const iat = set.parsed.claims?.iat;
  const earliest = earliestOf(performance, played);
  // Type and unit are judged by the rules of SETs.
  if (typeof iat !== 'number' || earliest === null || iat * 1000 >= earliest) return [];
  return [
    {
      message: `${stepWords(played.step)}: by its iat the SET was issued before that happened.`,
      expected: `not before ${new Date(earliest).toISOString()}`,
      actual: iat,
      hint: 'A SET that was made earlier and is sent on a trigger tells nothing of what happens now.',
      ...evidence(set),
    },
  ];
}

/** The earliest time that an event may name, ms since the epoch; null when it was not told. */
function earliestOf(
  { epochMs, limits }: Performance,
  { step, happenedAtMs }: Answer['played'],
): number | null {
  if (happenedAtMs === null) return null;
  return Math.min(step.happening.at, epochMs + happenedAtMs) - TOLERANCE - limits.clockSkew;
}

/** CAEP 3.1 to 3.8: the time at which it happened, as the story tells it or as the trigger made it happen. */
function timeViolations(performance: Performance, { spoken, said, set, played }: Answer) {
  const { epochMs, limits } = performance;
  const earliest = earliestOf(performance, played);
  const requirement = eventSchema(spoken.type)?.['x-event'].timeRequirement;
  const [first] = set.attempts;
  if (requirement === undefined || first === undefined || earliest === null) return [];
  const room = TOLERANCE + limits.clockSkew;
  return judgeEventTime(requirement, said, {
    earliest: earliest / 1000,
    latest: (Math.max(played.step.happening.at, epochMs + first.atMs) + room) / 1000,
  });
}
