import { answersSoFar, type Matchable } from '../../scenarios/match.ts';
import type { Performance, PlayedStep, WireSet } from '../../scenarios/performance.ts';
import { actedSteps, isAccepted, isLastWord } from '../../scenarios/progress.ts';

/** How far a scenario is that is being played: what its director waits for. */

/** Whether the events of all these steps have come and the Receiver has said its last word on each. */
export function areDone(performance: Matchable, steps: readonly PlayedStep[]): boolean {
  const answered = new Set(
    answersSoFar(performance)
      .filter(({ set }) => set.attempts.some(({ status }) => isLastWord(status)))
      .map(({ played }) => played.step.id),
  );
  return steps.every(({ step }) => step.event === null || answered.has(step.id));
}

/**
 * Whether the Receiver did what these steps call for, or nothing more is to be expected: their events did not come, say
 * something else, were not accepted, or the time (ms) for it is over.
 */
export function areSettled(
  performance: Pick<Performance, 'steps' | 'sets' | 'dialect' | 'effects'>,
  steps: readonly PlayedStep[],
  now: number,
  limitMs: number,
): boolean {
  const waiting = new Set(steps.map(({ step }) => step.id));
  for (const id of actedSteps(performance)) waiting.delete(id);
  return !answersSoFar(performance).some(({ played, how, set }) => {
    if (!waiting.has(played.step.id) || how !== 'exact') return false;
    const acceptedAtMs = acceptanceOf(set);
    return acceptedAtMs !== null && now < acceptedAtMs + limitMs;
  });
}

function acceptanceOf({ attempts }: WireSet): number | null {
  return attempts.find(({ status }) => isAccepted(status))?.answeredAtMs ?? null;
}
