import type { Executed } from '../execute.ts';
import type { PlannedCheck } from '../plan.ts';

/** What a check came to that its plan leaves out, without having been executed; null: it is to be executed. */
export function excludedOutcome({ excluded }: Pick<PlannedCheck, 'excluded'>): Executed | null {
  return excluded === null ? null : { ...excluded, findings: [], durationMs: 0 };
}
