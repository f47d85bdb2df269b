import { handshake } from '../../rim/handshake.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { RecordingClient } from '../../rim/recording-client.ts';
import type { Secrets } from '../../rim/secrets.ts';
import type { ReceiverFacts, ReceiverRim } from '../exchange.ts';
import type { ReceiverTarget } from '../session-options.ts';
import type { Attribution } from './attribution.ts';
import type { CallLog } from './call-log.ts';
import type { Issuers } from './issuers.ts';
import type { PeerKeys } from './keys.ts';
import type { LateVerifications } from './late-verifications.ts';
import type { Offers } from './offers.ts';
import type { PeerStreams } from './peer-streams.ts';
import type { Pusher } from './pusher.ts';
import type { Scenes } from './scenes.ts';
import type { TargetLife } from './target-life.ts';
import type { Trap } from './trap.ts';
import { within } from './within.ts';

/** What the rim is made of; the session builds it. */
export interface ReceiverRimParts {
  facts: ReceiverFacts;
  target: ReceiverTarget;
  startedAtMs: number;
  attribution: Attribution;
  client: RecordingClient;
  recorder: Recorder;
  secrets: Secrets;
  keys: PeerKeys;
  scenes: Scenes;
  streams: PeerStreams;
  offers: Offers;
  late: LateVerifications;
  log: CallLog;
  issuers: Issuers;
  pusher: Pusher;
  life: TargetLife;
  /** Opens the poll stream of a hosted poller anew and gives its URL; null for other targets. */
  openPollStream(): string | null;
  trap(plain?: boolean): Promise<Trap>;
  /** File with the certificate of our CA, for the target; null where there is none. */
  caFile: string | null;
  signal: AbortSignal | undefined;
}

/** The rim of a run against a Receiver, in the main process. See `ReceiverRim` for what each call does. */
export function createReceiverRim(parts: ReceiverRimParts): ReceiverRim {
  const { facts, target, attribution, client, recorder, secrets, keys, scenes, streams, offers, late } =
    parts;
  const { log, issuers, pusher, life } = parts;
  const inTurn = oneAfterTheOther();

  async function endLife(): Promise<void> {
    await life.end();
    // A poller that nobody can start anew goes on.
    if (target.poll !== true || target.start !== undefined) streams.dropAll();
  }

  return {
    facts: async () => facts,
    sign: ({ key, alg, input }) => keys.sign(key, alg, input),
    publicJwk: async (name) => {
      await keys.load([name]);
      return keys.published(name);
    },
    push: async (spec, check) => {
      attribution.check = check;
      const to =
        target.pushUrl === undefined
          ? streams.pushTarget()
          : { streamId: null, url: target.pushUrl, authorization: target.pushAuthorization ?? null };
      const exchange = await pusher.push(spec, to, check);
      if (to?.streamId != null) await late.release(to.streamId);
      return exchange;
    },
    send: (spec, check) => {
      attribution.check = check;
      const { method, url, headers = {}, timeoutMs = facts.limits.request } = spec;
      return client.send({ method, url, headers, body: null, timeoutMs }, check, parts.signal);
    },
    offer: async (streamId, sets) => offers.offer(streamId, sets),
    offered: async (streamId, names) => offers.list(streamId, names),
    withdraw: async (streamId, names) => offers.withdraw(streamId, names),
    scene: async (scene, check) => {
      if (check !== undefined) attribution.check = check;
      await keys.load(scene.keys ?? []);
      scenes.set(scene);
      if (scene.verification !== 'late') await late.releaseAll();
    },
    calls: (from, waitMs) => log.calls(from, waitMs),
    streams: async () => streams.list(),
    revokeTokens: async () => issuers.revokeTokens(),
    dropStream: async (streamId) => streams.drop(streamId),
    start: ({ delivery, door = 'right', scenario }, check) =>
      inTurn(async () => {
        attribution.check = check;
        await endLife();
        life.number += 1;
        const issuer = await issuers.at(door);
        const pollUrl = parts.openPollStream();
        const { metadataUrl, url } = issuer;
        const { audience } = facts;
        const { caFile } = parts;
        const name = scenario ?? check ?? 'start';
        const outcome = await life
          .start(
            { scenario: name, issuer: url, metadataUrl, delivery, audience, pollUrl, caFile },
            parts.signal,
          )
          .catch((error: unknown) => ({ ok: false, message: reason(error) }));
        return { ...outcome, ...masked(outcome.message, secrets), life: life.number, issuer: url };
      }),
    stop: () => inTurn(endLife),
    ended: async () => life.ended(),
    said: async () => secrets.mask(life.said()),
    effects: async (check) => {
      attribution.check = check;
      if (target.effects === undefined)
        return { ok: false, effects: [], message: 'no effects hook is configured' };
      try {
        const limitMs = Math.max(facts.limits.effect, facts.limits.request);
        const told = await within(limitMs, target.effects());
        if (told === undefined)
          return { ok: false, effects: [], message: `the effects hook was not done within ${limitMs} ms` };
        return { ...told, ...masked(told.message, secrets) };
      } catch (error) {
        return { ok: false, effects: [], message: secrets.mask(reason(error)) };
      }
    },
    attempts: async (door) => parts.issuers.attempts(door),
    doorUrl: async (door) => (await issuers.at(door)).url,
    trap: async (plain) => ({ url: (await parts.trap(plain)).url }),
    trapped: async (marker) => {
      const traps = new Set(await Promise.all([parts.trap(), parts.trap(true)]));
      return [...traps].flatMap(({ requests }) => requests.filter(({ url }) => url.includes(marker)));
    },
    handshake: (spec) => handshake(spec, facts.limits.request, target),
    recordSet: async (set) => recorder.set(set),
    recordTiming: async (sample) => recorder.sample(sample),
    now: async () => performance.now() - parts.startedAtMs,
  };
}

/** Lets calls wait for each other: a check that was given up may still be starting the target. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}

function masked(message: string | undefined, secrets: Secrets): { message?: string } {
  return message === undefined ? {} : { message: secrets.mask(message) };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
