import { spoken } from '../../okta-dialect.ts';
import type { Performance, WireSet } from '../../performance.ts';
import { namesOf, spaces, subjectsOfEvent } from '../../subject-match.ts';
import { storyNames } from './story-people.ts';

/**
 * Whether an event that no step called for may follow from one that did: something of another type had happened to the
 * same person before it came. One's sessions end where an account is disabled, for instance. Mocks do nothing of themselves.
 */
export function mayFollow(performance: Performance, set: WireSet, type: string): boolean {
  const { judged, receiverIsMock, dialect, steps } = performance;
  if (judged.transmitter && judged.receiver && receiverIsMock) return false;
  const cameAtMs = set.attempts[0]?.atMs ?? 0;
  const names = subjectsOfEvent(set.parsed.claims ?? {}, type).flatMap((one) =>
    spaces(namesOf(one) ?? new Map()),
  );
  return steps.some((played) => {
    const { step, happenedAtMs } = played;
    if (step.event === null || happenedAtMs === null || happenedAtMs > cameAtMs) return false;
    const story = storyNames({ steps: [played] });
    return spoken(step.event, dialect).type !== type && names.some((name) => story.has(name));
  });
}
