import { eventTypesOf } from '../../set/events.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import type { Performance, WireSet } from '../performance.ts';
import { isLastWord } from '../progress.ts';
import type { Step } from '../scenario.ts';
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
    const { answers, lost, untold, matched } = reviewOf(performance);
    const { pollTrouble } = performance;
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
      const ahead = heldUp(performance, fromMs);
      if (ahead !== null) {
        unjudged.push(heldUpWords(step, ahead));
        continue;
      }
      const nothing = `nothing in ${seconds(waitedMs)}, since ${at(performance, fromMs)}`;
      if (pollTrouble !== undefined) {
        breaches.push({
          message: `${stepWords(step)} brought no event: polls failed.`,
          expected,
          actual: `${nothing}; the last poll failed: ${pollTrouble}`,
        });
        continue;
      }
      breaches.push({
        message: `${stepWords(step)} brought no event: ${eventWords(match)} was lost.`,
        expected,
        actual: `${nothing}${inItsPlace(matched.unasked, fromMs)}`,
        hint: 'Look whether the stream delivers this event type and whether the subject is on it, and whether the event was put into the queue of the stream at all.',
      });
    }
    for (const answer of answers) {
      const [first] = answer.set.attempts;
      const { toldAtMs, step } = answer.played;
      if (!answer.told || first === undefined || toldAtMs === null) continue;
      const tookMs = first.atMs - toldAtMs;
      if (tookMs <= limitMs) continue;
      const ahead = heldUp(performance, toldAtMs, answer.set);
      if (ahead !== null) {
        unjudged.push(heldUpWords(step, ahead));
        continue;
      }
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

/**
 * A SET that the Receiver left without a last word when a step had been told, and for the whole of the time in which its
 * event had to come: a Transmitter may send one after the other (RFC 8935 2 says nothing of it). Null: there is none.
 */
function heldUp({ sets, limits }: Performance, fromMs: number, late?: WireSet): WireSet | null {
  const untilMs = fromMs + limits.delivery;
  const isOpen = ({ attempts }: WireSet): boolean =>
    (attempts[0]?.atMs ?? untilMs) < untilMs &&
    !attempts.some(
      ({ status, atMs, answeredAtMs }) => isLastWord(status) && (answeredAtMs ?? atMs) < untilMs,
    );
  return sets.find((set) => set !== late && isOpen(set)) ?? null;
}

function heldUpWords(step: Step, set: WireSet): string {
  return `${stepWords(step)} may have waited for ${setWords(set)}, which the Receiver did not take.`;
}

/** What came instead, so that whoever mixed up a type or sent no JWT finds it. */
function inItsPlace(unasked: readonly WireSet[], fromMs: number): string {
  const since = unasked.filter(({ attempts }) => (attempts[0]?.atMs ?? 0) >= fromMs);
  const [first] = since;
  if (first === undefined) return '';
  const types = eventTypesOf(first.parsed.claims ?? {});
  const what = types.length === 0 ? 'no SET that could be read' : types.join(', ');
  return `; what came instead: ${what}${since.length > 1 ? `, and ${since.length - 1} more` : ''}`;
}
