import type { CheckResult, Results } from '../../reports/results.ts';
import { notYetTested } from '../standard/not-yet-tested.ts';
import { requirement } from '../standard/requirements.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import { type BuiltInTarget, startBuiltInTarget } from './built-in-target.ts';
import { runEngine } from './engine.ts';
import type { Executed } from './execute.ts';
import { type PlannedCheck, plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { provenBy } from './proof/proven.ts';
import type { RunOptions } from './run-options.ts';
import { selectFor } from './selection.ts';
import { openSession, type Session } from './session.ts';
import { TOOL } from './tool.ts';
import { countRequirements, exitCodeOf, sentenceOf, summarize, verdictOf } from './verdict.ts';

export type RunOutcome =
  | { results: Results; exitCode: number }
  | { preflight: { sentence: string; hint: string }; exitCode: 3 };

/** The reference Transmitter is next door: what does not come from it at once does not come. */
const BUILT_IN_LIMITS = { quiet: 300 };

/** One conformance run of a Transmitter, from preflight to results. Throws only for faults of our own. */
export async function runConformance(options: RunOptions): Promise<RunOutcome> {
  const progress = options.onProgress ?? (() => undefined);
  let builtIn: BuiltInTarget | null = null;
  if (options.target === 'built-in') {
    progress({ kind: 'phase', text: 'Starting the reference Transmitter' });
    // An RSA certificate, so that the rules about its size have something to be held against.
    const seams = { tls: { rsaBits: 2048 } };
    builtIn = await startBuiltInTarget({ https: true, peer: { seed: options.seed, seams } });
  }
  try {
    return await runAgainst(options, builtIn);
  } finally {
    await builtIn?.close();
  }
}

async function runAgainst(options: RunOptions, builtIn: BuiltInTarget | null): Promise<RunOutcome> {
  const progress = options.onProgress ?? (() => undefined);
  const { target, auth, secondAuth, trigger } = options;
  const session = await openSession({
    ...(target === 'built-in' ? { issuer: '' } : target),
    auth,
    secondAuth,
    trigger,
    ...builtIn?.session,
    deliveries: options.delivery,
    profile: options.profile,
    limits: builtIn === null ? options.limits : { ...BUILT_IN_LIMITS, ...options.limits },
    seed: options.seed,
    listen: options.listen,
    publicUrl: options.publicUrl,
    signal: options.signal,
  });
  try {
    progress({ kind: 'phase', text: `Looking at ${session.facts.issuer}` });
    const obstacle = await preflight(session.facts, session.rim);
    if (obstacle !== null && options.signal?.aborted !== true) {
      // The target's words are quoted, and it may have quoted our token.
      return { preflight: session.secrets.maskDeep(obstacle), exitCode: 3 };
    }
    await session.noteForeignStreams();
    await session.findDeliveries();
    return await judge(options, session, builtIn !== null);
  } finally {
    await session.close();
  }
}

async function judge(options: RunOptions, session: Session, builtIn: boolean): Promise<RunOutcome> {
  const progress = options.onProgress ?? (() => undefined);
  const { facts, rim, recorder, secrets } = session;
  const { selected, severities } = selectFor(options.profile);
  const planned = plan({
    checks: transmitterChecks,
    selected,
    deliveries: facts.deliveries,
    hooks: facts.hooks,
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.skip === undefined ? {} : { skip: options.skip }),
  });
  const executable = planned.filter((one) => one.excluded === null);
  progress({ kind: 'plan', total: executable.length });
  const { results, errors } = await runEngine({
    planned: executable,
    severities,
    rim,
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
  const notices = [...errors, ...(await cleanUp(session))];

  const checks = planned.map((one) =>
    checkResult(one, results.get(one.key), { options, session, interrupted }),
  );
  const partial = interrupted || options.only !== undefined || options.skip !== undefined;
  const requirements = countRequirements(selected, checks, notYetTested);
  const verdict = verdictOf(checks, selected, {
    failOn: options.failOn,
    requireComplete: options.requireComplete,
    partial,
  });
  const sentence = sentenceOf({
    verdict,
    profile: options.profile,
    deliveries: facts.deliveries,
    requirements,
    checks,
    partial,
    setCount: recorder.sets.length,
  });
  const document: Results = {
    schemaVersion: '1',
    tool: TOOL,
    startedAt: facts.startedAt,
    durationMs: Math.round(await rim.now()),
    target: { role: 'transmitter', issuer: facts.issuer, metadataUrl: facts.metadataUrl, builtIn },
    profile: options.profile,
    delivery: [...facts.deliveries],
    seed: facts.seed,
    verdict,
    sentence,
    interrupted,
    summary: summarize(checks),
    requirements,
    checks: secrets.maskDeep(checks),
    exchanges: recorder.exchanges,
    sets: recorder.sets,
    timing: { limits: { ...facts.limits }, samples: recorder.samples },
    omissions: [...recorder.omissions],
    notices: secrets.maskDeep(notices),
  };
  // An engine that ran nothing is green; for us it is a fault of our own.
  const empty = results.size === 0 && executable.length > 0 && !interrupted;
  const failed = errors.length > 0 || empty;
  return {
    results: document,
    exitCode: failed && verdict !== 'non-conformant' ? 4 : exitCodeOf(verdict, checks, options.allowUntested),
  };
}

async function cleanUp(session: Session): Promise<string[]> {
  const { deleted, left } = await session.deleteStreams();
  return [
    ...(deleted.length > 0
      ? [`Deleted ${deleted.length} stream(s) that were still open: ${ids(deleted)}.`]
      : []),
    ...(left.length > 0 ? [`Could not delete ${left.length} stream(s) at the target: ${ids(left)}.`] : []),
  ];
}

/** Streams that a notice names, of those that were or were not deleted. */
const NAMED_STREAMS = 10;

function ids(entries: readonly { streamId: string }[]): string {
  const named = entries.slice(0, NAMED_STREAMS).map(({ streamId }) => streamId);
  const more = entries.length - named.length;
  return named.join(', ') + (more > 0 ? `, and ${more} more` : '');
}

function checkResult(
  one: PlannedCheck,
  executed: Executed | undefined,
  context: { options: RunOptions; session: Session; interrupted: boolean },
): CheckResult {
  const { check, delivery, key, excluded } = one;
  const { options, session, interrupted } = context;
  const outcome = excluded ?? executed ?? notRun(interrupted);
  const hook = (excluded ?? executed)?.hook;
  return {
    id: check.id,
    title: check.title,
    role: 'transmitter',
    level: requirement(check.requirements[0]).level,
    requirements: [...check.requirements],
    delivery,
    outcome: outcome.outcome,
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    ...(outcome.outcome !== 'not-tested' || hook === undefined ? {} : { hook }),
    findings: executed?.findings ?? [],
    exchanges: session.recorder.exchanges.filter((exchange) => exchange.check === key).map(({ id }) => id),
    durationMs: Math.round((executed?.durationMs ?? 0) * 10) / 10,
    provenBy: [...provenBy(check)],
    rerun: `${options.rerunPrefix} --only ${key}`,
  };
}

function notRun(interrupted: boolean): { outcome: 'not-tested' | 'error'; reason: string } {
  return interrupted
    ? { outcome: 'not-tested', reason: 'The run was cancelled before this check.' }
    : { outcome: 'error', reason: 'The engine did not run this check; this is a fault of the harness.' };
}
