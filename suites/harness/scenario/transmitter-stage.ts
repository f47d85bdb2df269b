import type { Delivery } from '../../../reports/results.ts';
import type { People, Scenario } from '../../scenarios/scenario.ts';
import { cleanUp } from '../clean-up.ts';
import { KNOWN_EVENT_TYPES } from '../known-event-types.ts';
import { createRunState } from '../probe/run-state.ts';
import type { ReceiverTarget } from '../receiver/session-options.ts';
import type { Relay } from '../rim/inbox-port.ts';
import { openSession, type Session, type SessionOptions } from '../session.ts';
import type { Stage } from './stage.ts';
import { openStage, type StagesParts } from './transmitter-stage/open-stage.ts';
import { mockSides, targetSide } from './transmitter-stage/receiver-side.ts';
import { TargetClock } from './transmitter-stage/target-clock.ts';

export interface TransmitterStagesOptions
  extends Omit<SessionOptions, 'issuer' | 'metadataUrl' | 'ca' | 'clientCertificate'> {
  transmitter: Pick<SessionOptions, 'issuer' | 'metadataUrl' | 'ca' | 'clientCertificate'>;
  /** The hosted Receiver against which the target is played; without one the mock that each story names receives. */
  receiver?: ReceiverTarget | undefined;
}

/** The stages of one run on which a target is the Transmitter. */
export interface TransmitterStages {
  /** For the preflight, and the record of the run. */
  session: Session;
  /** ms since the start of the run (monotonic). */
  now(): number;
  /** Makes a stream for one scenario. Rejects with NoStage when it cannot be set. */
  open(scenario: Scenario, people: People, delivery: Delivery): Promise<Stage>;
  /** Deletes what is left at the target, and tells of it. */
  close(): Promise<{ notices: string[] }>;
}

/** Opens the rim for a target. Rejects when our port cannot be had; with NoStage when nothing can be handed on to the Receiver. */
export async function openTransmitterStages(options: TransmitterStagesOptions): Promise<TransmitterStages> {
  const { transmitter, receiver, ...rest } = options;
  const openReceiver = receiver === undefined ? mockSides(transmitter.ca) : targetSide(receiver);
  const session = await openSession({ ...transmitter, ...rest });
  if (receiver?.pushAuthorization !== undefined) session.secrets.add(receiver.pushAuthorization);
  const clock = new TargetClock(session.recorder, Date.parse(session.facts.startedAt));
  if (URL.canParse(session.facts.issuer)) clock.trust(session.facts.issuer);
  const relays = new Map<string, Relay>();
  const rim: Session['rim'] = {
    ...session.rim,
    openInbox: async (check) => {
      const inbox = await session.rim.openInbox(check);
      // Before the stage stands nothing has happened yet: it is accepted and recorded, and that is all.
      session.relay(inbox.id, async (arrival, body) => {
        const relay = relays.get(check ?? '');
        return relay === undefined ? { answer: { kind: 'reply', status: 202 } } : relay(arrival, body);
      });
      return inbox;
    },
  };
  const shared = {
    session,
    clock,
    relays,
    openReceiver,
    pair: receiver !== undefined,
    signal: rest.signal,
    sawEmptyPoll: false,
    verified: new Set<Delivery>(),
  };
  let parts: Promise<StagesParts> | null = null;
  return {
    session,
    now: () => session.now(),
    open: async (scenario, people, delivery) => {
      // Not before the preflight, which finds out more of the target.
      parts ??= createRunState(rim, KNOWN_EVENT_TYPES).then((state) => ({ ...shared, state }));
      return openStage(await parts, scenario, people, delivery);
    },
    close: async () => {
      try {
        return { notices: await cleanUp(session) };
      } finally {
        await session.close();
      }
    },
  };
}
