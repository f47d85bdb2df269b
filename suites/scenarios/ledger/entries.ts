import type { LedgerEntry } from '../../../reports/results.ts';
import { eventTypesOf } from '../../set/events.ts';
import { type Match, matchEvents } from '../match.ts';
import { spoken } from '../okta-dialect.ts';
import type { Performance, WireSet } from '../performance.ts';
import { actedAt, effectsOf, repetitionsOf } from './acted.ts';
import { attemptsOf } from './attempts.ts';
import { rounded } from './durations.ts';
import { between, type Estimate, eventTimestampAt, signedAt } from './instants.ts';
import { overtaken } from './order.ts';
import { clipped, subjectWords } from './subject-words.ts';

/** An entry for each event of the story, in its order, and then for each SET that nothing called for. */
export function book(performance: Performance, firstId: number): LedgerEntry[] {
  const matched = matchEvents(performance);
  const effects = effectsOf(performance, matched.matches);
  const late = overtaken(matched.matches);
  const booked: LedgerEntry[] = [];
  let id = firstId;
  for (const match of matched.matches) {
    const { event, set, played } = match;
    const eventType = spoken(event, performance.dialect).type;
    const again = repetitionsOf(match, matched);
    booked.push({
      id: id++,
      scenario: performance.scenario.name,
      step: played.step.id,
      eventType,
      delivery: set?.delivery ?? performance.delivery,
      subject: subjectWords(set?.parsed.claims?.sub_id ?? event.subject),
      ...identity(set),
      happenedAtMs: optional(played.happenedAtMs),
      toldAtMs: optional(played.toldAtMs),
      ...timesOf(performance, match, eventType, effects.get(match)),
      ...attempts(set, again),
      outOfOrder: late.has(match),
      lost: set === null && again.length === 0 && waitedFor(performance, match),
    });
  }
  for (const set of new Set(matched.unasked)) {
    const { claims } = set.parsed;
    const [eventType = 'none'] = claims === null ? [] : eventTypesOf(claims);
    booked.push({
      id: id++,
      scenario: performance.scenario.name,
      step: null,
      eventType: clipped(eventType, LONGEST),
      delivery: set.delivery,
      subject: subjectWords(claims?.sub_id),
      ...identity(set),
      happenedAtMs: null,
      toldAtMs: null,
      eventTimestampAtMs: optional(eventTimestampAt(set, eventType, performance)?.ms ?? null),
      signedAtMs: optional(signedAt(set, performance)?.ms ?? null),
      signedExactly: set.signedAtMs !== null,
      actedAtMs: null,
      ...attempts(set, []),
      outOfOrder: false,
      lost: false,
    });
  }
  return booked;
}

function identity(set: WireSet | null): Pick<LedgerEntry, 'jti' | 'set'> {
  const jti = set?.jti ?? null;
  return { jti: jti === null ? null : clipped(jti, LONGEST), set: set?.id ?? null };
}

/** Characters of a name that the Transmitter chose. */
const LONGEST = 256;

function attempts(set: WireSet | null, again: readonly WireSet[]): ReturnType<typeof attemptsOf> {
  const { firstAttemptAtMs, acceptedAtMs, ...counts } = attemptsOf(set, again);
  return {
    ...counts,
    firstAttemptAtMs: optional(firstAttemptAtMs),
    acceptedAtMs: optional(acceptedAtMs),
  };
}

type Times = Pick<
  LedgerEntry,
  'eventTimestampAtMs' | 'signedAtMs' | 'signedOffMs' | 'signedExactly' | 'actedAtMs' | 'actedOffMs'
>;

function timesOf(
  performance: Performance,
  { played, set }: Match,
  eventType: string,
  effect: Parameters<typeof actedAt>[0] | undefined,
): Times {
  const cameAtMs = set?.attempts[0]?.atMs ?? null;
  const told = set === null ? null : signedAt(set, performance);
  // It was signed after its cause and before it came, which is often narrower than what a whole second tells.
  const signed =
    told === null || cameAtMs === null || played.happenedAtMs === null
      ? null
      : between(told, played.happenedAtMs, cameAtMs);
  const acted = effect === undefined ? null : actedAt(effect, cameAtMs ?? -Infinity, performance);
  return {
    eventTimestampAtMs:
      set === null ? null : optional(eventTimestampAt(set, eventType, performance)?.ms ?? null),
    // One that contradicts what was seen is shown as it was told.
    signedAtMs: optional((signed ?? told)?.ms ?? null),
    ...(signed === null ? {} : { signedOffMs: offOf(signed) }),
    signedExactly: set !== null && set.signedAtMs !== null,
    actedAtMs: optional(acted?.ms ?? null),
    // Nothing is done about it before it happened.
    ...(acted === null
      ? {}
      : { actedOffMs: offOf({ ...acted, low: Math.max(acted.low, played.happenedAtMs ?? acted.ms) }) }),
  };
}

function offOf({ ms, low, high }: Estimate): number {
  return rounded(Math.max(ms - low, high - ms));
}

/** Whether the event had its time to come: it is not lost only because the story was cut short. */
function waitedFor({ cutShort, endedAtMs, limits }: Performance, { played }: Match): boolean {
  return cutShort === null || endedAtMs - (played.toldAtMs ?? Infinity) >= limits.delivery;
}

function optional(ms: number | null): number | null {
  return ms === null ? null : rounded(ms);
}
