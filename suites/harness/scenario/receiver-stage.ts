import type { ScenarioFault } from '../../../mocks/faults/scenario/fault.ts';
import type { Delivery } from '../../../reports/results.ts';
import type { People, Scenario } from '../../scenarios/scenario.ts';
import { openReceiverSession, type ReceiverSession } from '../receiver/session.ts';
import type { ReceiverSessionOptions, ReceiverTarget, SharedRecord } from '../receiver/session-options.ts';
import { Recorder } from '../rim/recorder.ts';
import { Secrets } from '../rim/secrets.ts';
import { AgainstTarget } from './receiver-stage/against-target.ts';
import { openBetweenMocks } from './receiver-stage/between-mocks.ts';
import type { Stage } from './stage.ts';

export interface ReceiverStagesOptions
  extends Omit<ReceiverSessionOptions, 'target' | 'seams' | 'eventTypes'> {
  /** The Receiver under test; without one the mock that each story names receives, and both sides are judged. */
  target?: ReceiverTarget | undefined;
  /** Breaks a mock; only where both sides are mocks. */
  fault?: ScenarioFault | undefined;
}

/** The stages of one run on which our side is the Transmitter. */
export interface ReceiverStages {
  /** Our issuer, as a target knows it, and the record of the run. */
  session: ReceiverSession;
  /** ms since the start of the run (monotonic). */
  now: () => number;
  /** Rejects with NoStage when it cannot be set. */
  open(scenario: Scenario, people: People, delivery: Delivery): Promise<Stage>;
  close(): Promise<void>;
}

/** Opens our issuer for a run of scenarios. Rejects when our port cannot be had, or our keys cannot be read or kept. */
export async function openReceiverStages(options: ReceiverStagesOptions): Promise<ReceiverStages> {
  const { target, fault, ...rest } = options;
  const shared = rest.shared ?? newRecord();
  const session = await openReceiverSession({ ...rest, shared, target: target ?? {} });
  const against = target === undefined ? null : new AgainstTarget(session, target);
  return {
    session,
    now: () => performance.now() - shared.startedAtMs,
    open: (scenario, people, delivery) =>
      against === null
        ? openBetweenMocks({ ...rest, shared, seed: session.facts.seed }, fault, {
            scenario,
            people,
            delivery,
          })
        : against.open(scenario, delivery),
    close: () => session.close(),
  };
}

function newRecord(): SharedRecord {
  const secrets = new Secrets();
  return {
    recorder: new Recorder(secrets),
    secrets,
    startedAtMs: performance.now(),
    startedAt: new Date().toISOString(),
  };
}
