import type { Delivery, Player } from '../../../reports/results.ts';
import type { ClockSkew, WireSet } from '../../scenarios/performance.ts';
import type { Step } from '../../scenarios/scenario.ts';
import type { Jwk } from '../../set/verify.ts';
import type { Effect } from '../receiver/exchange.ts';

/**
 * Where a scenario is played: a Transmitter, a Receiver, and between them a wire on which every SET is recorded and
 * stamped. Either side is a target or a mock of ours. No call throws for what a target does.
 */
export interface Stage {
  transmitter: Player;
  receiver: Player;
  judged: { transmitter: boolean; receiver: boolean };
  delivery: Delivery;
  dialect: 'standard' | 'okta';
  /** Event types that the Transmitter says it will deliver; null: it does not say, or all of them. */
  eventsDelivered: readonly string[] | null;
  issuer: string | null;
  audience: readonly string[] | null;
  /** Lets the Transmitter's side know that something happened; `since` are steps before that brought no event and were not told. Resolves when it has been told. */
  tell(step: Step, since: readonly Step[]): Promise<{ ok: boolean; message?: string }>;
  /** Steps without events are told, too (mocks want them; a trigger gets them together with the next one that brings an event). */
  tellsEverything: boolean;
  /** Every SET of this scenario on the wire so far; one list, which grows, in order of first attempts. */
  sets: readonly WireSet[];
  /** Waits until something new came over the wire, or so many ms. */
  news(waitMs: number): Promise<void>;
  /** What the Receiver did so far in this scenario; null when nothing can tell (hook `effects`). */
  effects(): Promise<{ ok: boolean; effects: Effect[]; message?: string } | null>;
  /** Keys of the Transmitter; null when they cannot be had. */
  keys(): Promise<readonly Jwk[] | null>;
  skew(): ClockSkew | null;
  /** Why the last poll brought nothing that could be read; null: it did. Absent where nothing is polled. */
  pollTrouble?(): string | null;
  /** How long polls were held that brought nothing, ms. */
  emptyPollsMs: readonly number[];
  /** Deletes the stream of this scenario. Never throws. */
  close(): Promise<void>;
}

/** A stage could not be set: why, for the reader; the scenario is then not tested. */
export class NoStage extends Error {}
