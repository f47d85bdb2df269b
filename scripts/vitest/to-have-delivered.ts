import type { LoggedSet } from '../../mocks/set-log.ts';
import { excerptLine } from '../../reports/text/excerpt.ts';
import { count } from '../../reports/text/format.ts';
import { differences, type EventWish, readWish, setText, WISH_OPTIONS, wishText } from './event-wish.ts';
import { readOptions } from './expectations.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';
import { untilHolds } from './real-time.ts';

/** What keeps the SETs that were sent or came: every mock of `ssf-conformance/mocks`, and whatever of yours does. */
export interface KeepsSets {
  sets(): readonly LoggedSet[];
}

interface Waiting {
  /**
   * How long is waited for the SET, ms; default 2000. With `.not` all of this time is waited, default 500: keep it below the
   * time limit of the test.
   */
  within?: number | undefined;
}

export interface DeliveryWish extends EventWish, Waiting {
  /**
   * How many such SETs there must be, each counted once (by its jti); default: at least one. When they are there, another
   * 500 ms are waited for one too many.
   */
  times?: number | undefined;
}

export interface RefusalWish extends EventWish, Waiting {
  /** What the side that refused it said, in part: `invalid_audience`, a part of the description, the status of a push. */
  reason?: string | RegExp | undefined;
}

const WITHIN_MS = 2_000;
const QUIET_MS = 500;
/** SETs that are told of when the one that is looked for did not come. */
const MOST = 10;

export async function toHaveDelivered(
  this: MatcherContext,
  received: unknown,
  type: string,
  wish?: DeliveryWish,
): Promise<MatcherResult> {
  const matcher = 'toHaveDelivered';
  const {
    within,
    times: wanted,
    ...event
  } = readOptions(matcher, wish, [...WISH_OPTIONS, 'within', 'times']);
  return watched(this, {
    matcher,
    received,
    type,
    event,
    within,
    wanted,
    done: 'delivered',
    isDone: isDelivered,
  });
}

export async function toHaveRefusal(
  this: MatcherContext,
  received: unknown,
  type: string,
  wish?: RefusalWish,
): Promise<MatcherResult> {
  const matcher = 'toHaveRefusal';
  const { within, reason, ...event } = readOptions(matcher, wish, [...WISH_OPTIONS, 'within', 'reason']);
  const fits = (detail: string): boolean =>
    reason === undefined || (reason instanceof RegExp ? detail.search(reason) >= 0 : detail.includes(reason));
  const isDone = ({ state, detail }: LoggedSet): boolean => state === 'refused' && fits(detail ?? '');
  const done = reason === undefined ? 'refused' : `refused with ${String(reason)}`;
  return watched(this, { matcher, received, type, event, within, wanted: undefined, done, isDone });
}

function isDelivered({ state }: LoggedSet): boolean {
  return state === 'delivered';
}

interface Watch {
  matcher: string;
  received: unknown;
  type: string;
  event: EventWish;
  within: number | undefined;
  wanted: number | undefined;
  /** What is to become of the SET, in words and as a condition. */
  done: string;
  isDone: (set: LoggedSet) => boolean;
}

async function watched(context: MatcherContext, watch: Watch): Promise<MatcherResult> {
  const { matcher, received, type, event, within, wanted, done, isDone } = watch;
  const wished = readWish(matcher, type, event);
  const source = keeperOf(matcher, received);
  const waitMs = within ?? (context.isNot === true ? QUIET_MS : WITHIN_MS);
  const looked = (): LoggedSet[] =>
    onceEach(
      source.sets().filter((set) => isDone(set) && differences(set.claims, wished, context).length === 0),
    );
  const enough = (): boolean => looked().length >= Math.max(wanted ?? 1, 1);
  // That no more come can only be said after some time without.
  const tooMany = (): boolean => wanted !== undefined && looked().length > wanted;
  const isThere = wanted !== 0 && (await untilHolds(enough, waitMs));
  if (wanted !== undefined && (isThere || wanted === 0)) await untilHolds(tooMany, QUIET_MS);
  const found = looked();
  const all = source.sets();
  const isCounted = wanted === undefined ? '' : ` ${count(wanted, 'time')}`;
  const was = found.length === 0 ? 'not' : `so ${count(found.length, 'time')}`;
  const pass = wanted === undefined ? found.length > 0 : found.length === wanted;
  return {
    pass,
    message: () =>
      pass
        ? `${wishText(wished)} was not to be ${done}, but was: ${found.map(({ claims }) => setText(claims)).join('; ')}`
        : [
            `${wishText(wished)} was to be ${done}${isCounted} within ${waitMs} ms, but was ${was}.`,
            all.length === 0 ? 'No SET came at all.' : `What came instead (${count(all.length, 'SET')}):`,
            ...all.slice(-MOST).flatMap((set) => described(set, differences(set.claims, wished, context))),
            ...(all.length > MOST ? [`  … and ${all.length - MOST} before these`] : []),
          ].join('\n'),
  };
}

function described({ claims, state, detail }: LoggedSet, found: readonly string[]): string[] {
  const why = detail === null ? '' : `: ${excerptLine(detail, 200)}`;
  return [`  - ${setText(claims)}, ${state}${why}`, ...found.map((difference) => `      ${difference}`)];
}

/** A SET that is sent again is the same SET (RFC 8417 2.2: `jti` tells). */
function onceEach(sets: readonly LoggedSet[]): LoggedSet[] {
  const seen = new Set<string>();
  return sets.filter(({ claims }) => {
    const jti = claims?.jti;
    if (typeof jti !== 'string') return true;
    const name = JSON.stringify([claims?.iss, jti]);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function keeperOf(matcher: string, received: unknown): KeepsSets {
  if (
    typeof received === 'object' &&
    received !== null &&
    'sets' in received &&
    typeof received.sets === 'function'
  )
    // Sound: what it gives is looked at part by part.
    return received as KeepsSets;
  const hint = received instanceof Promise ? ' Await it first.' : '';
  throw new TypeError(
    `${matcher}: expected a mock that keeps its SETs (a Transmitter, a Receiver, an inbox), received what has no sets().${hint}`,
  );
}
