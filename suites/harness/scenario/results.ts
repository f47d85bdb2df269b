import type {
  CheckResult,
  Ledger,
  Results,
  ScenarioResult,
  SelectedRequirement,
} from '../../../reports/results.ts';
import { setRulesOf } from '../../set/reading/set-rules.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { conclude, policyOf } from '../conclude.ts';
import type { Limits } from '../exchange.ts';
import { ownOf, setsAs } from '../own/in-results.ts';
import type { Severity } from '../probe/judge.ts';
import type { Recorder } from '../rim/recorder.ts';
import type { Secrets } from '../rim/secrets.ts';
import type { RunOutcome } from '../run.ts';
import type { ScenarioRunOptions } from '../run-options.ts';
import type { Selection } from '../selection.ts';
import { TOOL } from '../tool.ts';

/** What a run of scenarios leaves behind. */
export interface Played {
  target: Results['target'];
  /** What the profile selects of the standards. */
  selection: Selection;
  seed: number;
  startedAt: string;
  durationMs: number;
  limits: Limits;
  /** Rows that count in this run: of the stories, and of the standards. */
  selected: readonly SelectedRequirement[];
  scenarios: ScenarioResult[];
  checks: CheckResult[];
  ledger: Ledger;
  recorder: Recorder;
  secrets: Secrets;
  notices: string[];
  interrupted: boolean;
}

/** How bad a breach of a rule is in this run; null: the profile has nothing to do with it. */
export type SeverityOf = (requirement: RequirementId) => Severity | null;

/** The results of a run of scenarios, and its exit code. */
export function scenarioResults(
  options: ScenarioRunOptions,
  played: Played,
): Exclude<RunOutcome, { preflight: unknown }> {
  const { recorder, secrets, scenarios, interrupted, ledger } = played;
  const results = conclude({
    schemaVersion: '1',
    tool: TOOL,
    startedAt: played.startedAt,
    durationMs: Math.round(played.durationMs),
    target: played.target,
    profile: options.ownProfile?.name ?? options.profile,
    ...ownOf(options, null, played.selection),
    delivery: [...new Set(scenarios.map(({ delivery }) => delivery))],
    seed: played.seed,
    policy: policyOf(options),
    partial: interrupted || options.shard !== undefined,
    ...(options.scenarios === undefined ? {} : { selection: { scenarios: [...options.scenarios] } }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    interrupted,
    requirements: { selected: [...played.selected] },
    checks: secrets.maskDeep(played.checks),
    exchanges: recorder.exchanges,
    sets: setsAs(recorder.sets, options.ownProfile, played.selection.severities),
    ...(recorder.sets.length === 0 ? {} : { setRules: setRulesOf(recorder.sets, options.profile) }),
    timing: { limits: { ...played.limits }, samples: recorder.samples, ledger: secrets.maskDeep(ledger) },
    scenarios: secrets.maskDeep(scenarios),
    omissions: [...recorder.omissions],
    notices: secrets.maskDeep(played.notices),
  });
  return { results };
}
