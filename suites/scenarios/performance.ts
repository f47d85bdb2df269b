import type { Delivery } from '../../reports/results.ts';
import type { Limits } from '../harness/exchange.ts';
import type { Effect } from '../harness/receiver/exchange.ts';
import type { ParsedSet } from '../set/parse.ts';
import type { Jwk } from '../set/verify.ts';
import type { Scenario, Step } from './scenario.ts';

/** Times are ms since the start of the run (monotonic), unless said otherwise. */

/** One time a SET was handed over: a push, or a poll answer. */
export interface Attempt {
  /** Id in `Results.exchanges`. */
  exchange: number;
  /** First byte of the push here (or sent by us, where our mock is the Transmitter); poll: the answer was there. */
  atMs: number;
  /** The Receiver's answer was sent (or was there); poll: the acknowledgement. Null: none came. */
  answeredAtMs: number | null;
  /** Status of the answer to a push; poll: 202 for an acknowledgement, 400 for an entry in setErrs. */
  status: number | null;
  /** Error code that the Receiver gave. */
  err: string | null;
  /** It came without the credentials of its stream (`authorization_header`): we refused it, the Receiver never saw it. */
  unauthorized?: true;
  /** Content-Type of a push that was not declared as a SET; empty: it had none. */
  mistyped?: string;
}

/** A SET that crossed the wire during a scenario; the same token sent again is one more attempt. Verification and stream-updated events are left out. */
export interface WireSet {
  /** Id in `Results.sets` of its first attempt. */
  id: number;
  parsed: ParsedSet;
  delivery: Delivery;
  jti: string | null;
  /** In order of time, at least one. */
  attempts: Attempt[];
  /** When it was signed, where our own mock did it; null: only `iat` tells. */
  signedAtMs: number | null;
}

/** An effect and when it was first seen. */
export interface SeenEffect {
  effect: Effect;
  seenAtMs: number;
  /** When the Receiver was asked last and did not tell of it yet; absent: it had not been asked. */
  unseenAtMs?: number;
}

export interface PlayedStep {
  step: Step;
  /** When the Transmitter's side began to be told; null: it was not. */
  happenedAtMs: number | null;
  /** When it had been told. */
  toldAtMs: number | null;
  /** Why it could not be told; null: it was. */
  trouble: string | null;
}

/** How far the clock of the Transmitter is ahead of ours, ms. */
export interface ClockSkew {
  ms: number;
  /** Half the width of the interval in which it lies. */
  uncertaintyMs: number;
  samples: number;
}

/** What was seen while a scenario was played: plain data, all that judging knows. */
export interface Performance {
  scenario: Scenario;
  delivery: Delivery;
  /** In which dialect events are sent: as CAEP and RISC define them, or as Okta takes them. */
  dialect: 'standard' | 'okta';
  /** Which sides are under test; the other one is a mock of ours, whose breaches are our fault. */
  judged: { transmitter: boolean; receiver: boolean };
  /** The Receiver is the mock that the story names. */
  receiverIsMock: boolean;
  /** E-mail addresses of people who were made up for a target, and on none of whom it was seen to act before; absent: none. */
  strangers?: ReadonlySet<string>;
  startedAtMs: number;
  endedAtMs: number;
  /** Why it was not played to its end; null: it was. */
  cutShort: string | null;
  steps: readonly PlayedStep[];
  sets: readonly WireSet[];
  /** Null: nothing tells what the Receiver did (hook `effects`). */
  effects: readonly SeenEffect[] | null;
  /** Why the effects could not be had (any more). */
  effectsTrouble: string | null;
  /** Why the SETs of a poll stream could not be had when they were asked for last; absent: they could, or are pushed. */
  pollTrouble?: string;
  /** What the SETs must agree with; null where it is not known. */
  issuer: string | null;
  audience: readonly string[] | null;
  /** Keys of the Transmitter's JWK Set; null when it could not be had. */
  keys: readonly Jwk[] | null;
  skew: ClockSkew | null;
  /** ms since the epoch at 0 of this clock. */
  epochMs: number;
  limits: Limits;
}
