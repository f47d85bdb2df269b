import { shown } from '../../set/violation.ts';
import { type CausedEffect, rightActions } from '../effect-match.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { ACTIONS } from '../scenario.ts';
import { namesOf, spaces } from '../subject-match.ts';
import { conclude } from './support/conclude.ts';
import { becauseOf, type Doings, doingsOf, outOfLine } from './support/effects.ts';
import { needNotAct } from './support/need-not.ts';
import type { Answer } from './support/review.ts';
import { hasEvent } from './support/script.ts';
import { at, eventWords, evidence, seconds, stepWords } from './support/words.ts';

/** Something else than what scenarios know: it may be right. */
function isForeign({ seen }: Pick<CausedEffect, 'seen'>): boolean {
  return !ACTIONS.some((action) => action === seen.effect.action);
}

function namesByEmail({ subjects, event }: Answer): boolean {
  const names = subjects.flatMap((subject) => spaces(namesOf(subject) ?? new Map()));
  return names.includes(`email ${event.about.toLowerCase()}`);
}

/** Nobody can tell whom it hit, nor why. */
function isUnplaced({ sure, about, match }: CausedEffect): boolean {
  return !sure && match !== null && about === 'unknown';
}

/**
 * What a Receiver does is its own choice (SSF 4.1.5): the story names what would be right. Only the mock whose policy the
 * story sets has to do exactly that.
 */
export const acts: Expectation = {
  name: 'acts',
  side: 'receiver',
  title: 'The Receiver does what the events call for.',
  what: 'Asks the Receiver what it did, and looks for one of the actions that the story calls for, about the right person or device, within the limit "effect" after it accepted the SET.',
  requirements: [],
  concerns: (scenario) => hasEvent(scenario, ({ acts: wanted }) => wanted.length > 0),
  judge(performance, judge) {
    const doings = doingsOf(performance, judge);
    const { receiverIsMock, judged, strangers, limits, endedAtMs, effectsTrouble } = performance;
    const breaches: ScenarioFinding[] = [];
    const unjudged = [...doings.unjudged];
    for (const answer of doings.accepted) {
      const { event, played, set, acceptedAtMs } = answer;
      if (event.acts.length === 0) continue;
      const wanted: readonly string[] = receiverIsMock ? event.acts : rightActions(answer);
      const done = becauseOf(doings, answer);
      const right = done.filter(
        ({ seen, about }) =>
          wanted.includes(seen.effect.action) && (receiverIsMock ? about === 'same' : about !== 'other'),
      );
      const deadlineMs = acceptedAtMs + limits.effect;
      const expected = `${wanted.join(' or ')} for ${event.about} within ${seconds(limits.effect)}`;
      const [first] = right.toSorted((a, b) => a.seen.seenAtMs - b.seen.seenAtMs);
      if (first !== undefined) {
        // It happened between two questions: late only if the first of them came too late already.
        const { unseenAtMs, seenAtMs } = first.seen;
        if (unseenAtMs === undefined || unseenAtMs <= deadlineMs) continue;
        if (!answer.inLine) unjudged.push(outOfLine(answer));
        else
          breaches.push({
            message: `${stepWords(played.step)}: the Receiver acted too late on ${eventWords(answer)}.`,
            expected,
            actual: `${first.seen.effect.action} seen ${seconds(seenAtMs - acceptedAtMs)} after the SET was accepted`,
            ...evidence(set),
          });
      } else if (!answer.inLine) {
        unjudged.push(outOfLine(answer));
      } else if (!receiverIsMock && done.length === 0 && needNotAct(answer, doings)) {
        // Nothing that it must do is left out.
      } else if (!receiverIsMock && done.some(isForeign)) {
        const words = [...new Set(done.filter(isForeign).map(({ seen }) => seen.effect.action))];
        unjudged.push(
          `The Receiver did "${words.join('", "')}", a word that scenarios do not know; receiver.actions tells what it means.`,
        );
      } else if (!receiverIsMock && doings.effects.some(isUnplaced)) {
        unjudged.push(
          `What the Receiver did cannot be put down to step "${played.step.id}" or another: its effects have no jti, and name their subjects in another way.`,
        );
      } else if (strangers?.has(event.about) === true && doings.effects.length === 0) {
        unjudged.push(
          `The Receiver did nothing, and ${event.about} is made up: it may act only on people whom it knows (SSF 4.1.5). Configure some (config file: scenarios.people).`,
        );
      } else if (!judged.receiver && !namesByEmail(answer)) {
        unjudged.push(
          `The mock that receives does not know whom the SET of step "${played.step.id}" is about: it knows people by their e-mail addresses, and the SET names none.`,
        );
      } else if (effectsTrouble === null && endedAtMs >= deadlineMs) {
        breaches.push({
          message: `${stepWords(played.step)}: the Receiver accepted ${eventWords(answer)} and did not do what it calls for.`,
          expected,
          actual:
            done.length === 0
              ? `nothing, since ${at(performance, acceptedAtMs)}${astray(doings)}`
              : done.map(({ seen }) => seen.effect),
          ...(receiverIsMock
            ? {}
            : {
                hint: 'If the Receiver has words of its own for what it does, map them (receiver.actions). If it tells no jti, its effects are found by their subject. If it needs more time, raise the limit "effect".',
              }),
          ...evidence(set),
        });
      } else if (effectsTrouble === null) {
        unjudged.push(`The scenario ended before the Receiver had to act on step "${played.step.id}".`);
      }
    }
    conclude(judge, breaches, unjudged);
  },
};

/** Effects with the jti of no SET of the story: the tester may tell other identifiers than those of SETs. */
function astray({ effects }: Doings): string {
  const lost = effects.filter(({ match, sure }) => sure && match === null);
  const [first] = lost;
  return first === undefined
    ? ''
    : `; ${lost.length === 1 ? '1 effect has' : `${lost.length} effects have`} a jti that no SET of the story has, such as ${shown(first.seen.effect.jti)}`;
}
