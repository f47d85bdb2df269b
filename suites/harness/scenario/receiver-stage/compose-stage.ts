import type { Delivery, Player } from '../../../../reports/results.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { transmitterOf } from '../../own/vendors.ts';
import type { Effect } from '../../receiver/exchange.ts';
import type { ReceiverSession } from '../../receiver/session.ts';
import { beyond } from '../beyond.ts';
import type { Stage } from '../stage.ts';
import { type Emission, emitting, tell } from './story-teller.ts';
import { WireSets } from './wire-sets.ts';

/** The stream of a scenario at our Transmitter. */
export interface StageStream {
  /** Null: there is none (any more). */
  id(): string | null;
  isMine(streamId: string): boolean;
  /** Event types that the Receiver asked for; null: all. */
  eventsDelivered: readonly string[] | null;
}

export interface StageParts {
  session: ReceiverSession;
  scenario: Scenario;
  delivery: Delivery;
  dialect: Stage['dialect'];
  judged: Stage['judged'];
  receiver: Player;
  stream: StageStream;
  fault: Emission;
  /** Ends the stream, and what was started for this scenario alone. */
  end(): Promise<void>;
}

/** How often the Receiver is asked what it did before the scenario, until it answers. */
const TRIES = 3;

/** A stage of which our side is the Transmitter: a mock vendor on our Transmitter, and the Receiver at the stream. */
export async function composeStage(parts: StageParts): Promise<Stage> {
  const { session, scenario, stream, dialect } = parts;
  const { rim, facts, sending } = session;
  const wire = new WireSets((id) => stream.isMine(id));
  const endWatch = sending.watch((news) => wire.take(news));
  const send: Parameters<typeof emitting>[0] = async (event) => {
    const id = stream.id();
    return id === null ? { jti: null, streams: [] } : sending.emit({ ...event, stream_id: id });
  };
  const vendor = transmitterOf(scenario, {
    emit: emitting(send, parts.fault),
    dialect,
  });
  const before = await effectsBefore(session);
  return {
    transmitter: { kind: 'mock', name: vendor.name, url: facts.issuer, assumptions: [...vendor.assumptions] },
    receiver: parts.receiver,
    judged: parts.judged,
    delivery: parts.delivery,
    dialect,
    eventsDelivered: stream.eventsDelivered,
    issuer: facts.issuer,
    audience: [facts.audience],
    tell: (step) => tell(vendor, step),
    tellsEverything: true,
    sets: wire.list,
    news: (waitMs) => wire.news(waitMs),
    effects: async () => {
      if (before === null || !before.ok) return before;
      const told = await effectsNow(session);
      return told === null ? null : { ...told, effects: beyond(told.effects, before.effects) };
    },
    keys: async () => [await rim.publicJwk('current'), await rim.publicJwk('ec')],
    // The SETs are signed by our own clock.
    skew: () => null,
    emptyPollsMs: [],
    close: async () => {
      await parts.end().catch(() => undefined);
      endWatch();
    },
  };
}

/** What it did before: it is asked again when that fails, for without it nothing can be told of the whole scenario. */
async function effectsBefore(session: ReceiverSession): ReturnType<typeof effectsNow> {
  let told = await effectsNow(session);
  for (let left = TRIES - 1; told?.ok === false && left > 0; left -= 1) told = await effectsNow(session);
  return told;
}

/** Null without the hook `effects`. */
async function effectsNow({
  facts,
  rim,
}: ReceiverSession): Promise<{ ok: boolean; effects: Effect[]; message?: string } | null> {
  return facts.hooks.includes('effects') ? rim.effects(null) : null;
}
