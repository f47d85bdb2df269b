import type { Player } from '../../../../reports/results.ts';
import type { People, Scenario } from '../../../scenarios/scenario.ts';
import { startReceiverOf } from '../../own/vendors.ts';
import type { Effect } from '../../receiver/exchange.ts';
import type { ReceiverTarget } from '../../receiver/session-options.ts';
import { isConfidential } from '../../rim/confidential.ts';
import { beyond } from '../beyond.ts';
import { NoStage, type Stage } from '../stage.ts';
import type { PushAddress } from './receiver-door.ts';

/** Who receives in one scenario. */
export interface ReceiverSide {
  player: Player;
  address: PushAddress;
  /** Makes it take SETs of the target. Rejects with NoStage where that cannot be. */
  trust(transmitter: { issuer: string; metadataUrl: string; audience: string | null }): Promise<void>;
  effects: Stage['effects'];
  close(): Promise<void>;
}

/** Stands a Receiver up for a scenario. */
export type OpenReceiverSide = (scenario: Scenario, people: People) => Promise<ReceiverSide>;

/** The mock that each story names. `ca`: PEM of a private CA of the target. */
export function mockSides(ca: string | undefined): OpenReceiverSide {
  return async (scenario, people) => {
    const mock = await startReceiverOf(scenario, {
      people: people.users,
      policy: scenario.cast.policy,
      // Targets speak as CAEP and RISC define it, whoever the mock plays.
      reading: 'standard',
      ca,
    });
    const { name, assumptions, pushUrl, pushAuthorization } = mock;
    return {
      player: { kind: 'mock', name, url: mock.pageUrl, assumptions: [...assumptions] },
      address: { url: pushUrl, authorization: pushAuthorization, ca: undefined },
      trust: async ({ audience, ...transmitter }) => {
        if (audience === null)
          throw new NoStage(`The stream has no aud: nothing tells ${name} which SETs are meant for it.`);
        await mock.trust({ ...transmitter, audience }).catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          throw new NoStage(`${name} could not be connected with the Transmitter: ${why}`);
        });
      },
      effects: async () => ({ ok: true, effects: mock.effects() }),
      close: () => mock.close(),
    };
  };
}

/**
 * The target that receives, in every scenario the same: a hosted one, which its tester has told of the Transmitter.
 * Throws NoStage for those to which nothing can be handed on.
 */
export function targetSide(target: ReceiverTarget): OpenReceiverSide {
  const { pushUrl, pushAuthorization = null, ca, clientCertificate } = target;
  if (pushUrl === undefined) {
    throw new NoStage(
      'Two targets are played against each other by handing SETs on to the push endpoint of the Receiver (--push-url): one that polls, or that makes its own stream, cannot be reached in between.',
    );
  }
  if (pushAuthorization !== null && !isConfidential(new URL(pushUrl))) {
    throw new NoStage(
      `SETs are not handed on: the Receiver's credentials would cross the network to ${new URL(pushUrl).host} for everybody to read.`,
    );
  }
  /** All that it did in the run, as far as it was told. */
  let last: readonly Effect[] = [];
  const ask = async (): Promise<{ ok: boolean; effects: Effect[]; message?: string } | null> => {
    if (target.effects === undefined) return null;
    const told = await target.effects();
    if (told.ok) last = told.effects;
    return told;
  };
  return async () => {
    await ask();
    const before = last;
    return {
      player: { kind: 'target', name: 'The Receiver', url: pushUrl, assumptions: [] },
      address: { url: pushUrl, authorization: pushAuthorization, ca, clientCertificate },
      trust: async () => undefined,
      effects: async () => {
        const told = await ask();
        return told === null ? null : { ...told, effects: beyond(told.effects, before) };
      },
      close: async () => undefined,
    };
  };
}
