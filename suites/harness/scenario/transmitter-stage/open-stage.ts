import type { Delivery } from '../../../../reports/results.ts';
import type { People, Scenario } from '../../../scenarios/scenario.ts';
import type { Jwk } from '../../../set/verify.ts';
import { createProbe } from '../../probe/create-probe.ts';
import type { RunState } from '../../probe/run-state.ts';
import { NotApplicable, NotTested } from '../../probe/signals.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../probe.ts';
import type { Relay } from '../../rim/inbox-port.ts';
import { readingIn } from '../../rim/read-recorded.ts';
import { RecordingClient } from '../../rim/recording-client.ts';
import type { Session } from '../../session.ts';
import { NoStage, type Stage } from '../stage.ts';
import { ArrivedSets } from './arrived-sets.ts';
import { makeDue } from './due-subjects.ts';
import { PollLoop } from './poll-loop.ts';
import { pushRelay } from './push-relay.ts';
import { ReceiverDoor } from './receiver-door.ts';
import type { OpenReceiverSide, ReceiverSide } from './receiver-side.ts';
import type { TargetClock } from './target-clock.ts';
import { tellTrigger } from './tell-trigger.ts';

/** How much longer than the limit a poll without SETs may be held to be measured, ms. */
const GRACE_MS = 1_000;

/** What the stages of one run share. */
export interface StagesParts {
  session: Session;
  state: RunState;
  clock: TargetClock;
  /** Who answers the pushes of a scenario, by its name. */
  relays: Map<string, Relay>;
  openReceiver: OpenReceiverSide;
  /** The Receiver is a target, too. */
  pair: boolean;
  signal: AbortSignal | undefined;
  /** A poll without SETs was held to its end in this run. */
  sawEmptyPoll: boolean;
  /** Delivery methods by which it was measured how long verification takes. */
  verified: Set<Delivery>;
}

/** Makes a stream at the target and stands a Receiver behind it. Rejects with NoStage where that cannot be. */
export async function openStage(
  parts: StagesParts,
  scenario: Scenario,
  people: People,
  delivery: Delivery,
): Promise<Stage> {
  const { session, state, clock } = parts;
  const handle = createProbe(state, scenario.name, delivery, () => null);
  const { probe } = handle;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).toReversed()) await end().catch(() => undefined);
  };
  try {
    closers.push(() => handle.cleanUp());
    const stream = await probe.stream();
    await expectEnabled(probe, stream);
    await measureVerification(parts, probe, stream);
    const undue = await makeDue(probe, stream, scenario.script(people));
    const receiver = await parts.openReceiver(scenario, people);
    closers.push(() => receiver.close());
    const { issuer, metadataUrl } = session.facts;
    const audience = strings(stream.configuration.aud);
    const { events_delivered: delivered } = stream.configuration;
    await receiver.trust({ issuer, metadataUrl, audience: audience?.[0] ?? null });
    const keysBefore = await freshKeys(probe);

    clock.trust(stream.created.request.url);
    const sets = new ArrivedSets({
      recorder: session.recorder,
      check: scenario.name,
      delivery,
      streamId: stream.id,
      read: (set, arrivedAtMs) =>
        readingIn(set, { issuer, audience, streamId: stream.id, arrivedAtMs, asked: true }, session.facts),
      signed: (iat, atMs) => clock.signed(iat, atMs),
    });
    const wake = (): void => sets.changed();
    parts.signal?.addEventListener('abort', wake);
    closers.push(async () => parts.signal?.removeEventListener('abort', wake));
    const door = openDoor(parts, receiver, scenario.name);
    closers.push(() => door.close());
    const polls = startDelivery(parts, { stream, sets, door, check: scenario.name, closers });

    return {
      transmitter: { kind: 'target', name: 'The Transmitter', url: issuer, assumptions: [] },
      receiver: receiver.player,
      judged: { transmitter: true, receiver: parts.pair },
      delivery,
      dialect: 'standard',
      // An empty list says that nothing is delivered.
      eventsDelivered: Array.isArray(delivered) ? (strings(delivered) ?? []) : null,
      issuer,
      audience,
      tell: (step, since) => {
        const why = undue.get(JSON.stringify(step.event?.subject));
        if (why !== undefined) return Promise.resolve({ ok: false, message: why });
        return tellTrigger(
          session.rim,
          { scenario: scenario.name, streamId: stream.id },
          step,
          since,
          parts.signal,
        );
      },
      tellsEverything: false,
      sets: sets.list,
      news: (waitMs) => sets.news(waitMs),
      effects: () => receiver.effects(),
      // A key may have been replaced in the meantime; what it signed is none the worse for that.
      keys: async () => union(keysBefore, await freshKeys(probe)),
      skew: () => clock.estimate(),
      emptyPollsMs: polls?.emptyPollsMs ?? [],
      pollTrouble: () => polls?.trouble ?? null,
      close: () => {
        sets.close();
        return close();
      },
    };
  } catch (error) {
    await close();
    throw asNoStage(error);
  }
}

/** Begins to take SETs; gives what polls, where nothing is pushed. */
function startDelivery(
  parts: StagesParts,
  at: {
    stream: TestStream;
    sets: ArrivedSets;
    door: ReceiverDoor;
    check: string;
    closers: (() => Promise<unknown>)[];
  },
): PollLoop | null {
  const { session, relays } = parts;
  const { stream, check, sets, door, closers } = at;
  if (stream.delivery === 'push') {
    relays.set(check, pushRelay({ sets, door, authorization: stream.authorizationHeader }));
    closers.push(async () => relays.delete(check));
    return null;
  }
  const { pollUrl } = stream;
  if (pollUrl === null) throw new NoStage('The Transmitter gave no poll URL (delivery.endpoint_url).');
  const { recorder } = session;
  const loop = new PollLoop(
    { stream: { ...stream, pollUrl }, check, sets, door, recorder, now: () => session.now() },
    (signal) => session.rimUntil(signal),
  );
  loop.start();
  closers.push(async () => {
    // How long a poll is held without SETs is told of every target: once in a run it is waited for.
    parts.sawEmptyPoll ||= loop.emptyPollsMs.length > 0 || parts.signal?.aborted === true;
    await loop.stop(parts.sawEmptyPoll ? 0 : 2 * session.facts.limits.longPoll + GRACE_MS);
    parts.sawEmptyPoll = true;
  });
  return loop;
}

/** What is handed on to a target is evidence; what our own mock is given stands in the record already. */
function openDoor(
  { session, pair, signal }: StagesParts,
  receiver: ReceiverSide,
  check: string,
): ReceiverDoor {
  const { address } = receiver;
  const { request: timeoutMs } = session.facts.limits;
  if (!pair) return new ReceiverDoor(address, timeoutMs);
  const startedAtMs = performance.now() - session.now();
  return new ReceiverDoor(address, timeoutMs, (http, request) =>
    new RecordingClient(http, session.recorder, startedAtMs).send(request, check, signal),
  );
}

/** Ends where the new stream is not enabled: nothing would come on it (SSF 8.1.2). */
async function expectEnabled(probe: TransmitterProbe, stream: TestStream): Promise<void> {
  const { document } = await probe.metadata();
  if (typeof document?.status_endpoint !== 'string') return;
  const { response } = await probe.call('read-status', { streamId: stream.id });
  const json = response?.json;
  const status: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'status') : undefined;
  if (status === 'paused' || status === 'disabled')
    throw new NoStage(`The status of the new stream is ${status}, not enabled.`);
}

/** How long verification takes is told of every target, once by each delivery method; how right it is, checks say. */
async function measureVerification(
  { verified }: StagesParts,
  probe: TransmitterProbe,
  stream: TestStream,
): Promise<void> {
  const { document } = await probe.metadata();
  if (typeof document?.verification_endpoint !== 'string' || verified.has(stream.delivery)) return;
  verified.add(stream.delivery);
  await probe.verify(stream).catch(() => null);
}

async function freshKeys(probe: TransmitterProbe): Promise<readonly Jwk[] | null> {
  probe.forgetJwks();
  return probe.jwks().then(
    ({ keys }) => keys,
    () => null,
  );
}

function union(before: readonly Jwk[] | null, now: readonly Jwk[] | null): readonly Jwk[] | null {
  if (before === null || now === null) return before ?? now;
  const known = new Set(before.map((key) => JSON.stringify(key)));
  return [...before, ...now.filter((key) => !known.has(JSON.stringify(key)))];
}

/** A string, or the strings of a list; null where there is none. */
function strings(value: JsonObject[string]): string[] | null {
  const list = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
  return list.length === 0 ? null : list;
}

/** What ends a check ends the opening of a stage: the target would not have it. */
function asNoStage(error: unknown): unknown {
  const isSignal = error instanceof NotTested || error instanceof NotApplicable;
  return isSignal ? new NoStage(error.message, { cause: error }) : error;
}
