import type { Match } from '../match.ts';
import { firstAttemptAt } from './acted.ts';

/**
 * The events that came out of order: after one about the same person that had happened later. What came with it, in one
 * poll answer, is in no order. Only events that had happened one after the other count: had been told before the next was.
 */
export function overtaken(matches: readonly Match[]): Set<Match> {
  const late = new Set<Match>();
  const byPerson = new Map<string, Match[]>();
  for (const match of matches) {
    const { about } = match.event;
    byPerson.set(about, [...(byPerson.get(about) ?? []), match]);
  }
  for (const own of byPerson.values()) {
    for (const [i, match] of own.entries()) {
      const cameAtMs = firstAttemptAt(match.set);
      if (cameAtMs === null) continue;
      const before = own.slice(i + 1).some((later) => {
        const laterCameAtMs = firstAttemptAt(later.set);
        return laterCameAtMs !== null && laterCameAtMs < cameAtMs && happenedAfter(later, match);
      });
      if (before) late.add(match);
    }
  }
  return late;
}

function happenedAfter(later: Match, earlier: Match): boolean {
  const { toldAtMs, happenedAtMs } = earlier.played;
  return (later.played.happenedAtMs ?? Infinity) >= (toldAtMs ?? happenedAtMs ?? Infinity);
}
