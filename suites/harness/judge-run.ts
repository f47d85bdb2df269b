import type { CheckResult, Results, Role } from '../../reports/results.ts';
import { setRulesOf } from '../set/reading/set-rules.ts';
import { type AnyCheck, levelOf } from './any-check.ts';
import { checksOf } from './checks-of.ts';
import { conclude, policyOf } from './conclude.ts';
import { runEngine } from './engine.ts';
import type { Rim, RunFacts } from './exchange.ts';
import type { Executed } from './execute.ts';
import { ownOf, setsAs } from './own/in-results.ts';
import { type PlannedCheck, plan } from './plan.ts';
import { provenBy } from './proof/proven.ts';
import type { ReceiverRim } from './receiver/exchange.ts';
import type { Recorder } from './rim/recorder.ts';
import type { Secrets } from './rim/secrets.ts';
import type { CommonRunOptions } from './run-options.ts';
import { selectFor } from './selection.ts';
import { TOOL } from './tool.ts';

/** What is judged: a target whose rim is open. */
export interface Judged {
  role: Role;
  rim: Rim | ReceiverRim;
  facts: Pick<RunFacts, 'deliveries' | 'hooks' | 'limits' | 'startedAt' | 'seed'>;
  recorder: Recorder;
  secrets: Secrets;
  target: Results['target'];
  /** Ends whatever the run left behind, and tells of it in words. */
  cleanUp(): Promise<string[]>;
}

/** Runs the planned checks and makes the results of what they came to. */
export async function judgeRun(options: CommonRunOptions, judged: Judged): Promise<{ results: Results }> {
  const progress = options.onProgress ?? (() => undefined);
  const { role, facts, rim, recorder, secrets } = judged;
  const selection = selectFor(options.profile, role, options);
  const { selected, unselected, severities } = selection;
  const planned = plan({
    role,
    checks: checksOf(role, options.own),
    selected,
    deliveries: facts.deliveries,
    hooks: facts.hooks,
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.skip === undefined ? {} : { skip: options.skip }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  });
  const executable = planned.filter((one) => one.excluded === null);
  progress({ kind: 'plan', total: executable.length });
  const { results: executed, errors } = await runEngine({
    role,
    planned: executable,
    own: options.own,
    severities,
    rim,
    limits: facts.limits,
    onProgress: progress,
    onStart: (check) => progress({ kind: 'start', check }),
    onResult: (check, executed) => {
      const message = executed.findings[0]?.message ?? executed.reason;
      progress({
        kind: 'result',
        check,
        outcome: executed.outcome,
        ...(message === undefined ? {} : { message: secrets.mask(message) }),
      });
    },
    signal: options.signal,
  });
  const interrupted = options.signal?.aborted === true;
  const notices = [...errors, ...(await judged.cleanUp())];

  const checks = planned.map((one) =>
    checkResult(one, executed.get(one.key), { options, recorder, interrupted, role }),
  );
  // An engine that ran nothing is green; for us it is a fault of our own.
  const empty = executed.size === 0 && executable.length > 0 && !interrupted;
  const results = conclude({
    schemaVersion: '1',
    tool: TOOL,
    startedAt: facts.startedAt,
    durationMs: Math.round(await rim.now()),
    target: judged.target,
    profile: options.ownProfile?.name ?? options.profile,
    ...ownOf(options, role, selection),
    delivery: [...facts.deliveries],
    seed: facts.seed,
    policy: policyOf(options),
    partial:
      interrupted || options.only !== undefined || options.skip !== undefined || options.shard !== undefined,
    ...selectionOf(options),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    interrupted,
    ...(errors.length > 0 || empty ? { faulty: true as const } : {}),
    requirements: { selected, ...unselected },
    // Why something stayed untested may be in words of the target, or of a command of the tester's.
    checks: secrets.maskDeep(checks),
    exchanges: recorder.exchanges,
    sets: setsAs(recorder.sets, options.ownProfile, severities),
    ...(recorder.sets.length === 0 ? {} : { setRules: setRulesOf(recorder.sets, options.profile) }),
    timing: { limits: { ...facts.limits }, samples: recorder.samples },
    omissions: [...recorder.omissions],
    notices: secrets.maskDeep(notices),
  });
  return { results };
}

function selectionOf({ only, skip }: CommonRunOptions): Pick<Results, 'selection'> {
  if (only === undefined && skip === undefined) return {};
  return { selection: { ...(only === undefined ? {} : { only }), ...(skip === undefined ? {} : { skip }) } };
}

function checkResult(
  one: PlannedCheck<AnyCheck>,
  executed: Executed | undefined,
  context: { options: CommonRunOptions; recorder: Recorder; interrupted: boolean; role: Role },
): CheckResult {
  const { check, delivery, key, excluded } = one;
  const { options, recorder, interrupted, role } = context;
  const outcome = excluded ?? executed ?? notRun(interrupted);
  const hook = (excluded ?? executed)?.hook;
  const ended = executed?.ended;
  return {
    id: check.id,
    title: check.title,
    what: check.what,
    role,
    level: levelOf(check),
    requirements: [...check.requirements],
    delivery,
    outcome: outcome.outcome,
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    ...((ended ?? outcome.outcome) !== 'not-tested' || hook === undefined ? {} : { hook }),
    ...(ended === undefined ? {} : { ended }),
    findings: executed?.findings ?? [],
    exchanges: recorder.exchanges.filter((exchange) => exchange.check === key).map(({ id }) => id),
    durationMs: Math.round((executed?.durationMs ?? 0) * 10) / 10,
    provenBy: [...provenBy(check)],
    ...(check.own === undefined ? {} : { own: check.own.module }),
    rerun: `${options.rerunPrefix} --only ${key}`,
  };
}

function notRun(interrupted: boolean): { outcome: 'not-tested' | 'error'; reason: string } {
  return interrupted
    ? { outcome: 'not-tested', reason: 'The run was cancelled before this check.' }
    : { outcome: 'error', reason: 'The engine did not run this check; this is a fault of the harness.' };
}
