import { checksOf } from '../../suites/harness/checks-of.ts';
import type { Own } from '../../suites/harness/own/own.ts';
import type {
  CommonRunOptions,
  ReceiverRunOptions,
  RunOptions,
  ScenarioRunOptions,
} from '../../suites/harness/run-options.ts';
import { checkSelectors } from '../selection.ts';
import { type PlannedTarget, planTarget } from '../target/plan-target.ts';
import { UsageError } from '../usage-error.ts';
import { type RunName, runsWithChecks } from './built-in-runs.ts';
import type { ConformanceConfig } from './define-config.ts';
import { resolveLimits } from './limits.ts';
import { requireReachableInbox, resolveHarness } from './listen.ts';
import { loadOwn, profileNamed } from './own.ts';
import { DEFAULT_STATE_DIR, resolveReceiver } from './resolve-receiver.ts';
import { playsScenarios, type Sides, scenarioRun } from './resolve-scenarios.ts';
import { resolveTransmitter } from './resolve-transmitter.ts';
import { resolveTls } from './tls.ts';

export interface ResolveContext {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  signal?: AbortSignal | undefined;
  /** Asks an operator for what a trigger would do (--interactive). */
  operator?: RunOptions['trigger'];
  /** Limits shall count in this run; what the config file says may be meant for other runs. */
  enforceLimitsByFlag?: boolean;
  /** Only this part of each run. */
  shard?: CommonRunOptions['shard'];
  /** Begins each life of a Receiver that the run starts itself. */
  startHook?: Exclude<PlannedTarget['startHook'], null>;
  /** Only a plan is made: nothing is written. */
  dry?: boolean;
}

type Reporting = 'rerunPrefix' | 'onProgress';

/** One run: what it needs except for how it reports; `planned`: what is started for it. */
export type ResolvedRun = { name: RunName; planned?: PlannedTarget } & (
  | { role: 'transmitter'; options: Omit<RunOptions, Reporting> }
  | { role: 'receiver'; options: Omit<ReceiverRunOptions, Reporting> }
  /** Of scenarios; which sides are tested is in the options. */
  | {
      role: null;
      options: Omit<ScenarioRunOptions, Reporting>;
      /** Aborted when it turns out on the way that the configuration is wrong; its reason is a UsageError. */
      misconfigured: AbortSignal;
    }
);

/**
 * Configuration as the harness takes it: the runs that are asked for, one or several. Paths in it are absolute,
 * references to the environment replaced.
 * @param sides which side is tested, or both against each other; null: the built-in peers
 * @throws UsageError when the parts do not fit together
 */
export async function resolveRuns(
  config: ConformanceConfig,
  sides: Sides,
  context: ResolveContext,
): Promise<ResolvedRun[]> {
  const planned = await planTarget(config, sides, context);
  if (planned === null) return runsOf(config, sides, context);
  const { startHook } = planned;
  const runs = await runsOf(planned.config, sides, {
    ...context,
    ...(startHook === null ? {} : { startHook }),
  });
  return runs.map((run) => ({ ...run, planned }));
}

async function runsOf(
  config: ConformanceConfig,
  sides: Sides,
  context: ResolveContext,
): Promise<ResolvedRun[]> {
  const { only, skip } = config;
  const own = await loadOwn(config.own ?? [], context.cwd);
  const checks = [...checksOf('transmitter', own), ...checksOf('receiver', own)];
  checkSelectors(only ?? [], '--only', checks, own);
  checkSelectors(skip ?? [], '--skip', checks, own);
  const common = await withTls(commonOptions(config, own, context), config, sides, context);
  if (playsScenarios(config, sides)) return [await scenarioRun(config, sides, common, context)];
  if (context.operator !== undefined)
    throw new UsageError('--interactive is for scenarios.', {
      hint: 'Add --scenario NAME, or --scenario all.',
    });
  const runs: ResolvedRun[] = [];
  if (sides !== 'receiver') runs.push(await transmitterRun(config, common, context));
  if (sides !== 'transmitter') runs.push(...(await receiverRuns(config, common, context)));
  const left = runsWithChecks(runs);
  // Who chooses checks does not want stories beside them.
  const choosesChecks = only !== undefined || skip !== undefined;
  if (sides === null && !choosesChecks) return [...left, await scenarioRun(config, null, common, context)];
  if (config.enforceLimits === true && (context.enforceLimitsByFlag === true || !choosesChecks))
    throw new UsageError('enforceLimits (--enforce-limits) is about the times that scenarios measure.', {
      hint: 'Add --scenario NAME, or --scenario all.',
    });
  return left;
}

/** What every run is told. */
export type CommonOptions = Omit<CommonRunOptions, Reporting> & {
  limits: NonNullable<CommonRunOptions['limits']>;
};

function commonOptions(config: ConformanceConfig, own: Own, context: ResolveContext): CommonOptions {
  const { delivery, only, skip, seed } = config;
  return {
    ...resolveHarness(config.harness ?? {}),
    ...(delivery === undefined ? {} : { delivery }),
    ...profileNamed(config.profile ?? 'ssf', own),
    ...(own.modules.length === 0 ? {} : { own }),
    limits: resolveLimits(config.limits ?? {}),
    ...(only === undefined || only.length === 0 ? {} : { only }),
    ...(skip === undefined ? {} : { skip }),
    ...(seed === undefined ? {} : { seed }),
    // Parts of one run have one seed.
    ...(context.shard === undefined ? {} : { seed: seed ?? 1, shard: context.shard }),
    failOn: config.failOn ?? 'must',
    allowUntested: config.allowUntested ?? false,
    requireComplete: config.requireComplete ?? false,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  };
}

/** The built-in peers have an authority of their own. */
async function withTls(
  common: CommonOptions,
  { harness, receiver }: ConformanceConfig,
  sides: Sides,
  context: ResolveContext,
): Promise<CommonOptions> {
  if (sides === null) return common;
  const tls = await resolveTls(harness?.tls, {
    ...common.listen,
    publicUrl: common.publicUrl,
    cwd: context.cwd,
    stateDir: receiver?.stateDir ?? DEFAULT_STATE_DIR,
    dry: context.dry,
  });
  return tls === undefined ? common : { ...common, tls };
}

async function transmitterRun(
  config: ConformanceConfig,
  common: CommonOptions,
  context: ResolveContext,
): Promise<ResolvedRun> {
  const { issuer, options } = await resolveTransmitter(config.transmitter, common.limits, context);
  if (issuer) await requireReachableInbox(issuer, common.delivery, common);
  return { name: 'transmitter', role: 'transmitter', options: { ...options, ...common } };
}

async function receiverRuns(
  config: ConformanceConfig,
  common: CommonOptions,
  context: ResolveContext,
): Promise<ResolvedRun[]> {
  const own = await resolveReceiver(config.receiver, common, context);
  if (own !== null) return [{ name: 'receiver', role: 'receiver', options: { ...common, ...own } }];
  // The hosted form of the built-in one has a push endpoint only.
  const { delivery = ['push', 'poll'], ...rest } = common;
  return [
    ...(delivery.includes('push')
      ? [
          {
            name: 'receiver-hosted' as const,
            role: 'receiver' as const,
            options: { ...rest, delivery: ['push' as const], target: { builtIn: 'hosted' as const } },
          },
        ]
      : []),
    {
      name: 'receiver-managed',
      role: 'receiver',
      options: { ...rest, delivery, target: { builtIn: 'managed' } },
    },
  ];
}
