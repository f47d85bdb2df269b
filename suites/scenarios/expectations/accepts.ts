import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import { isAccepted } from '../progress.ts';
import { conclude } from './support/conclude.ts';
import { type Answer, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { deliveriesOf } from './support/sound.ts';
import { at, eventWords, evidence, setWords } from './support/words.ts';

export const accepts: Expectation = {
  name: 'accepts',
  side: 'receiver',
  title: 'The Receiver takes every SET of the story.',
  what: 'Looks at the answer to each SET that is right in every part: a push is answered with 2xx, a polled SET is acknowledged. That it succeeds at a second attempt is enough.',
  requirements: [],
  concerns: (scenario) => eventsOfScenario(scenario).length > 0,
  judge(performance, judge) {
    const { right, unjudged } = deliveriesOf(performance);
    const { again } = reviewOf(performance).matched;
    // A Transmitter that issues an event anew when it was not taken: the Receiver has taken it then.
    const taken = ({ set }: Answer): boolean =>
      [set, ...again.flatMap((one) => (one.of.set === set ? [one.set] : []))].some(({ attempts }) =>
        attempts.some(({ status }) => isAccepted(status)),
      );
    const refused = right.filter((answer) => !taken(answer));
    const pending = refused.filter((answer) => isPending(performance, answer));
    conclude(
      judge,
      refused.filter((answer) => !pending.includes(answer)).map((answer) => refusal(performance, answer)),
      [
        ...unjudged,
        ...pending.map(({ set }) => `The scenario ended before ${setWords(set)} could be answered.`),
      ],
    );
  },
};

function refusal(performance: Performance, answer: Answer): ScenarioFinding {
  const { set } = answer;
  const last = set.attempts.findLast(({ status }) => status !== null) ?? set.attempts.at(-1);
  const polled = set.delivery === 'poll';
  const said = last === undefined || last.status === null ? 'no answer' : `status ${last.status}`;
  // Only what the Receiver says against the SET is told in setErrs.
  const acknowledged =
    last?.status === 400 && last.err !== null ? 'an entry in setErrs' : `no acknowledgement, ${said}`;
  const err = last?.err == null ? '' : `, err ${last.err}`;
  const when = last === undefined ? '' : `, ${at(performance, last.answeredAtMs ?? last.atMs)}`;
  const times = set.attempts.length > 1 ? ` after ${set.attempts.length} attempts` : '';
  return {
    message: `The Receiver did not take the SET of step "${answer.played.step.id}" (${eventWords(answer)}).`,
    expected: polled ? 'an acknowledgement' : 'status 202',
    actual: `${polled ? acknowledged : said}${err}${times}${when}`,
    hint: 'The SET is right in every part. If the Receiver does not know the person, configure one whom it knows (config file: scenarios.people).',
    ...evidence(set, last),
  };
}

/**
 * It may still be answered. Whoever left an attempt before without an answer had its chance: it would have its next one
 * open for ever.
 */
function isPending({ endedAtMs, limits }: Performance, { set }: Answer): boolean {
  const [only, ...more] = set.attempts;
  if (only === undefined || only.status !== null || more.length > 0) return false;
  return endedAtMs - only.atMs < (set.delivery === 'poll' ? limits.pollInterval : limits.request);
}
