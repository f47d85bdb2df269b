import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import type { Delivery } from '../../../../reports/results.ts';
import { castPeople } from '../../../scenarios/people.ts';
import type { Performance } from '../../../scenarios/performance.ts';
import type { People, Scenario } from '../../../scenarios/scenario.ts';
import { startBuiltInTarget } from '../../built-in-target.ts';
import type { Limits, TriggerRequest } from '../../exchange.ts';
import { startBuiltInReceiver } from '../../receiver/built-in-receiver.ts';
import type { EffectsHook } from '../../receiver/session-options.ts';
import { direct } from '../direct.ts';
import { lateEffects } from '../receiver-stage/late-effects.ts';
import { emitting } from '../receiver-stage/story-teller.ts';
import { openReceiverStages } from '../receiver-stage.ts';
import type { Stage } from '../stage.ts';
import { openTransmitterStages } from '../transmitter-stage.ts';

/** Limits for a storm: its events come at once, and whoever waits for the last one waits for all of them. */
const STORM_LIMITS: Partial<Limits> = { delivery: 12_000 };

/** Limits for mocks that live in this process: short, because most faults make something not come. */
const PROOF_LIMITS: Partial<Limits> = {
  request: 5_000,
  delivery: 5_000,
  effect: 1_200,
  quiet: 400,
};

const SEED = 4;

/** What a scenario is played on. */
interface Stages {
  session: { facts: { limits: Limits; startedAt: string } };
  now(): number;
  open(scenario: Scenario, people: People, delivery: Delivery): Promise<Stage>;
  close(): Promise<unknown>;
}

function limitsOf(scenario: Scenario): Partial<Limits> {
  return { ...PROOF_LIMITS, ...(scenario.together === undefined ? {} : STORM_LIMITS) };
}

/** Plays a scenario between mocks in this process, one of them broken by a fault or both as they ought to be. */
export async function playBetweenMocks(scenario: Scenario, fault?: ScenarioFault): Promise<Performance> {
  const options = { profile: 'ssf', limits: limitsOf(scenario), seed: SEED };
  return playOn(await openReceiverStages({ ...options, fault }), scenario);
}

/** Plays a scenario against the reference Receiver as a target. */
export async function playAgainstReceiver(scenario: Scenario, fault?: ScenarioFault): Promise<Performance> {
  const { receiver: seams, effectsAfterMs } = fault?.seams() ?? {};
  const receiver = await startBuiltInReceiver({
    form: 'hosted',
    https: false,
    peer: seams === undefined ? undefined : { seams },
  });
  try {
    const { target } = receiver;
    const shown = effectsAfterMs === undefined ? null : lateEffects(effectsAfterMs);
    const effects: EffectsHook = async () => {
      const told = (await target.effects?.()) ?? { ok: false, effects: [] };
      return { ...told, effects: shown?.(told.effects) ?? told.effects };
    };
    const options = { profile: 'ssf', limits: limitsOf(scenario), seed: SEED };
    const stages = await openReceiverStages({ ...options, target: { ...target, effects } });
    await receiver.register(stages.session.facts);
    return await playOn(stages, scenario);
  } finally {
    await receiver.close();
  }
}

/** Plays a scenario against the reference Transmitter as a target, which a trigger tells what to send. */
export async function playAgainstTransmitter(
  scenario: Scenario,
  fault?: ScenarioFault,
): Promise<Performance> {
  const seams = fault?.seams() ?? {};
  const target = await startBuiltInTarget({
    https: false,
    peer: { seed: SEED, ...(seams.transmitter === undefined ? {} : { seams: seams.transmitter }) },
  });
  try {
    const { issuer, metadataUrl, ca, trigger, ...rest } = target.session;
    let asked: TriggerRequest | null = null;
    const emit = emitting(async (event) => {
      const outcome = asked === null ? null : await trigger?.({ ...asked, ...event });
      return { jti: outcome?.ok === true ? 'sent' : null, streams: [] };
    }, seams);
    const stages = await openTransmitterStages({
      ...rest,
      transmitter: { issuer, metadataUrl, ca },
      trigger: async (request) => {
        asked = request;
        const { type, subject, event } = request;
        await emit({ type, subject, event });
        return { ok: true };
      },
      profile: 'ssf',
      limits: limitsOf(scenario),
      seed: SEED,
    });
    return await playOn(stages, scenario);
  } finally {
    await target.close();
  }
}

async function playOn(stages: Stages, scenario: Scenario): Promise<Performance> {
  try {
    const { facts } = stages.session;
    const people = castPeople(SEED, scenario.needs);
    const stage = await stages.open(scenario, people, 'push');
    try {
      return await direct({
        scenario,
        steps: scenario.script(people),
        stage,
        receiverIsMock: stage.receiver.kind === 'mock',
        limits: facts.limits,
        now: () => stages.now(),
        epochMs: Date.parse(facts.startedAt),
        say: () => undefined,
      });
    } finally {
      await stage.close();
    }
  } finally {
    await stages.close();
  }
}
