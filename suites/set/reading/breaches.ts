import type { SetBreach } from '../../../reports/results.ts';
import type { SetReading } from './reading.ts';

/** Breaches that are kept of one SET. */
const MOST_BREACHES = 20;

/** What a SET breaks, as results keep it. */
export function breachesOf({ parts }: Pick<SetReading, 'parts'>): SetBreach[] {
  const breaches = parts.flatMap(({ path, rules }) =>
    rules.flatMap((rule): SetBreach[] =>
      rule.outcome === 'broken'
        ? [{ path, requirement: rule.requirement, severity: rule.severity, message: rule.message }]
        : [],
    ),
  );
  return breaches.slice(0, MOST_BREACHES);
}
