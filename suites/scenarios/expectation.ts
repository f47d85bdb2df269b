import type { Delivery, Role } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { Performance } from './performance.ts';
import type { Scenario } from './scenario.ts';

/** What a finding tells the reader. */
export interface ScenarioFinding {
  message: string;
  expected?: unknown;
  actual?: unknown;
  hint?: string;
  /** Ids in the results. */
  exchange?: number;
  set?: number;
}

/** Takes down what an expectation finds. */
export interface ScenarioJudge {
  /** The story is not kept. */
  breaks(finding: ScenarioFinding): void;
  /** Allowed, but worth knowing. */
  notes(finding: ScenarioFinding): void;
  /** A rule of a standard is broken; the catalogue decides how bad that is, `cap` how bad at most. */
  violates(requirement: RequirementId, finding: ScenarioFinding, cap?: 'warn' | 'note'): void;
  /** Ends the judgement: it could not be exercised. `hook`: what the tester has not lent us. */
  notTested(reason: string, hook?: string): never;
  notApplicable(reason: string): never;
}

/** One thing that a side must do in a scenario: data and a pure function. It becomes the check `SCENARIO/NAME`. */
export interface Expectation {
  name: string;
  /** Which side it is about. */
  side: Role;
  /** The behaviour of a right side, one sentence. */
  title: string;
  what: string;
  /** Rules of the standards that it decides, beside the story. */
  requirements: readonly RequirementId[];
  /** Those of them that it decides in this scenario; absent: all. */
  decides?(scenario: Scenario, delivery: Delivery): readonly RequirementId[];
  /** Whether it says anything about this scenario. */
  concerns(scenario: Scenario): boolean;
  judge(performance: Performance, judge: ScenarioJudge): void;
}
