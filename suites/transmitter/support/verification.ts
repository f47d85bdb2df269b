import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { VERIFICATION } from '../../standard/vocabulary.ts';
import { isObject, outcomeOf, succeeded } from './answers.ts';
import { waitUntil } from './wait.ts';

function eventsOf(set: SeenSet): JsonObject {
  const events = set.parsed.claims?.events;
  return isObject(events) ? events : {};
}

/** The verification event in a SET; null when it is no verification SET. */
export function verificationEvent(set: SeenSet): JsonObject | null {
  const event = eventsOf(set)[VERIFICATION];
  return isObject(event) ? event : null;
}

/** A verification SET that has the member `state`, whatever its value. */
export function hasState(set: SeenSet): boolean {
  return Object.hasOwn(verificationEvent(set) ?? {}, 'state');
}

/** Some event of the SET, of whatever type, has exactly this `state`. */
export function carriesState(set: SeenSet, state: string): boolean {
  return Object.values(eventsOf(set)).some((event) => isObject(event) && event.state === state);
}

/** What was asked of a stream: when last, in ms since the start of the run, and with which states. */
const asked = new WeakMap<TestStream, { lastMs: number; states: Set<string> }>();

/** `min_verification_interval` of a stream in ms; 0 when it states none (SSF 8.1.1). */
export function verificationInterval(stream: TestStream): number {
  const seconds = stream.configuration.min_verification_interval;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : 0;
}

/** How long we wait at most until verification may be requested again, ms. */
export function patience<R extends RequirementId>({ limits }: TransmitterProbe<R>): number {
  return Math.max(limits.verification, limits.request);
}

/**
 * Requests verification as a considerate Receiver: keeps the stream's `min_verification_interval`, and waits out a
 * 429. `state` null: none is sent. Ends the check as not-tested when the interval, or the 429, lasts longer than the
 * limit `verification`.
 */
export async function requestVerification<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  state: string | null,
): Promise<Exchange> {
  const interval = verificationInterval(stream);
  const last = asked.get(stream)?.lastMs;
  if (last !== undefined && interval > patience(t)) {
    t.notTested(
      `The check needs several verification requests, and min_verification_interval (${interval / 1_000} s) is longer than the limit "verification"; raise that limit.`,
    );
  }
  if (last !== undefined) await waitUntil(t, last + interval);
  const body = state === null ? {} : { state };
  const exchange = await t.call('verify', { streamId: stream.id, body, patientMs: interval });
  note(stream, exchange.atMs + exchange.durationMs, state);
  return exchange;
}

function note(stream: TestStream, lastMs: number, state: string | null): void {
  const states = asked.get(stream)?.states ?? new Set();
  if (state !== null) states.add(state);
  asked.set(stream, { lastMs, states });
}

/**
 * Requests verification for a check that needs its event but does not judge the request; returns the state. Where
 * nothing ever comes by this delivery method the check ends as not-tested, unless it insists.
 */
export async function orderVerification<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  options: { insist?: true } = {},
): Promise<string> {
  if (options.insist !== true) expectSound(t, stream);
  const state = t.random();
  const requested = await requestVerification(t, stream, state);
  if (!succeeded(requested)) {
    t.notTested(`No SET could be ordered by a verification request: ${outcomeOf(requested)}.`);
  }
  return state;
}

/** Ends the check where verification events never come by the delivery method of the stream. */
export function expectSound<R extends RequirementId>(t: TransmitterProbe<R>, stream: TestStream): void {
  if (t.isSilent(stream))
    t.notTested('No verification event comes; verification/event-arrives speaks of that.');
}

/** What came on a stream after verification was requested. */
export interface VerificationArrivals {
  /** The SET with our state; null when none came in time. */
  exact: SeenSet | null;
  /** A verification SET with another state, or with none, in place of it. Without a state it may be one that nobody asked for. */
  other: SeenSet | null;
}

/** Waits as long as the limit `verification` allows for the event with this state. */
export async function awaitVerification<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  state: string,
): Promise<VerificationArrivals> {
  const deadline = (await t.now()) + t.limits.verification;
  const earlier = [...(asked.get(stream)?.states ?? [])].filter((one) => one !== state);
  const answersEarlier = (set: SeenSet): boolean => earlier.some((one) => carriesState(set, one));
  const first = await t.awaitSet(
    stream,
    (set) => carriesState(set, state) || (verificationEvent(set) !== null && !answersEarlier(set)),
    t.limits.verification,
  );
  if (first === null || carriesState(first, state)) return { exact: first, other: null };
  // A verification event that nobody asked for has no state (SSF 8.1.4.2): one that has a state is the answer, spoiled,
  // unless the right one follows soon.
  const left = Math.max(0, deadline - (await t.now()));
  if (hasState(first)) {
    const right = (set: SeenSet): boolean => carriesState(set, state);
    const exact = await t.awaitSet(stream, right, Math.min(left, t.limits.quiet));
    return { exact, other: exact === null ? first : null };
  }
  const second = await t.awaitSet(
    stream,
    (set) => carriesState(set, state) || (hasState(set) && !answersEarlier(set)),
    left,
  );
  if (second !== null && carriesState(second, state)) return { exact: second, other: null };
  return { exact: null, other: second ?? first };
}
