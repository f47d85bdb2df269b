import { ledgerOf } from '../../scenarios/ledger/index.ts';
import { momentsOf } from '../../scenarios/moments.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { RunOutcome } from '../run.ts';
import type { ScenarioRunOptions } from '../run-options.ts';
import { type Selection, selectFor } from '../selection.ts';
import type { Ground } from './ground.ts';
import { storyRow } from './judge-scenario.ts';
import { LIMITS_ROW, limitChecks } from './limit-checks.ts';
import { openGround } from './open-ground.ts';
import { type PlayedOne, playAll } from './play-all.ts';
import { scenarioResults } from './results.ts';
import { scenariosOf } from './scenarios-of.ts';

/** One run of scenarios, from preflight to results. Throws only for faults of our own. */
export async function runScenarios(options: ScenarioRunOptions): Promise<RunOutcome> {
  const scenarios = scenariosOf(options);
  const selection = selectFor(options.profile, 'transmitter', options);
  const { severities } = selection;
  const opened = await openGround(options);
  if ('preflight' in opened) return { preflight: opened.preflight };
  const { ground } = opened;
  let played: PlayedOne[];
  let notices: string[];
  try {
    played = await playAll(scenarios, ground, options, (id) => severities.get(id) ?? null);
  } finally {
    notices = await ground.close();
  }
  return results(options, ground, scenarios, selection, played, notices);
}

function results(
  options: ScenarioRunOptions,
  ground: Ground,
  scenarios: readonly Scenario[],
  selection: Selection,
  all: readonly PlayedOne[],
  notices: string[],
): RunOutcome {
  const played = all.flatMap((one) => one.played ?? []);
  const ledger = ledgerOf({
    performances: played.map(({ performance }) => performance),
    emptyPollsMs: played.flatMap(({ emptyPollsMs }) => emptyPollsMs),
    limits: options.timingLimits ?? {},
    enforced: options.enforceLimits,
    verificationsMs: ground.recorder.samples.flatMap(({ name, ms }) => (name === 'verification' ? [ms] : [])),
  });
  const checks = [...all.flatMap((one) => one.checks), ...limitChecks(ledger, limitsUnder(options))];
  const judgesSets = options.receiver === undefined || options.transmitter !== undefined;
  const rules = new Set(checks.flatMap(({ requirements }) => requirements));
  return scenarioResults(options, {
    target: ground.target,
    selection,
    seed: ground.seed,
    startedAt: ground.startedAt,
    durationMs: ground.now(),
    limits: ground.limits,
    selected: [
      ...scenarios.map(storyRow),
      ...(options.enforceLimits ? [LIMITS_ROW] : []),
      ...(judgesSets ? selection.selected.filter(({ id }) => rules.has(id)) : []),
    ],
    scenarios: played.map(({ performance, result }) => {
      const entries = ledger.entries.filter(
        ({ scenario, delivery }) => scenario === result.name && delivery === result.delivery,
      );
      const { moments, leftOut } = momentsOf(performance, entries);
      return { ...result, moments, momentsLeftOut: leftOut };
    }),
    checks,
    ledger,
    recorder: ground.recorder,
    secrets: ground.secrets,
    notices: [...remarks(all), ...notices],
    interrupted: options.signal?.aborted === true,
  });
}

/** Whom limits are about, and the command that measures them again. */
function limitsUnder(options: ScenarioRunOptions): Parameters<typeof limitChecks>[1] {
  const { transmitter, receiver, scenarios, rerunPrefix } = options;
  return {
    role: transmitter === undefined && receiver !== undefined ? 'receiver' : 'transmitter',
    rerun: `${rerunPrefix} --scenario ${scenarios?.join(',') ?? 'all'} --enforce-limits`,
  };
}

/** One line for each remark, with the scenarios of which it is made. */
function remarks(all: readonly PlayedOne[]): string[] {
  const scenarios = new Map<string, Set<string>>();
  for (const { scenario, remark } of all) {
    if (remark !== null) scenarios.set(remark, (scenarios.get(remark) ?? new Set()).add(scenario));
  }
  return [...scenarios].map(([remark, names]) => `${[...names].join(', ')}: ${remark}`);
}
