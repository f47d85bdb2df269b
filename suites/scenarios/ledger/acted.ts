import { calls, causesOf } from '../effect-match.ts';
import type { Match, Matched } from '../match.ts';
import type { Performance, SeenEffect, WireSet } from '../performance.ts';
import type { Estimate } from './instants.ts';

/** The effect that answers each event: the first right action because of it. Events that call for nothing have none. */
export function effectsOf(performance: Performance, matches: readonly Match[]): Map<Match, SeenEffect> {
  const found = new Map<Match, SeenEffect>();
  for (const { seen, match, about } of causesOf(performance.effects ?? [], matches)) {
    if (match === null || about === 'other' || match.event.acts.length === 0) continue;
    // causesOf gives the very objects that it was given.
    if (calls(match, seen.effect.action) && !found.has(match)) found.set(match, seen);
  }
  return found;
}

/** The SETs that say an event once more. */
export function repetitionsOf(match: Match, { again }: Matched): WireSet[] {
  return again.filter(({ of }) => of === match).map(({ set }) => set);
}

export function firstAttemptAt(set: WireSet | null): number | null {
  return set?.attempts[0]?.atMs ?? null;
}

/**
 * When the Receiver did it. A mock of ours tells so by our clock (to the ms). A target's `at` is by a clock of which we
 * know nothing, and is not used: it was done when it was seen at the latest, and after it had last been looked for in
 * vain. Never before the SET came.
 */
export function actedAt(
  { effect, seenAtMs, unseenAtMs = -Infinity }: SeenEffect,
  cameAtMs: number,
  { receiverIsMock, epochMs }: Pick<Performance, 'receiverIsMock' | 'epochMs'>,
): Estimate {
  const told = receiverIsMock && effect.at !== undefined ? Date.parse(effect.at) - epochMs : Number.NaN;
  if (Number.isNaN(told)) {
    const low = Math.min(Math.max(cameAtMs, unseenAtMs), seenAtMs);
    return { ms: seenAtMs, low, high: seenAtMs };
  }
  const ms = Math.max(cameAtMs, Math.min(told, seenAtMs));
  return { ms, low: Math.max(cameAtMs, ms - ROUNDING_MS), high: Math.min(seenAtMs, ms + ROUNDING_MS) };
}

/** Both `at` and the epoch of our clock are told in whole ms. */
const ROUNDING_MS = 1;
