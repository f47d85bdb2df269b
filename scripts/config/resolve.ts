import type { Role } from '../../reports/results.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import type { CommonRunOptions, ReceiverRunOptions, RunOptions } from '../../suites/harness/run-options.ts';
import { checkSelectors } from '../selection.ts';
import { type RunName, runsWithChecks } from './built-in-runs.ts';
import type { ConformanceConfig } from './define-config.ts';
import { resolveLimits } from './limits.ts';
import { requireReachableInbox, resolveHarness } from './listen.ts';
import { resolveReceiver } from './resolve-receiver.ts';
import { resolveTransmitter } from './resolve-transmitter.ts';

export interface ResolveContext {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  signal?: AbortSignal | undefined;
}

type Reporting = 'rerunPrefix' | 'onProgress';

/** One run: what it needs except for how it reports. */
export type ResolvedRun = { name: RunName } & (
  | { role: 'transmitter'; options: Omit<RunOptions, Reporting> }
  | { role: 'receiver'; options: Omit<ReceiverRunOptions, Reporting> }
);

/**
 * Configuration as the harness takes it: the runs that are asked for, one or several. Paths in it are absolute,
 * references to the environment replaced.
 * @param role which side is tested; null: both built-in ones
 * @throws UsageError when the parts do not fit together
 */
export async function resolveRuns(
  config: ConformanceConfig,
  role: Role | null,
  context: ResolveContext,
): Promise<ResolvedRun[]> {
  const { only, skip } = config;
  const checks = [...checksOf('transmitter'), ...checksOf('receiver')];
  checkSelectors(only ?? [], '--only', checks);
  checkSelectors(skip ?? [], '--skip', checks);
  const common = commonOptions(config, context);
  const runs: ResolvedRun[] = [];
  if (role !== 'receiver') runs.push(await transmitterRun(config, common, context));
  if (role !== 'transmitter') runs.push(...(await receiverRuns(config, common, context)));
  return runsWithChecks(runs);
}

type Common = Omit<CommonRunOptions, Reporting> & { limits: NonNullable<CommonRunOptions['limits']> };

function commonOptions(config: ConformanceConfig, context: ResolveContext): Common {
  const { delivery, only, skip, seed } = config;
  return {
    ...resolveHarness(config.harness ?? {}),
    ...(delivery === undefined ? {} : { delivery }),
    profile: config.profile ?? 'ssf',
    limits: resolveLimits(config.limits ?? {}),
    ...(only === undefined || only.length === 0 ? {} : { only }),
    ...(skip === undefined ? {} : { skip }),
    ...(seed === undefined ? {} : { seed }),
    failOn: config.failOn ?? 'must',
    allowUntested: config.allowUntested ?? false,
    requireComplete: config.requireComplete ?? false,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  };
}

async function transmitterRun(
  config: ConformanceConfig,
  common: Common,
  context: ResolveContext,
): Promise<ResolvedRun> {
  const { issuer, options } = await resolveTransmitter(config.transmitter, common.limits, context);
  if (issuer) await requireReachableInbox(issuer, common.delivery, common);
  return { name: 'transmitter', role: 'transmitter', options: { ...options, ...common } };
}

async function receiverRuns(
  config: ConformanceConfig,
  common: Common,
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
