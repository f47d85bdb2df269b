import { isDeepStrictEqual } from 'node:util';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { specOfEvent } from '../standard/vocabulary.ts';
import { eventsOf, eventTypesOf, isVerification } from './events.ts';
import { isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** Rules about all SETs of an issuer together. */

/** A SET of a feed, as far as these rules look at it. */
export interface FeedSet {
  claims: JsonObject | null;
  /** The stream on which it came; null if that is not known. */
  streamId: string | null;
}

/** A violation, and the place in the list of the SET that shows it. */
export interface FeedViolation<R extends RequirementId> extends Violation<R> {
  index: number;
}

type JtiRows = 'RFC8417-2.2-04' | 'RFC7519-4.1.7-01';

/**
 * RFC 8417 2.2, RFC 7519 4.1.7: a `jti` belongs to one SET. The same `jti` with the same claims is the same SET, sent
 * again. Across streams only other events count: RFC 8417 asks for uniqueness within one feed.
 */
export function judgeTokenIds(sets: readonly FeedSet[]): FeedViolation<JtiRows>[] {
  const first = new Map<string, { claims: JsonObject; streamId: string | null }[]>();
  const violations: FeedViolation<JtiRows>[] = [];
  for (const [index, { claims, streamId }] of sets.entries()) {
    const jti = claims?.jti;
    if (claims === null || typeof jti !== 'string' || jti === '') continue;
    const known = first.get(jti) ?? [];
    const same = known.find((earlier) => earlier.streamId === streamId);
    const elsewhere = known.find((earlier) => !isDeepStrictEqual(earlier.claims.events, claims.events));
    if (same === undefined) first.set(jti, [...known, { claims, streamId }]);
    if (same !== undefined && !isDeepStrictEqual(same.claims, claims)) {
      const message =
        'Two different SETs of one stream have the same `jti`: a Receiver takes the second for a repetition.';
      violations.push({
        ...shared(jti, index),
        ...reissued(same.claims, claims),
        requirement: 'RFC8417-2.2-04',
        message,
      });
    } else if (same === undefined && elsewhere !== undefined) {
      const message = 'Different events on two streams have the same `jti`.';
      violations.push({ ...shared(jti, index), requirement: 'RFC7519-4.1.7-01', cap: 'warn', message });
    }
  }
  return violations;
}

/** One event that was issued anew for its second delivery: the Receiver that drops the repetition loses nothing. */
const reissued = (one: JsonObject, other: JsonObject) =>
  isDeepStrictEqual({ ...one, iat: 0 }, { ...other, iat: 0 }) ? { cap: 'warn' as const } : {};

const shared = (jti: string, index: number) => ({
  index,
  expected: 'a `jti` of its own for each SET',
  actual: jti,
});

/**
 * SSF 4.1.9: a `txn` names one cause. Only verification events that were asked for with different states surely have
 * different causes; other SETs may share one.
 */
export function judgeTransactionIds(sets: readonly FeedSet[]): FeedViolation<'SSF-4.1.9-02'>[] {
  const stateOf = new Map<unknown, { state: unknown; jti: unknown }>();
  const violations: FeedViolation<'SSF-4.1.9-02'>[] = [];
  for (const [index, { claims }] of sets.entries()) {
    const state = claims === null ? undefined : verificationState(claims);
    const txn = claims?.txn;
    if (state === undefined || txn === undefined) continue;
    const earlier = stateOf.get(txn);
    if (earlier === undefined) stateOf.set(txn, { state, jti: claims?.jti });
    else if (earlier.state !== state && earlier.jti !== claims?.jti) {
      const message = 'Two verification events, each asked for by itself, have the same `txn`.';
      violations.push({
        index,
        requirement: 'SSF-4.1.9-02',
        message,
        expected: 'a `txn` of its own for each cause',
        actual: txn,
      });
    }
  }
  return violations;
}

/** How many verification SETs, each asked for with a state of its own, carry a `txn`. */
export function comparableTransactions(sets: readonly FeedSet[]): number {
  const states = sets.flatMap(({ claims }) =>
    claims !== null && claims.txn !== undefined ? [verificationState(claims)] : [],
  );
  return new Set(states.filter((state) => state !== undefined)).size;
}

function verificationState(claims: JsonObject): unknown {
  if (!isVerification(claims)) return undefined;
  const event = eventsOf(claims).find(([, value]) => isObject(value) && 'state' in value)?.[1];
  return isObject(event) ? event.state : undefined;
}

/**
 * RFC 8417 2.2: the identifier of an event type stays the same; query and fragment are where it would change. Two types
 * may differ just there (`...#login`, `...#logout`): what holds digits is taken for made up.
 */
export function judgeStableIdentifiers(sets: readonly FeedSet[]): FeedViolation<'RFC8417-2.2-12'>[] {
  const first = new Map<string, string>();
  const violations: FeedViolation<'RFC8417-2.2-12'>[] = [];
  for (const [index, { claims }] of sets.entries()) {
    for (const type of claims === null ? [] : eventTypesOf(claims)) {
      const stem = stemOf(type);
      const earlier = first.get(stem) ?? type;
      first.set(stem, earlier);
      if (earlier === type) continue;
      const message = 'The identifier of one event type differs from SET to SET.';
      violations.push({ index, requirement: 'RFC8417-2.2-12', message, expected: earlier, actual: type });
    }
  }
  return violations;
}

/** What an identifier has in common with that of the same event type in another SET. */
function stemOf(type: string): string {
  const [stem = type] = type.split(/[?#]/, 1);
  // Of these it is known that nothing follows.
  if (specOfEvent(stem) !== null) return stem;
  const rest = type.slice(stem.length).replaceAll(/[\w.-]+/g, (word) => (/\d/.test(word) ? '*' : word));
  return stem + rest;
}
