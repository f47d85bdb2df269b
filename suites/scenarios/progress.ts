import { calls, causesOf } from './effect-match.ts';
import { type Matchable, matchEvents } from './match.ts';
import type { SeenEffect } from './performance.ts';

/** How far a scenario is that is still played: what its director waits for, beside `answersSoFar`. */

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

/** Whether the answer to an attempt says that the SET was taken. */
export function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Accepted, or refused for good: the Transmitter need not try again (RFC 8935 2.3, RFC 9110 15.5). */
export function isLastWord(status: number | null): boolean {
  if (status === null) return false;
  return isAccepted(status) || (status >= 400 && status < 500 && status !== 408 && status !== 429);
}
