import type { CheckResult, Finding, SelectedRequirement } from '../../../reports/results.ts';
import type { Expectation, ScenarioJudge } from '../../scenarios/expectation.ts';
import { expectations } from '../../scenarios/expectations/index.ts';
import type { Performance } from '../../scenarios/performance.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { endOf } from '../execute.ts';
import { Judge, type Severity } from '../probe/judge.ts';
import { NotApplicable, NotTested } from '../probe/signals.ts';

/** Keyword of what a story demands: the tester chose it, no standard does. */
export const SCENARIO_LEVEL = 'SCENARIO';

/** The row under which a story itself counts. */
export function storyRow({ name, title, story }: Scenario): SelectedRequirement {
  return {
    id: storyId(name),
    spec: 'Scenarios',
    section: name,
    sectionTitle: title,
    level: SCENARIO_LEVEL,
    severity: 'fail',
    summary: story,
  };
}

function storyId(name: string): string {
  return `scenario:${name}`;
}

/**
 * What of a scenario is judged. Of a mock Transmitter that plays against a target only what it says: whether and when a
 * SET gets through is up to the target.
 */
export function expectationsOf(scenario: Scenario, judged: Performance['judged']): readonly Expectation[] {
  const content: readonly string[] = ['signature', 'set'];
  return expectations.filter(
    (one) =>
      one.concerns(scenario) && (one.side === 'receiver' || judged.transmitter || content.includes(one.name)),
  );
}

/** What one expectation came to. */
export type Judged = Pick<CheckResult, 'outcome' | 'findings' | 'reason' | 'hook' | 'ended'>;

/** Judges a performance by one expectation. What a mock beside a target does wrong is our error, not the target's. */
export function judgeExpectation(
  expectation: Expectation,
  performance: Performance,
  severityOf: (requirement: RequirementId) => Severity | null,
): Judged {
  const story = storyId(performance.scenario.name);
  const judge = new Judge<string>((id) => (id === story ? 'fail' : severityOf(id as RequirementId)));
  const ended = run(expectation, performance, judge, story);
  const { findings } = judge;
  if (performance.judged[expectation.side]) {
    const outcome = outcomeOf(findings, ended.outcome);
    return { ...ended, outcome, ...endOf(outcome, ended.outcome), findings };
  }
  const broken = findings.find(({ severity }) => severity === 'fail');
  if (broken !== undefined) {
    const actual = typeof broken.actual === 'string' ? ` (${broken.actual})` : '';
    const reason = `Our own mock did not do its part; this is a fault of the harness: ${broken.message}${actual}`;
    return { outcome: 'error', reason, findings: [] };
  }
  // A warning about us is none about the target, which it would count against.
  const remarks = findings.map((finding): Finding => ({ ...finding, severity: 'note' }));
  return { ...ended, outcome: outcomeOf(remarks, ended.outcome), findings: remarks };
}

function run(
  expectation: Expectation,
  performance: Performance,
  judge: Judge<string>,
  story: string,
): Omit<Judged, 'findings'> {
  const own: ScenarioJudge = {
    breaks: (finding) => judge.violates(story, finding),
    notes: (finding) => judge.notes(story, finding),
    violates: (requirement, finding, cap) => {
      if (cap === 'note') judge.notes(requirement, finding);
      else if (cap === 'warn') judge.warns(requirement, finding);
      else judge.violates(requirement, finding);
    },
    notTested: (reason, hook) => {
      throw new NotTested(reason, hook);
    },
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
  try {
    expectation.judge(performance, own);
    return { outcome: 'pass' };
  } catch (error) {
    if (error instanceof NotApplicable) return { outcome: 'not-applicable', reason: error.message };
    if (error instanceof NotTested) {
      const { message: reason, hook } = error;
      return { outcome: 'not-tested', reason, ...(hook === undefined ? {} : { hook }) };
    }
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { outcome: 'error', reason: `The judgement itself failed: ${reason}` };
  }
}

/** A finding counts whatever ended the judgement afterwards. */
function outcomeOf(findings: readonly Finding[], ended: CheckResult['outcome']): CheckResult['outcome'] {
  if (findings.some(({ severity }) => severity === 'fail')) return 'fail';
  if (ended !== 'pass') return ended;
  if (findings.some(({ severity }) => severity === 'warn')) return 'warn';
  return findings.length > 0 ? 'note' : 'pass';
}
