import { preflight } from '../preflight.ts';
import { receiverPreflight } from '../receiver/preflight.ts';
import { addressesOfCa } from '../rim/our-address.ts';
import type { ScenarioRunOptions } from '../run-options.ts';
import type { Ground } from './ground.ts';
import { inOurWords } from './own-words.ts';
import { openReceiverStages } from './receiver-stage.ts';
import { NoStage } from './stage.ts';
import { openTransmitterStages } from './transmitter-stage.ts';

/** The mocks are next door: what does not come from them at once does not come. */
const BETWEEN_MOCKS = { quiet: 200 };

export type OpenedGround = { ground: Ground } | { preflight: { sentence: string; hint: string } };

/** Opens what the scenarios of a run are played on, and asks whether the targets are there. */
export async function openGround(given: ScenarioRunOptions): Promise<OpenedGround> {
  const { receiver, actions } = given;
  const options = receiver === undefined ? given : { ...given, receiver: inOurWords(receiver, actions) };
  try {
    return await (options.transmitter === undefined ? atOurTransmitter(options) : atTheirs(options));
  } catch (error) {
    if (!(error instanceof NoStage)) throw error;
    return { preflight: { sentence: error.message, hint: 'Without it no scenario can be played.' } };
  }
}

async function atOurTransmitter(options: ScenarioRunOptions): Promise<OpenedGround> {
  const { receiver: target, onProgress, signal } = options;
  const stages = await openReceiverStages({
    target,
    deliveries: options.delivery,
    profile: options.profile,
    limits: target === undefined ? { ...BETWEEN_MOCKS, ...options.limits } : options.limits,
    seed: options.seed,
    listen: options.listen,
    publicUrl: options.publicUrl,
    stateDir: options.stateDir,
    // Mocks among themselves have nobody who would trust our authority.
    authority: target === undefined ? undefined : options.tls,
    signal,
  });
  const { facts, rim, recorder, secrets } = stages.session;
  const ground: Ground = {
    target: {
      role: target === undefined ? 'transmitter' : 'receiver',
      issuer: facts.issuer,
      metadataUrl: facts.metadataUrl,
      builtIn: target === undefined,
      form: target === undefined ? 'mocks' : facts.form,
      ...(facts.pushUrl === null ? {} : { endpoint: facts.pushUrl }),
    },
    deliveries: target === undefined ? ['push'] : facts.deliveries,
    limits: facts.limits,
    seed: facts.seed,
    startedAt: facts.startedAt,
    now: () => stages.now(),
    recorder,
    secrets,
    open: (scenario, people, delivery) => stages.open(scenario, people, delivery),
    close: async () => {
      await stages.close();
      return [];
    },
  };
  await opened(() => options.onOpen?.(stages.session), stages);
  if (target === undefined) return { ground };
  const addresses = [
    { name: 'our issuer', url: facts.issuer },
    { name: 'its metadata', url: facts.metadataUrl },
    ...(stages.session.pollUrl === null ? [] : [{ name: 'poll URL', url: stages.session.pollUrl }]),
    ...addressesOfCa(options.tls),
  ];
  onProgress?.({ kind: 'addresses', addresses });
  const obstacle = await receiverPreflight(facts, rim, {
    tell: (text) => onProgress?.({ kind: 'phase', text }),
    starts: target.start !== undefined,
    signal,
  });
  return orObstacle(ground, obstacle, signal);
}

async function atTheirs(options: ScenarioRunOptions): Promise<OpenedGround> {
  const { transmitter, receiver, onProgress, signal } = options;
  if (transmitter === undefined) throw new TypeError('There is no Transmitter under test.');
  const stages = await openTransmitterStages({
    transmitter,
    receiver,
    auth: options.auth,
    trigger: options.trigger,
    deliveries: options.delivery,
    profile: options.profile,
    limits: options.limits,
    seed: options.seed,
    listen: options.listen,
    publicUrl: options.publicUrl,
    pushAuthority: options.tls,
    signal,
  });
  const { session } = stages;
  const { facts, rim, recorder, secrets } = session;
  await opened(() => options.onOpen?.({ secrets, startedAtMs: performance.now() - session.now() }), stages);
  const addresses = addressesOfCa(options.tls);
  if (addresses.length > 0) onProgress?.({ kind: 'addresses', addresses });
  onProgress?.({ kind: 'phase', text: `Looking at ${facts.issuer}` });
  const obstacle = await preflight(facts, rim);
  if (obstacle === null) {
    await session.noteForeignStreams();
    await session.findDeliveries();
  }
  const { issuer, metadataUrl } = facts;
  const ground: Ground = {
    target: {
      role: 'transmitter',
      issuer,
      metadataUrl,
      builtIn: false,
      ...(receiver === undefined
        ? {}
        : {
            form: 'pair' as const,
            ...(receiver.pushUrl === undefined ? {} : { endpoint: receiver.pushUrl }),
          }),
    },
    deliveries: facts.deliveries,
    limits: facts.limits,
    seed: facts.seed,
    startedAt: facts.startedAt,
    now: () => stages.now(),
    recorder,
    secrets,
    open: (scenario, people, delivery) => stages.open(scenario, people, delivery),
    close: async () => (await stages.close()).notices,
  };
  return orObstacle(ground, obstacle, signal);
}

/** Tells that our side stands, and takes it down where that goes wrong. */
async function opened(
  tell: () => void | Promise<void>,
  stages: { close(): Promise<unknown> },
): Promise<void> {
  try {
    await tell();
  } catch (error) {
    await stages.close();
    throw error;
  }
}

async function orObstacle(
  ground: Ground,
  obstacle: { sentence: string; hint: string } | null,
  signal: AbortSignal | undefined,
): Promise<OpenedGround> {
  if (obstacle === null || signal?.aborted === true) return { ground };
  await ground.close();
  // The target's words are quoted, and it may have quoted our token.
  return { preflight: ground.secrets.maskDeep(obstacle) };
}
