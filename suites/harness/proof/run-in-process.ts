import type { StartOptions } from '../../../mocks/transmitter/start.ts';
import type { ProfileName } from '../../standard/profiles.ts';
import { startBuiltInTarget } from '../built-in-target.ts';
import type { TransmitterCheck } from '../check.ts';
import type { Limits } from '../exchange.ts';
import { type Executed, executeCheck } from '../execute.ts';
import { KNOWN_EVENT_TYPES } from '../known-event-types.ts';
import { NOTHING_OWN } from '../own/own.ts';
import { type PlannedCheck, plan } from '../plan.ts';
import { createRunState } from '../probe/run-state.ts';
import type { Recorder } from '../rim/recorder.ts';
import { selectFor } from '../selection.ts';
import { openSession, type SessionOptions } from '../session.ts';
import { excludedOutcome } from './excluded-outcome.ts';

/** Limits for peers that live in this process: short, because most faults make something not come. */
const PROOF_LIMITS: Partial<Limits> = {
  request: 3_000,
  verification: 1_500,
  delivery: 1_500,
  quiet: 400,
  longPoll: 300,
  redelivery: 1_500,
  change: 1_000,
};

/** What each planned check came to, by its key. */
export type Outcomes = Map<string, Executed & { planned: PlannedCheck }>;

export interface InProcessRun {
  checks: readonly TransmitterCheck[];
  profile: ProfileName;
  /** Serve the peer over TLS; default true. */
  https?: boolean;
  peer?: StartOptions;
  /** A target of the caller's, closed at the end; default: the reference Transmitter. */
  target?: { session: Omit<SessionOptions, 'profile'>; close(): Promise<void> };
  limits?: Partial<Limits>;
  /** Given the evidence of the run at its end. */
  recorded?(evidence: Pick<Recorder, 'sets' | 'exchanges'>): void;
}

/** Runs checks against a peer in this process and thread, without Vitest: the same checks, the same probe. */
export async function runInProcess(run: InProcessRun): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const builtIn = { https: run.https ?? true, peer: { seed: 1, ...run.peer } };
  const target = run.target ?? (await startBuiltInTarget(builtIn));
  try {
    const session = await openSession({
      ...target.session,
      profile: run.profile,
      limits: { ...PROOF_LIMITS, ...run.limits },
      seed: 1,
    });
    try {
      await session.noteForeignStreams();
      await session.findDeliveries();
      const own = {
        ...NOTHING_OWN,
        checks: { transmitter: run.checks.filter((check) => check.own), receiver: [] },
      };
      const { selected, severities } = selectFor(run.profile, 'transmitter', { own });
      const { deliveries, hooks } = session.facts;
      const planned = plan({ role: 'transmitter', checks: run.checks, selected, deliveries, hooks });
      const state = await createRunState(session.rim, KNOWN_EVENT_TYPES);
      for (const one of planned) {
        const severityOf = (id: string) => severities.get(id) ?? null;
        const executed =
          excludedOutcome(one) ?? (await executeCheck(state, one.check, one.delivery, severityOf));
        outcomes.set(one.key, { ...executed, planned: one });
      }
      run.recorded?.(session.recorder);
    } finally {
      await session.close();
    }
  } finally {
    await target.close();
  }
  return outcomes;
}
