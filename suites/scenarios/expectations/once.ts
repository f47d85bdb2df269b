import type { Expectation, ScenarioFinding, ScenarioJudge } from '../expectation.ts';
import type { Match } from '../match.ts';
import type { Attempt, Performance, WireSet } from '../performance.ts';
import { isAccepted } from '../progress.ts';
import { conclude, limited } from './support/conclude.ts';
import { mayFollow } from './support/may-follow.ts';
import { nothingCame, reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { at, eventWords, evidence, setWords, stepWords } from './support/words.ts';

/** That a SET is not sent again after it was accepted. */
const ROWS = {
  push: ['RFC8935-2-13', 'RFC8935-2.2-03'],
  poll: ['RFC8936-2.2-10'],
} as const;

/**
 * The same event as another SET breaks the story: a Receiver that tells SETs apart by jti takes it for another incident.
 *
 * The same SET again is another matter. Before it was accepted that is right. Afterwards RFC 8935 section 2 lets a
 * Transmitter send it whatever the answer was, but says that it should not unless it suspects a failure; RFC 8936 section
 * 2.4 foresees SETs that come again even after their acknowledgement. Receivers must bear both. So it is a warning under
 * the row of the standard and does not break the story. A SET that was signed anew for its second delivery is the same SET
 * if its jti is the same.
 */
export const once: Expectation = {
  name: 'once',
  side: 'transmitter',
  title: 'Every event comes once.',
  what: 'Looks for the same event in a second SET, and for SETs that are sent again although they had been accepted. Sending a SET again that was not accepted is right.',
  requirements: [...ROWS.push, ...ROWS.poll],
  decides: (_, delivery) => ROWS[delivery],
  concerns: (scenario) => eventsOfScenario(scenario).length > 0,
  judge(performance, judge) {
    const review = reviewOf(performance);
    const breaches: ScenarioFinding[] = [];
    const signedAnew = new Map<WireSet, WireSet[]>();
    for (const { set, of } of review.matched.again) {
      const first = of.set;
      if (first === null || of.played.trouble !== null) continue;
      if (set.jti !== null && set.jti === first.jti) {
        signedAnew.set(first, [...(signedAnew.get(first) ?? []), set]);
        continue;
      }
      if (!first.attempts.some(({ status }) => isAccepted(status))) {
        judge.notes({
          message: `${stepWords(of.played.step)}: ${setWords(first)} was not accepted, and its event came once more as ${setWords(set)}.`,
          hint: 'To send an event again, send the same SET, with the same jti: a Receiver cannot see that the two are one.',
          ...evidence(set),
        });
        continue;
      }
      const finding = {
        message: `${stepWords(of.played.step)} brought its event twice: ${eventWords(of)} came as ${setWords(first)} and once more as ${setWords(set)}.`,
        expected: 'one SET',
        actual: `the second one ${at(performance, set.attempts[0]?.atMs ?? 0)}`,
        hint: 'To send an event again, send the same SET, with the same jti.',
        ...evidence(set),
      };
      if (endsSessions(of) && mayFollow(performance, set, of.event.type)) {
        judge.notes({ ...finding, hint: 'It may follow from what happened to the person before.' });
      } else breaches.push(finding);
    }
    const repeated = performance.sets.flatMap((set) => repetition(set, signedAnew.get(set) ?? []) ?? []);
    limited(
      repeated.map((one) => repetitionFinding(performance, one)),
      violation(performance, judge),
    );
    conclude(judge, breaches, nothingCame(review));
  },
};

/** What many systems do of themselves when something happens to an account. */
function endsSessions({ event }: Match): boolean {
  return /\/sessions?-revoked$/.test(event.type);
}

interface Repetition {
  set: WireSet;
  accepted: Attempt;
  again: Attempt;
}

/** The first time that a SET was sent although it had been accepted before. */
function repetition(set: WireSet, signedAnew: readonly WireSet[]): Repetition | undefined {
  const attempts = [set, ...signedAnew]
    .flatMap((one) => one.attempts)
    .toSorted((one, other) => one.atMs - other.atMs);
  for (const accepted of attempts) {
    const { answeredAtMs, status } = accepted;
    if (!isAccepted(status) || answeredAtMs === null) continue;
    const again = attempts.find(({ atMs }) => atMs > answeredAtMs);
    if (again !== undefined) return { set, accepted, again };
  }
  return undefined;
}

function repetitionFinding(performance: Performance, { set, accepted, again }: Repetition): ScenarioFinding {
  return {
    message: `${setWords(set)} came again after it had been accepted.`.replace(/^t/, 'T'),
    expected: `no more of it after status ${accepted.status} ${at(performance, accepted.answeredAtMs ?? 0)}`,
    actual: `sent again ${at(performance, again.atMs)}`,
    hint: 'If the answer got lost on its way, this is right, and a Receiver has to bear it.',
    ...evidence(set, again),
  };
}

function violation({ delivery }: Performance, judge: ScenarioJudge) {
  const [requirement] = ROWS[delivery];
  return (finding: ScenarioFinding): void => judge.violates(requirement, finding, 'warn');
}
