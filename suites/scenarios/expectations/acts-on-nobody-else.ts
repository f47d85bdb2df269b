import type { CausedEffect } from '../effect-match.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance } from '../performance.ts';
import { namesOf, spaces } from '../subject-match.ts';
import { conclude, limited } from './support/conclude.ts';
import { causeWords, doingsOf } from './support/effects.ts';
import { hasEvent } from './support/script.ts';
import { storyNames } from './support/story-people.ts';
import { at, evidence } from './support/words.ts';

/**
 * An effect that names its SET is judged by it. One that does not may have another reason: it counts only if it hit
 * somebody of the story about whom nothing had come, while the story was played.
 */
export const actsOnNobodyElse: Expectation = {
  name: 'acts-on-nobody-else',
  side: 'receiver',
  title: 'The Receiver acts on nobody whom the events are not about.',
  what: 'Compares whom the Receiver acted on with the subjects of the SETs that it had got. Notes are no actions.',
  requirements: [],
  concerns: (scenario) => hasEvent(scenario, ({ acts }) => acts.length > 0),
  judge(performance, judge) {
    const { accepted, effects, unjudged } = doingsOf(performance, judge);
    const story = storyNames(performance);
    const known = new Set<string | null | undefined>(performance.sets.map(({ jti }) => jti));
    const breaches: ScenarioFinding[] = [];
    const remarks: ScenarioFinding[] = [];
    for (const caused of effects) {
      const { seen, match, sure, about } = caused;
      const { effect } = seen;
      if (effect.action === 'note') continue;
      const answer = accepted.find(({ set }) => set === match?.set);
      const finding = {
        message: `The Receiver acted on somebody else: ${effect.action}${answer === undefined ? '' : ` ${causeWords(answer)}`}.`,
        expected: answer?.event.subject ?? 'nothing: no event about this subject had come',
        actual: effect.subject,
        ...(answer === undefined ? {} : evidence(answer.set)),
      };
      if (sure) {
        const other = about === 'other' || (about === 'unknown' && performance.receiverIsMock);
        const hint =
          'If it is the same person under another name, let the effects hook tell the subject of the SET.';
        if (answer !== undefined && other) breaches.push({ ...finding, hint });
        if (match === null && !known.has(effect.jti)) {
          remarks.push({
            message: `The Receiver did ${effect.action} because of a SET that did not come in this scenario.`,
            expected: 'the jti of a SET of the story, or none',
            actual: { ...effect, seen: at(performance, seen.seenAtMs) },
            hint: 'It may be late with something from before. If it tells other identifiers in its effects than those of SETs, leave jti out: then they are judged by subject and time.',
          });
        }
      } else if (match === null && !hadCome(performance, caused)) {
        const ofStory = namesIn(caused).some((name) => story.has(name));
        const actual = { ...effect, seen: at(performance, seen.seenAtMs) };
        if (performance.receiverIsMock || (ofStory && seen.unseenAtMs !== undefined)) {
          breaches.push({ ...finding, actual });
        } else {
          remarks.push({
            message: `The Receiver did something that no event of the story explains: ${effect.action}.`,
            actual,
            hint: 'If it did so for another reason, there is nothing wrong. With the jti of the SET in its effects this could be told.',
          });
        }
      }
    }
    limited(remarks, (finding) => judge.notes(finding));
    conclude(judge, breaches, unjudged);
  },
};

function namesIn({ seen }: CausedEffect): string[] {
  return spaces(namesOf(seen.effect.subject) ?? new Map());
}

/** Whether any SET about the subject of an effect had come before, asked for or not. */
function hadCome({ sets }: Performance, caused: CausedEffect): boolean {
  const names = new Set(namesIn(caused));
  return sets.some(
    ({ parsed, attempts }) =>
      (attempts[0]?.atMs ?? Number.POSITIVE_INFINITY) <= caused.seen.seenAtMs &&
      spaces(namesOf(parsed.claims?.sub_id) ?? new Map()).some((name) => names.has(name)),
  );
}
