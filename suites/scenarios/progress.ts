import { calls, causesOf } from './effect-match.ts';
import { answersSoFar, type Matchable, matchEvents } from './match.ts';
import type { SeenEffect, WireSet } from './performance.ts';
import type { Step } from './scenario.ts';

/** How far a scenario is that is still played: what its director waits for. Of a storm, ask for all steps at once. */

/** The steps whose event has come (at least one of its type about its subject) and has been answered by the Receiver. */
export function answeredSteps(performance: Matchable): ReadonlySet<string> {
  return stepsWhose(performance, ({ attempts }) =>
    attempts.some(({ answeredAtMs }) => answeredAtMs !== null),
  );
}

/** The steps whose event the Receiver has accepted: a push answered with 2xx, or an acknowledgement. */
export function acceptedSteps(performance: Matchable): ReadonlySet<string> {
  return stepsWhose(performance, ({ attempts }) => attempts.some(({ status }) => isAccepted(status)));
}

/** The steps for whose event the Receiver has done one of the things that are called for; those that call for none, too. */
export function actedSteps(
  performance: Matchable & { effects: readonly SeenEffect[] | null },
): ReadonlySet<string> {
  const idle = performance.steps.filter(({ step }) => (step.event?.acts.length ?? 0) === 0);
  const { matches } = matchEvents(performance);
  const acted = causesOf(performance.effects ?? [], matches).flatMap(({ seen, match, about }) =>
    match !== null && about !== 'other' && calls(match, seen.effect.action) ? [match.played] : [],
  );
  return new Set([...idle, ...acted].map(({ step }) => step.id));
}

export function answered(performance: Matchable, step: Step): boolean {
  return answeredSteps(performance).has(step.id);
}

export function accepted(performance: Matchable, step: Step): boolean {
  return acceptedSteps(performance).has(step.id);
}

export function acted(
  performance: Matchable & { effects: readonly SeenEffect[] | null },
  step: Step,
): boolean {
  return actedSteps(performance).has(step.id);
}

/** Whether the answer to an attempt says that the SET was taken. */
export function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function stepsWhose(performance: Matchable, holds: (set: WireSet) => boolean): ReadonlySet<string> {
  return new Set(
    answersSoFar(performance)
      .filter(({ set }) => holds(set))
      .map(({ played }) => played.step.id),
  );
}
