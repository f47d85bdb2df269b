import type { CheckResult, Ledger, Outcome, Player, Results, ScenarioResult } from './results.ts';
import { excerptLine } from './text/excerpt.ts';
import { count, duration } from './text/format.ts';
import { checkKey } from './view.ts';
import { inLevelOrder } from './words.ts';

/** How the outcome of a scenario is shown: as the outcome of a check is, under a word of its own. */
export const scenarioWords: Record<
  ScenarioResult['outcome'],
  { label: string; mark: string; shownAs: Outcome; meaning: string }
> = {
  held: { label: 'Held', mark: '✓', shownAs: 'pass', meaning: 'the story came to its end' },
  broken: { label: 'Broken', mark: '✗', shownAs: 'fail', meaning: 'a side did not do its part' },
  incomplete: {
    label: 'Incomplete',
    mark: '?',
    shownAs: 'not-tested',
    meaning: 'it could not be seen whether the story came to its end',
  },
};

/** The scenarios of a run; none where the run was none of scenarios. */
export function scenariosOf({ scenarios }: Pick<Results, 'scenarios'>): readonly ScenarioResult[] {
  return scenarios ?? [];
}

/** What a story is not, in a sentence, where a target played in it; of mocks nobody asks. */
export function storyNote({ scenarios, target }: Pick<Results, 'scenarios' | 'target'>): string[] {
  if (scenarios === undefined || target.form === 'mocks') return [];
  // A Transmitter under test sends what it wants, so that nobody can promise that only right SETs are sent.
  const ours = target.role === 'receiver' && target.form !== 'pair';
  const why = ours ? 'only right SETs are sent' : 'only its own events are looked at';
  return [`A story is not the checks: ${why}. Run without --scenario for conformance.`];
}

/** The levels by which checks are counted: a story has only its own, which says nothing. */
export function countedLevels({ scenarios, summary }: Pick<Results, 'scenarios' | 'summary'>): string[] {
  const levels = inLevelOrder(Object.keys(summary.byLevel));
  return scenarios !== undefined && levels.length === 1 ? [] : levels;
}

/** `impossible-travel@push`: a scenario can be played once per delivery method. */
export function scenarioKey({ name, delivery }: Pick<ScenarioResult, 'name' | 'delivery'>): string {
  return `${name}@${delivery}`;
}

/** The checks of a scenario, in the order of the results. */
export function checksOfScenario(results: Results, scenario: ScenarioResult): CheckResult[] {
  const ids = new Set(scenario.checks);
  return results.checks.filter(
    (check) =>
      ids.has(checkKey(check)) ||
      (ids.has(check.id) && (check.delivery === null || check.delivery === scenario.delivery)),
  );
}

/** `Okta Identity Threat Protection (mock)` */
export function playerName({ name, kind }: Player): string {
  return `${excerptLine(name, 60)} (${kind})`;
}

/** `impossible-travel  push   4.9 s` and `Cloudflare One (mock) → Okta (target)`, without control characters. */
export function scenarioLine(scenario: ScenarioResult, names = 0): { line: string; cast: string } {
  const { name, transmitter, receiver, delivery, durationMs } = scenario;
  return {
    line: `${excerptLine(name, 60).padEnd(names)}  ${delivery}  ${duration(durationMs).padStart(6)}`,
    cast: `${playerName(transmitter)} → ${playerName(receiver)}`,
  };
}

/** `1 held, 2 broken`, in that order; empty without scenarios. */
export function outcomeCounts(scenarios: readonly ScenarioResult[]): string {
  return (['held', 'broken', 'incomplete'] as const)
    .flatMap((outcome) => {
      const n = scenarios.filter((scenario) => scenario.outcome === outcome).length;
      return n === 0 ? [] : [`${n} ${scenarioWords[outcome].label.toLowerCase()}`];
    })
    .join(', ');
}

/** How long it took until SETs got here, a line per delivery method; none where nothing was measured. */
export function deliveryFigures({ durations }: Ledger): string[] {
  return durations
    .filter(({ name, eventType }) => name === 'delivery' && eventType === null)
    .map(
      ({ delivery, p50, p99, max, count: n }) =>
        `delivery by ${delivery} p50 ${duration(p50)}, p99 ${duration(p99)}, max ${duration(max)} (${count(n, 'event')})`,
    );
}

/** Broken limits, a sentence each, and whether they count. */
export function brokenLimits(ledger: Ledger): string[] {
  const weight = ledger.enforced ? 'counts, limits are enforced' : 'apart from the verdict';
  return ledger.limits
    .filter(({ kept }) => kept === false)
    .map(
      ({ name, limitMs, actualMs, source }) =>
        `${name} took ${actualMs === null ? 'an unknown time' : duration(actualMs)}, more than ${duration(limitMs)} (${source}; ${weight})`,
    );
}
