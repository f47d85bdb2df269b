import type { DurationRow, LimitRow } from '../../../reports/results.ts';
import { type Measured, rounded } from './durations.ts';
import { type Estimate, exactly } from './instants.ts';
import { percentile } from './percentile.ts';

/** A limit that the tester can set. */
export interface TimingLimit {
  defaultMs: number;
  /** Who proposed the default. */
  source: string;
  /** What is compared with it, one sentence. */
  what: string;
}

const OURS = 'our own choice';
const OFFICIAL =
  "as long as the OpenID Foundation's conformance suite waits for an event (CAEP interop, push)";

/** The limits by name. No standard of the family bounds any of these times, so the tester's own figures go before. */
export const TIMING_LIMITS = {
  verification: {
    defaultMs: 5 * 60_000,
    source:
      'proposed in the SSF working group (openid/sharedsignals issue 339); one minute is debated there, too',
    what: 'From the request for a verification event to its arrival, the longest.',
  },
  'process-to-signing.p99': {
    defaultMs: 5_000,
    source: OURS,
    what: 'From what happened to the signature (iat), of all but one in a hundred events.',
  },
  'delivery.p99': {
    defaultMs: 10_000,
    source: OURS,
    what: 'From what happened to the first attempt to deliver its SET, of all but one in a hundred events.',
  },
  'delivery.max': {
    defaultMs: 60_000,
    source: OFFICIAL,
    what: 'From what happened to the first attempt to deliver its SET, the longest.',
  },
  'ingest-to-push.p99': {
    defaultMs: 10_000,
    source: OURS,
    what: 'From what happened to the acceptance of its SET, of all but one in a hundred events.',
  },
  'end-to-end.p99': {
    defaultMs: 15_000,
    source: OURS,
    what: 'From what happened to what the Receiver did about it, of all but one in a hundred events.',
  },
  'retry-gap.max': {
    defaultMs: 30_000,
    source: OURS,
    what: 'From one attempt to deliver a SET that was not accepted to the next, the longest.',
  },
} as const satisfies Record<string, TimingLimit>;

/** What limits are compared with. */
export interface Seen {
  durations: readonly Measured[];
  retryGapsMs: readonly number[];
  verificationsMs: readonly number[];
}

/**
 * One row for each limit, all types and delivery methods together. A limit is broken only if the figure exceeds it
 * however far off it may be: what cannot be decided within its uncertainty counts as kept, and the row says so.
 */
export function limitRows(configured: Readonly<Record<string, number>>, seen: Seen): LimitRow[] {
  return Object.entries(TIMING_LIMITS).map(([name, limit]) => {
    const own = configured[name];
    const limitMs = own ?? limit.defaultMs;
    const source = own === undefined ? limit.source : 'configured';
    const figure = figureOf(name, seen);
    if (figure === null) return { name, limitMs, actualMs: null, kept: null, source };
    const beyond = figure.ms > limitMs;
    const kept = figure.low <= limitMs;
    return {
      name,
      limitMs,
      actualMs: rounded(figure.ms),
      kept,
      source,
      ...(beyond && kept ? { undecided: true as const } : {}),
    };
  });
}

/** `delivery.p99`: the name of a duration and a percentile of it, or `max`. */
function figureOf(name: string, { durations, retryGapsMs, verificationsMs }: Seen): Estimate | null {
  if (name === 'verification') return figure(verificationsMs.map(exactly), 100);
  const [what, which = 'max'] = name.split('.');
  const p = which === 'max' ? 100 : Number(which.slice(1));
  if (what === 'retry-gap') return figure(retryGapsMs.map(exactly), p);
  const duration = what as DurationRow['name'];
  return figure(
    durations.filter((one) => one.name === duration).map((one) => one.duration),
    p,
  );
}

/** A percentile does not fall when no value falls, so that of the lowest possible values is its lower bound. */
function figure(estimates: readonly Estimate[], p: number): Estimate | null {
  if (estimates.length === 0) return null;
  const of = (pick: (estimate: Estimate) => number): number =>
    percentile(
      estimates.map(pick).toSorted((a, b) => a - b),
      p,
    );
  return { ms: of(({ ms }) => ms), low: of(({ low }) => low), high: of(({ high }) => high) };
}
