import type { CausedEffect } from '../effect-match.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance, WireSet } from '../performance.ts';
import { conclude, limited } from './support/conclude.ts';
import { becauseOf, causeWords, doingsOf } from './support/effects.ts';
import type { Answer } from './support/review.ts';
import { hasEvent } from './support/script.ts';
import { evidence } from './support/words.ts';

/**
 * A Receiver may tell of one entry for each session that it ended, and a logout everywhere takes its time. So of a target
 * only what it did again later counts, as far as its own times or our questions tell: when the SET had come once more, or
 * after the time that it has for acting. A mock of ours tells of everything once.
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
        const again = performance.receiverIsMock || isRepeated(done, answer, performance);
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

/** Whether one of several same effects came after a pause, so that it is no part of the one before. */
function isRepeated(
  done: readonly CausedEffect[],
  { set }: Answer,
  { limits, epochMs }: Performance,
): boolean {
  const ordered = done.map(({ seen }) => seen).toSorted((a, b) => a.seenAtMs - b.seenAtMs);
  return ordered.slice(1).some((later, index) => {
    const before = ordered[index];
    if (before === undefined) return false;
    const own = [before, later].map(({ effect }) => Date.parse(effect.at ?? '') - epochMs);
    const [endMs = Number.NaN, beginMs = Number.NaN] = own.some(Number.isNaN)
      ? [before.seenAtMs, later.unseenAtMs]
      : own.toSorted((a, b) => a - b);
    const apartMs = beginMs - endMs;
    const cameAgain =
      set.attempts.some(({ atMs }) => atMs > before.seenAtMs && atMs <= later.seenAtMs) ||
      (!own.some(Number.isNaN) && cameApart(set, apartMs, limits.quiet));
    return apartMs >= (cameAgain ? limits.quiet : limits.effect);
  });
}

/** Whether a SET came twice at such a distance, so that what was done at that distance, too, was done because of it: clocks do not matter then. */
function cameApart({ attempts }: WireSet, apartMs: number, roomMs: number): boolean {
  return attempts.some((first, index) =>
    attempts.slice(index + 1).some(({ atMs }) => Math.abs(atMs - first.atMs - apartMs) <= roomMs),
  );
}
