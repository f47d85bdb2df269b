import type { StartReceiverOptions } from '../../../mocks/receiver/options.ts';
import type { Delivery } from '../../../reports/results.ts';
import type { ProfileName } from '../../standard/profiles.ts';
import type { Limits } from '../exchange.ts';
import { NOTHING_OWN } from '../own/own.ts';
import { plan } from '../plan.ts';
import { startBuiltInReceiver } from '../receiver/built-in-receiver.ts';
import type { ReceiverCheck } from '../receiver/check.ts';
import type { Form } from '../receiver/exchange.ts';
import { executeReceiverCheck } from '../receiver/execute.ts';
import { createReceiverRunState } from '../receiver/probe/run-state.ts';
import { openReceiverSession, type ReceiverSession } from '../receiver/session.ts';
import type { ReceiverTarget } from '../receiver/session-options.ts';
import type { Recorder } from '../rim/recorder.ts';
import { selectFor } from '../selection.ts';
import { excludedOutcome } from './excluded-outcome.ts';
import type { Outcomes } from './run-in-process.ts';

/** Limits for a peer that lives in this process: short, because most faults make something not come. */
const PROOF_LIMITS: Partial<Limits> = {
  request: 2_000,
  delivery: 1_500,
  verification: 1_500,
  quiet: 150,
  longPoll: 300,
  start: 1_500,
  pollInterval: 1_500,
  effect: 1_000,
  keyRefetch: 1_500,
};

export interface ReceiverInProcessRun {
  checks: readonly ReceiverCheck[];
  profile: ProfileName;
  deliveries?: readonly Delivery[];
  limits?: Partial<Limits>;
  /** The reference Receiver in a form and with what makes it differ, or a target of the caller's. */
  target: { form: Form; https: boolean; peer?: StartReceiverOptions } | ReceiverTarget;
  /** Given the evidence of the run at its end. */
  recorded?(evidence: Pick<Recorder, 'sets' | 'exchanges'>): void;
}

/** Runs checks against a Receiver in this process and thread, without Vitest: the same checks, the same probe. */
export async function runReceiverInProcess(run: ReceiverInProcessRun): Promise<Outcomes> {
  const { target } = run;
  const builtIn = 'form' in target ? await startBuiltInReceiver(target) : null;
  try {
    const session = await openReceiverSession({
      target: builtIn?.target ?? (target as ReceiverTarget),
      authority: builtIn?.authority ?? undefined,
      deliveries: run.deliveries,
      profile: run.profile,
      limits: { ...PROOF_LIMITS, ...run.limits },
      seed: 1,
    });
    try {
      await builtIn?.register(session.facts);
      const outcomes = await execute(run, session);
      run.recorded?.(session.recorder);
      return outcomes;
    } finally {
      await session.close();
    }
  } finally {
    await builtIn?.close();
  }
}

async function execute(run: ReceiverInProcessRun, { facts, rim }: ReceiverSession): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const own = {
    ...NOTHING_OWN,
    checks: { transmitter: [], receiver: run.checks.filter((check) => check.own) },
  };
  const { selected, severities } = selectFor(run.profile, 'receiver', { own });
  const { deliveries, hooks } = facts;
  const state = await createReceiverRunState(rim);
  for (const one of plan({ role: 'receiver', checks: run.checks, selected, deliveries, hooks })) {
    const severityOf = (id: string) => severities.get(id) ?? null;
    const executed =
      excludedOutcome(one) ?? (await executeReceiverCheck(state, one.check, one.delivery, severityOf));
    outcomes.set(one.key, { ...executed, planned: one });
  }
  return outcomes;
}
