import type { StartReceiverOptions } from '../../../../mocks/receiver/options.ts';
import type { TransmitterSeams } from '../../../../mocks/transmitter/seams.ts';
import type { CheckResult, Results, Role } from '../../../../reports/results.ts';
import { officialModules } from '../../../standard/official/crosswalk.ts';
import type { ProfileName } from '../../../standard/profiles.ts';
import { requirement } from '../../../standard/requirements.ts';
import type { AnyCheck } from '../../any-check.ts';
import { startBuiltInTarget } from '../../built-in-target.ts';
import { checksOf } from '../../checks-of.ts';
import { conclude, policyOf } from '../../conclude.ts';
import { type Executed, executeCheck } from '../../execute.ts';
import { KNOWN_EVENT_TYPES } from '../../known-event-types.ts';
import { type PlannedCheck, plan } from '../../plan.ts';
import { preflight } from '../../preflight.ts';
import { createRunState } from '../../probe/run-state.ts';
import { startBuiltInReceiver } from '../../receiver/built-in-receiver.ts';
import type { ReceiverCheck } from '../../receiver/check.ts';
import { executeReceiverCheck } from '../../receiver/execute.ts';
import { createReceiverRunState } from '../../receiver/probe/run-state.ts';
import { openReceiverSession } from '../../receiver/session.ts';
import { selectFor } from '../../selection.ts';
import { openSession } from '../../session.ts';
import { TOOL } from '../../tool.ts';

/** What does not come from a peer in this process at once does not come. */
const LIMITS = { request: 2_000, verification: 800, delivery: 800, quiet: 150, change: 500 } as const;
const RECEIVER_LIMITS = {
  ...LIMITS,
  longPoll: 200,
  start: 1_500,
  pollInterval: 1_000,
  effect: 500,
  keyRefetch: 1_000,
} as const;

/** Ids of the checks of a role that answer a condition. */
function answering(role: Role): Set<string> {
  const modules = officialModules.filter((module) => module.role === role);
  const conditions = modules.flatMap((module) => module.conditions);
  return new Set(conditions.flatMap(({ answer }) => ('checks' in answer ? answer.checks : [])));
}

/** Results of the checks that answer conditions, against the reference Transmitter as the seams break it. */
export async function resultsOfTransmitter(
  profile: ProfileName,
  seams: TransmitterSeams = {},
  https = true,
): Promise<Results> {
  const target = await startBuiltInTarget({ https, peer: { seed: 1, seams } });
  try {
    const session = await openSession({ ...target.session, profile, limits: LIMITS, seed: 1 });
    try {
      await preflight(session.facts, session.rim);
      await session.noteForeignStreams();
      await session.findDeliveries();
      const { selected, severities } = selectFor(profile, 'transmitter');
      const ids = answering('transmitter');
      const checks = checksOf('transmitter').filter(({ id }) => ids.has(id));
      const { deliveries, hooks, issuer, metadataUrl } = session.facts;
      const state = await createRunState(session.rim, KNOWN_EVENT_TYPES);
      const executed: [PlannedCheck<AnyCheck>, Executed | null][] = [];
      for (const one of plan({ role: 'transmitter', checks, selected, deliveries, hooks })) {
        const run = () =>
          // Sound: these are checks of a Transmitter.
          executeCheck(
            state,
            one.check as Parameters<typeof executeCheck>[1],
            one.delivery,
            (id) => severities.get(id) ?? null,
          );
        executed.push([one, one.excluded === null ? await run() : null]);
      }
      const described = { role: 'transmitter' as const, issuer, metadataUrl, builtIn: true };
      return made(described, profile, [...deliveries], executed, session);
    } finally {
      await session.close();
    }
  } finally {
    await target.close();
  }
}

/** The same of the reference Receiver that manages its stream. */
export async function resultsOfReceiver(
  profile: ProfileName,
  peer: StartReceiverOptions = {},
): Promise<Results> {
  // Over http: what some faults send besides does not trust the CA of a run.
  const builtIn = await startBuiltInReceiver({ form: 'managed', https: false, peer });
  try {
    const session = await openReceiverSession({
      target: builtIn.target,
      authority: builtIn.authority ?? undefined,
      deliveries: ['push', 'poll'],
      profile,
      limits: RECEIVER_LIMITS,
      seed: 1,
    });
    try {
      const { selected, severities } = selectFor(profile, 'receiver');
      const { deliveries, hooks } = session.facts;
      const ids = answering('receiver');
      const checks = checksOf('receiver').filter(({ id }) => ids.has(id));
      const state = await createReceiverRunState(session.rim);
      const executed: [PlannedCheck<AnyCheck>, Executed | null][] = [];
      for (const one of plan({ role: 'receiver', checks, selected, deliveries, hooks })) {
        const run = () =>
          // Sound: these are checks of a Receiver.
          executeReceiverCheck(
            state,
            one.check as ReceiverCheck,
            one.delivery,
            (id) => severities.get(id) ?? null,
          );
        executed.push([one, one.excluded === null ? await run() : null]);
      }
      const { issuer, metadataUrl } = session;
      const described = {
        role: 'receiver' as const,
        issuer,
        metadataUrl,
        builtIn: true,
        form: 'managed' as const,
      };
      return made(described, profile, [...deliveries], executed, session);
    } finally {
      await session.close();
    }
  } finally {
    await builtIn.close();
  }
}

type Recorded = Pick<Awaited<ReturnType<typeof openSession>>, 'recorder'> & {
  facts: { startedAt: string; seed: number };
};

function made(
  target: Results['target'],
  profile: ProfileName,
  delivery: Results['delivery'],
  executed: readonly [PlannedCheck<AnyCheck>, Executed | null][],
  { recorder, facts }: Recorded,
): Results {
  const { selected, unselected } = selectFor(profile, target.role);
  return conclude({
    schemaVersion: '1',
    tool: TOOL,
    startedAt: facts.startedAt,
    durationMs: 1,
    target,
    profile,
    delivery,
    seed: facts.seed,
    policy: policyOf({ failOn: 'must', allowUntested: false, requireComplete: false }),
    partial: false,
    interrupted: false,
    requirements: { selected, ...unselected },
    checks: executed.map(([one, came]) => checkResult(target.role, one, came, recorder.exchanges)),
    exchanges: recorder.exchanges,
    sets: recorder.sets,
    timing: { limits: {}, samples: recorder.samples },
    omissions: [],
    notices: [],
  });
}

function checkResult(
  role: Role,
  { check, delivery, key, excluded }: PlannedCheck<AnyCheck>,
  came: Executed | null,
  exchanges: Results['exchanges'],
): CheckResult {
  const { outcome = 'error', reason } = excluded ?? came ?? {};
  return {
    id: check.id,
    title: check.title,
    what: check.what,
    role,
    level: requirement(check.requirements[0]).level,
    requirements: [...check.requirements],
    delivery,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    findings: came?.findings ?? [],
    exchanges: exchanges.filter((exchange) => exchange.check === key).map(({ id }) => id),
    durationMs: 0,
    provenBy: [],
    rerun: '',
  };
}
