import type { CausedEffect } from '../effect-match.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import { conclude, limited } from './support/conclude.ts';
import { becauseOf, causeWords, doingsOf } from './support/effects.ts';
import type { Answer } from './support/review.ts';
import { hasEvent } from './support/script.ts';
import { evidence } from './support/words.ts';

/**
 * A Receiver may tell of one entry for each session that it ended. So of a target only what it did again later counts:
 * after it had been quiet for the limit "quiet", as far as its own times or our questions tell. A mock of ours tells of
 * everything once.
 */
export const actsOnce: Expectation = {
  name: 'acts-once',
  side: 'receiver',
  title: 'The Receiver does the same thing only once because of one SET, however often it comes.',
  what: 'Counts what the Receiver did because of each SET, retransmissions included. Several entries at one time (one for each session, for instance) are only mentioned.',
  requirements: [],
  concerns: (scenario) => hasEvent(scenario, ({ acts }) => acts.length > 0),
  judge(performance, judge) {
    const doings = doingsOf(performance, judge);
    const breaches: ScenarioFinding[] = [];
    const remarks: ScenarioFinding[] = [];
    for (const answer of doings.accepted) {
      const groups = new Map<string, CausedEffect[]>();
      for (const caused of becauseOf(doings, answer)) {
        const { action } = caused.seen.effect;
        if (action === 'note' || caused.about !== 'same') continue;
        groups.set(action, [...(groups.get(action) ?? []), caused]);
      }
      for (const [action, done] of groups) {
        if (done.length < 2) continue;
        const finding = findingOf(answer, action, done);
        const again = performance.receiverIsMock || isRepeated(done, performance);
        (again ? breaches : remarks).push(finding);
      }
    }
    limited(remarks, (finding) =>
      judge.notes({ ...finding, hint: 'If each entry stands for another session, there is nothing wrong.' }),
    );
    conclude(judge, breaches, doings.unjudged);
  },
};

function findingOf(answer: Answer, action: string, done: readonly CausedEffect[]): ScenarioFinding {
  const times = answer.set.attempts.length;
  return {
    message: `The Receiver did ${action} ${done.length} times ${causeWords(answer)}.`,
    expected: `${action} once for ${answer.event.about}`,
    actual: `${done.length} times; the SET came ${times === 1 ? 'once' : `${times} times`}`,
    ...evidence(answer.set),
  };
}

/** Whether one of several same effects came after a pause, so that it is no part of the first. */
function isRepeated(done: readonly CausedEffect[], { limits }: Performance): boolean {
  const [first, ...later] = done.map(({ seen }) => seen).toSorted((a, b) => a.seenAtMs - b.seenAtMs);
  if (first === undefined) return false;
  return later.some(({ unseenAtMs, effect }) => {
    const apart = Date.parse(effect.at ?? '') - Date.parse(first.effect.at ?? '');
    if (!Number.isNaN(apart)) return Math.abs(apart) >= limits.quiet;
    return unseenAtMs !== undefined && unseenAtMs - first.seenAtMs >= limits.quiet;
  });
}
