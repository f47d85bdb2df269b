import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import { oktaEventTypes } from '../../../../mocks/vendors/index.ts';
import type { Delivery } from '../../../../reports/results.ts';
import type { People, Scenario } from '../../../scenarios/scenario.ts';
import { startReceiverOf } from '../../own/vendors.ts';
import { openReceiverSession } from '../../receiver/session.ts';
import type { ReceiverSessionOptions } from '../../receiver/session-options.ts';
import { NoStage, type Stage } from '../stage.ts';
import { composeStage } from './compose-stage.ts';
import { lateEffects } from './late-effects.ts';

/** Starts the Receiver of the story beside our Transmitter, each trusting the other. */
export async function openBetweenMocks(
  options: Omit<ReceiverSessionOptions, 'target'>,
  fault: ScenarioFault | undefined,
  { scenario, people, delivery }: { scenario: Scenario; people: People; delivery: Delivery },
): Promise<Stage> {
  if (delivery !== 'push') throw new NoStage('The mocks of Receivers are pushed to; they do not poll.');
  const { cast } = scenario;
  const dialect = cast.receiver === 'okta-itp' || cast.transmitter === 'okta-itp' ? 'okta' : 'standard';
  const seams = fault?.seams() ?? {};
  const mock = await startReceiverOf(scenario, {
    people: people.users,
    policy: cast.policy,
    reading: dialect === 'okta' ? 'own' : 'standard',
    seams: seams.receiver,
  });
  try {
    const { pushUrl, pushAuthorization } = mock;
    const shown = seams.effectsAfterMs === undefined ? null : lateEffects(seams.effectsAfterMs);
    const effects = async () => ({ ok: true, effects: shown?.(mock.effects()) ?? mock.effects() });
    const session = await openReceiverSession({
      ...options,
      // Nobody else calls: our keys and our port need not be those that a target knows.
      listen: undefined,
      publicUrl: undefined,
      stateDir: undefined,
      deliveries: ['push'],
      target: { pushUrl, pushAuthorization: pushAuthorization ?? undefined, effects },
      eventTypes: oktaEventTypes,
      seams: seams.transmitter,
    });
    const end = async (): Promise<void> => {
      await session.close();
      await mock.close();
    };
    try {
      const { issuer, metadataUrl, audience } = session.facts;
      await mock.trust({ issuer, metadataUrl, audience });
      const streamId = session.sending.openPushStream({ url: pushUrl, authorization: pushAuthorization });
      return await composeStage({
        session,
        scenario,
        delivery,
        dialect,
        judged: { transmitter: true, receiver: true },
        receiver: { kind: 'mock', name: mock.name, url: pushUrl, assumptions: [...mock.assumptions] },
        stream: { id: () => streamId, isMine: (id) => id === streamId, eventsDelivered: null },
        fault: seams,
        end,
      });
    } catch (error) {
      await session.close();
      throw error;
    }
  } catch (error) {
    await mock.close();
    throw error;
  }
}
