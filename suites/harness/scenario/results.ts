import type {
  CheckResult,
  Ledger,
  Results,
  ScenarioResult,
  SelectedRequirement,
} from '../../../reports/results.ts';
import type { ProfileName } from '../../standard/profiles.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { Limits } from '../exchange.ts';
import type { Severity } from '../probe/judge.ts';
import type { Recorder } from '../rim/recorder.ts';
import type { Secrets } from '../rim/secrets.ts';
import type { RunOutcome } from '../run.ts';
import type { ScenarioRunOptions } from '../run-options.ts';
import { TOOL } from '../tool.ts';
import { countRequirements, exitCodeOf, summarize, verdictOf } from '../verdict.ts';
import { scenarioSentence } from './sentence.ts';

/** What a run of scenarios leaves behind. */
export interface Played {
  target: Results['target'];
  profile: ProfileName;
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
  const { checks, recorder, secrets, scenarios, interrupted, ledger } = played;
  const requirements = countRequirements(played.selected, checks, {});
  const verdict = verdictOf(checks, played.selected, {
    failOn: options.failOn,
    requireComplete: options.requireComplete,
    partial: interrupted,
  });
  const brokenLimits = ledger.enforced
    ? ledger.limits.filter(({ kept }) => kept === false).map(({ name }) => name)
    : [];
  const sides = [
    ...(options.transmitter === undefined ? [] : ['Transmitter']),
    ...(options.receiver === undefined ? [] : ['Receiver']),
  ];
  const sentence = scenarioSentence({
    verdict,
    scenarios,
    sides,
    checks,
    requirements,
    brokenLimits,
    interrupted,
  });
  const results: Results = {
    schemaVersion: '1',
    tool: TOOL,
    startedAt: played.startedAt,
    durationMs: Math.round(played.durationMs),
    target: played.target,
    profile: played.profile,
    delivery: [...new Set(scenarios.map(({ delivery }) => delivery))],
    seed: played.seed,
    verdict,
    sentence: secrets.mask(sentence),
    interrupted,
    summary: summarize(checks),
    // Why something stayed untested may be in words of the target, or of a command of the tester's.
    requirements: secrets.maskDeep(requirements),
    checks: secrets.maskDeep(checks),
    exchanges: recorder.exchanges,
    sets: recorder.sets,
    timing: { limits: { ...played.limits }, samples: recorder.samples, ledger: secrets.maskDeep(ledger) },
    scenarios: secrets.maskDeep(scenarios),
    omissions: [...recorder.omissions],
    notices: secrets.maskDeep(played.notices),
  };
  return { results, exitCode: exitCodeOf(verdict, checks, options.allowUntested) };
}
