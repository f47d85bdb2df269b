import type { Delivery } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { Expectation } from './expectation.ts';
import type { Scenario } from './scenario.ts';

/** The rows that an expectation decides in a scenario: of event types and subject formats those that occur in it. */
export function decidedIn(
  expectation: Expectation,
  scenario: Scenario,
  delivery: Delivery,
): readonly RequirementId[] {
  return expectation.decides?.(scenario, delivery) ?? expectation.requirements;
}
