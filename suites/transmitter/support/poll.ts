import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { succeeded } from './answers.ts';
import { offersVerification, orderSet } from './order-set.ts';
import { until } from './until.ts';
import { carriesState, patience, verificationEvent, verificationInterval } from './verification.ts';

/** The answer to one poll. */
export interface PollAnswer {
  exchange: Exchange;
  sets: SeenSet[];
  document: JsonObject | null;
}

/** Pause after an answer that brings just what was acknowledged, ms. */
const DRAIN_PAUSE = 50;

/** Rounds after which a queue that still gives SETs is taken as endless. */
const DRAIN_ROUNDS = 20;

/** The jti of a SET: the name under which it stood in `sets`. */
export function jtiOf(set: SeenSet): string {
  return set.pollKey ?? '';
}

/**
 * What acknowledges SETs: their jti, and where the name in `sets` is another one (which is judged elsewhere), that
 * name too.
 */
export function acknowledging(...sets: SeenSet[]): string[] {
  const claimed = sets.map((set) => set.parsed.claims?.jti);
  const keys = [...sets.map(jtiOf), ...claimed.filter((jti) => typeof jti === 'string')];
  return [...new Set(keys)];
}

/** One poll that asks for an answer at once. */
export function shortPoll<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  body: JsonObject = {},
): Promise<PollAnswer> {
  return t.poll(stream, { returnImmediately: true, ...body }, { timeoutMs: t.limits.request });
}

/**
 * Polls until an answer holds a SET that `match` accepts, for at most `limitMs`. Acknowledges nothing unless `body`
 * says so. Returns the answer and the SET; null when none came.
 */
export async function pollFor<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  match: (set: SeenSet) => boolean,
  limitMs: number,
  body: JsonObject = {},
): Promise<{ answer: PollAnswer; set: SeenSet } | null> {
  const poll = (): Promise<PollAnswer> => shortPoll(t, stream, body);
  const answer = await until(t, poll, ({ sets }) => sets.some(match), limitMs);
  const set = answer.sets.find(match);
  return set === undefined ? null : { answer, set };
}

/**
 * Orders a SET and polls until there is one, that one or another, without acknowledging it.
 * Not-tested when none comes.
 */
export async function fetchOne<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<{ set: SeenSet; answer: PollAnswer }> {
  const { limitMs } = await orderSet(t, stream);
  const found = await pollFor(t, stream, () => true, limitMs);
  return found ?? t.notTested('The SET that the check needs did not come.');
}

/** Orders two SETs and polls until two SETs were there, without acknowledging them. */
export async function fetchTwo<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<[SeenSet, SeenSet]> {
  await orderSet(t, stream);
  const { limitMs } = await orderSet(t, stream);
  const seen: SeenSet[] = [];
  const look = async (): Promise<void> => {
    for (const set of (await shortPoll(t, stream)).sets) {
      if (!seen.some((one) => isAgain(one)(set))) seen.push(set);
    }
  };
  await until(t, look, () => seen.length >= 2, limitMs);
  const [first, second] = seen;
  if (first === undefined || second === undefined) {
    return t.notTested('The two SETs that the check needs did not both come.');
  }
  return [first, second];
}

/** Two SETs, as `fetchTwo`; a single one where the Transmitter lets verification be requested too seldom for two. */
export async function fetchSome<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<[SeenSet, SeenSet | null]> {
  if (!(await offersVerification(t)) || verificationInterval(stream) <= patience(t))
    return fetchTwo(t, stream);
  return [(await fetchOne(t, stream)).set, null];
}

/** Whether a SET is, or carries the event of, one that was seen before. */
export function isAgain(before: SeenSet): (set: SeenSet) => boolean {
  const identity = (set: SeenSet): unknown => set.parsed.claims?.jti ?? set.pollKey;
  const state = verificationEvent(before)?.state;
  return (set) =>
    identity(set) === identity(before) || (typeof state === 'string' && carriesState(set, state));
}

/** Fetches and acknowledges until nothing is left; false when the queue does not run empty. */
export async function drain<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<boolean> {
  let ack: string[] = [];
  for (let round = 0; round < DRAIN_ROUNDS; round += 1) {
    const { exchange, sets } = await shortPoll(t, stream, ack.length === 0 ? {} : { ack });
    // A target that does not heed returnImmediately holds the answer when there is nothing.
    if (exchange.error?.kind === 'timeout') return true;
    if (!succeeded(exchange)) return false;
    if (sets.length === 0) return true;
    const before = new Set(ack);
    ack = acknowledging(...sets);
    // An acknowledgement may take a moment to take effect.
    if (ack.every((jti) => before.has(jti))) await pause(DRAIN_PAUSE);
  }
  return false;
}
