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

export interface DeliveryWish extends EventWish {
  /**
   * How long is waited for the SET, ms; default 2000. With `.not` all of this time is waited, default 500: keep it below the
   * time limit of the test.
   */
  within?: number | undefined;
  /**
   * How many such SETs there must be, each counted once (by its jti); default: at least one. When they are there, another
   * 500 ms are waited for one too many.
   */
  times?: number | undefined;
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
  const { within, times, ...rest } = readOptions(matcher, wish, [...WISH_OPTIONS, 'within', 'times']);
  const wished = readWish(matcher, type, rest);
  const source = keeperOf(matcher, received);
  const isNot = this.isNot === true;
  const waitMs = positive(matcher, 'within', within) ?? (isNot ? QUIET_MS : WITHIN_MS);
  const wanted = positive(matcher, 'times', times);
  const matching = (): LoggedSet[] =>
    onceEach(source.sets().filter(({ claims }) => differences(claims, wished, this).length === 0));
  const delivered = (): LoggedSet[] => matching().filter(({ state }) => state === 'delivered');
  const enough = (): boolean => delivered().length >= Math.max(wanted ?? 1, 1);
  // That no more come can only be said after some time without.
  const tooMany = (): boolean => wanted !== undefined && delivered().length > wanted;
  const isThere = wanted !== 0 && (await untilHolds(enough, waitMs));
  if (wanted !== undefined && (isThere || wanted === 0)) await untilHolds(tooMany, QUIET_MS);
  const found = delivered();
  const pass = wanted === undefined ? found.length > 0 : found.length === wanted;
  const others = source.sets();
  return {
    pass,
    message: () =>
      pass
        ? `${wishText(wished, this)} was not to be delivered, but was: ${found.map(({ claims }) => setText(claims, this)).join('; ')}`
        : [
            `${wishText(wished, this)} was to be delivered${wanted === undefined ? '' : ` ${count(wanted, 'time')}`} within ${waitMs} ms, but was ${found.length === 0 ? 'not' : `delivered ${count(found.length, 'time')}`}.`,
            others.length === 0
              ? 'No SET came at all.'
              : `What came instead (${count(others.length, 'SET')}):`,
            ...others
              .slice(-MOST)
              .flatMap((set) => describe(set, differences(set.claims, wished, this), this)),
            ...(others.length > MOST ? [`  … and ${others.length - MOST} before these`] : []),
          ].join('\n'),
  };
}

function describe(
  { claims, state, detail }: LoggedSet,
  found: readonly string[],
  context: MatcherContext,
): string[] {
  const fate =
    state === 'delivered' ? state : `${state}${detail === null ? '' : `: ${excerptLine(detail, 200)}`}`;
  return [`  - ${setText(claims, context)}, ${fate}`, ...found.map((difference) => `      ${difference}`)];
}

/** A SET that is sent again is the same SET (RFC 8417 2.2: `jti` tells). */
function onceEach(sets: readonly LoggedSet[]): LoggedSet[] {
  const seen = new Set<string>();
  return sets.filter(({ claims, state }) => {
    const jti = claims?.jti;
    if (typeof jti !== 'string' || state !== 'delivered') return true;
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

function positive(matcher: string, name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value >= 0)) return value;
  throw new TypeError(`${matcher}: ${name} is no number from 0.`);
}
