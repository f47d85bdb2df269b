import type { Role } from '../../reports/results.ts';
import type { ScenarioRunOptions } from '../../suites/harness/run-options.ts';
import { allScenarios } from '../../suites/harness/scenario/scenarios-of.ts';
import type { Scenario } from '../../suites/scenarios/scenario.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { TriggerContext } from '../trigger/create-trigger.ts';
import { UsageError } from '../usage-error.ts';
import type { ConformanceConfig } from './define-config.ts';
import { resolveTimingLimits } from './limits.ts';
import { requireReachableInbox } from './listen.ts';
import type { CommonOptions, ResolveContext, ResolvedRun } from './resolve.ts';
import { receiverTarget, resolveReceiver } from './resolve-receiver.ts';
import { resolveTransmitter } from './resolve-transmitter.ts';

/** Which targets a run is about: one, both against each other, or none but our own. */
export type Sides = Role | 'pair' | null;

/** Whom an operator can be asked to move by hand, one after the other. */
const MOST_BY_HAND = 20;

/** Whether the run is one of scenarios in place of the checks. */
export function playsScenarios({ scenarios: wished }: ConformanceConfig, sides: Sides): boolean {
  return wished?.names !== undefined || sides === 'pair';
}

/**
 * One run of scenarios: between mocks, against one target, or of two targets against each other.
 * @throws UsageError when the parts do not fit together
 */
export async function scenarioRun(
  config: ConformanceConfig,
  sides: Sides,
  { only, skip, ...common }: CommonOptions,
  context: ResolveContext,
): Promise<ResolvedRun> {
  if (only !== undefined || skip !== undefined)
    throw new UsageError('--only and --skip choose checks; a run of scenarios has none of those.', {
      hint: 'Choose scenarios with --scenario NAME. All of them: ssf-conformance list --scenarios',
    });
  if (context.operator !== undefined && config.enforceLimits === true)
    throw new UsageError('--enforce-limits would count the time that an operator takes (--interactive).', {
      hint: 'Leave one of them out.',
    });
  const { people } = config.scenarios ?? {};
  const timingLimits = resolveTimingLimits(config.limits ?? {});
  const scenarios = allScenarios(common.own);
  const wished = wishedNames(config, scenarios);
  const misconfigured = new AbortController();
  const onCannotRun = (why: string): void =>
    misconfigured.abort(
      new UsageError(`No story can be told: ${why}.`, {
        hint: 'Try the trigger command (--trigger-command) by hand, in the same folder.',
      }),
    );
  const targets = await targetsOf(config, sides, common, { ...context, onCannotRun });
  const names = context.operator === undefined ? wished : byHand(wished, scenarios);
  return {
    name: 'scenarios',
    role: null,
    misconfigured: misconfigured.signal,
    options: {
      ...common,
      ...targets,
      signal: AbortSignal.any([
        misconfigured.signal,
        ...(common.signal === undefined ? [] : [common.signal]),
      ]),
      ...(names === null ? {} : { scenarios: names }),
      ...(people === undefined ? {} : { people }),
      ...(Object.keys(timingLimits).length === 0 ? {} : { timingLimits }),
      enforceLimits: config.enforceLimits ?? false,
    },
  };
}

/** Null: all. */
function wishedNames(
  { scenarios: wished }: ConformanceConfig,
  scenarios: readonly Scenario[],
): string[] | null {
  const names = [...new Set(wished?.names ?? ['all'])];
  const known = scenarios.map(({ name }) => name);
  const unknown = names.find((name) => name !== 'all' && !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no scenario "${unknown}".`, {
      hint: didYouMean(nearest(unknown, known)) ?? 'All scenarios: ssf-conformance list --scenarios',
    });
  return names.includes('all') ? null : names;
}

/** All are those that do not move more people than anybody would by hand. */
function byHand(wished: readonly string[] | null, scenarios: readonly Scenario[]): string[] {
  const possible = scenarios.filter(({ needs }) => needs.users <= MOST_BY_HAND).map(({ name }) => name);
  if (wished === null) return possible;
  const tooMany = wished.find((name) => !possible.includes(name));
  if (tooMany === undefined) return [...wished];
  throw new UsageError(`Nobody can play ${tooMany} by hand: it moves hundreds of users in seconds.`, {
    hint: 'Leave --interactive out and give a trigger (--trigger-command), or choose other scenarios.',
  });
}

type ScenarioContext = ResolveContext & Pick<TriggerContext, 'onCannotRun'>;

type Targets = Partial<
  Pick<
    ScenarioRunOptions,
    'transmitter' | 'auth' | 'trigger' | 'receiver' | 'actions' | 'delivery' | 'stateDir' | 'listen'
  >
>;

async function targetsOf(
  config: ConformanceConfig,
  sides: Sides,
  common: CommonOptions,
  context: ScenarioContext,
): Promise<Targets> {
  if (sides === 'pair') requireBoth(config, context);
  const ofTransmitter =
    sides === 'transmitter' || sides === 'pair' ? await transmitterSide(config, common, context) : null;
  if (context.operator !== undefined && ofTransmitter === null)
    throw new UsageError(
      '--interactive needs a Transmitter under test (--issuer), for the operator to work at.',
    );
  const ofReceiver =
    sides === 'pair'
      ? await pairedReceiver(config, common, context)
      : sides === 'receiver'
        ? await receiverSide(config, common, context)
        : null;
  return { ...ofTransmitter, ...ofReceiver };
}

/** @throws UsageError with all that two targets need and that is not given */
function requireBoth({ transmitter, receiver }: ConformanceConfig, { operator }: ResolveContext): void {
  const noReceiver = receiver === undefined || Object.keys(receiver).length === 0;
  const missing: [what: string, give: string][] = [];
  if (transmitter?.issuer === undefined) missing.push(['no Transmitter', '--issuer URL']);
  if (transmitter?.trigger === undefined && operator === undefined)
    missing.push(['no trigger', '--trigger-command CMD or --trigger-url URL (or --interactive)']);
  if (noReceiver) missing.push(['no Receiver', '--receiver URL with --audience AUD']);
  else if (receiver.url !== undefined && receiver.audience === undefined)
    missing.push(['no audience', '--audience AUD']);
  if (missing.length === 0) return;
  const all = missing.map(([what]) => what);
  const last = all.pop() ?? '';
  throw new UsageError(
    `--pair plays two targets against each other, but ${all.length === 0 ? last : `${all.join(', ')} and ${last}`} is given.`,
    { hint: `Give ${missing.map(([, give]) => give).join('; ')}.` },
  );
}

/** Null: none is configured, so a mock plays the Transmitter. */
async function transmitterSide(
  config: ConformanceConfig,
  common: CommonOptions,
  context: ScenarioContext,
): Promise<Targets | null> {
  const { issuer, options } = await resolveTransmitter(config.transmitter, common.limits, context);
  const { target, auth, trigger } = options;
  if (issuer === null || target === 'built-in') return null;
  if (context.operator !== undefined && trigger !== undefined)
    throw new UsageError(
      '--interactive asks an operator in place of a trigger, but transmitter.trigger is given.',
      {
        hint: 'Leave one of them out.',
      },
    );
  const told = context.operator ?? trigger;
  if (told === undefined)
    throw new UsageError('A scenario needs a trigger that tells the Transmitter what happens.', {
      hint: 'Give --trigger-command CMD or --trigger-url URL; or --interactive, to do by hand what the terminal says.',
    });
  await requireReachableInbox(issuer, common.delivery, common);
  return { transmitter: target, ...(auth === undefined ? {} : { auth }), trigger: told };
}

/** Null: none is configured, so a mock plays the Receiver. */
async function receiverSide(
  { receiver }: ConformanceConfig,
  common: CommonOptions,
  context: ResolveContext,
): Promise<Targets | null> {
  const own = await resolveReceiver(receiver, common, context);
  if (own === null) return null;
  const { target, stateDir, delivery, listen } = own;
  return {
    receiver: target,
    ...(receiver?.actions === undefined ? {} : { actions: receiver.actions }),
    ...(stateDir === undefined ? {} : { stateDir }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(listen === undefined ? {} : { listen }),
  };
}

/** The Receiver to which we hand on what the Transmitter sends us: it trusts that one, and needs to know nothing of us. */
async function pairedReceiver(
  { receiver }: ConformanceConfig,
  { limits }: CommonOptions,
  context: ResolveContext,
): Promise<Targets | null> {
  if (receiver === undefined || Object.keys(receiver).length === 0) return null;
  if (receiver.url === undefined)
    throw new UsageError('--pair needs a hosted Receiver: a push endpoint to which its SETs are handed on.', {
      hint: 'Give --receiver URL and --audience AUD. A Receiver that creates its own stream would create it past us.',
    });
  const target = await receiverTarget(receiver, limits, context);
  return { receiver: target, ...(receiver.actions === undefined ? {} : { actions: receiver.actions }) };
}
