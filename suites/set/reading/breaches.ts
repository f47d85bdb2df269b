import type { SetBreach } from '../../../reports/results.ts';
import type { SetReading } from './reading.ts';

/** Breaches that are kept of one SET. */
const MOST_BREACHES = 20;

/**
 * Ids of the rules that a SET keeps wherever they are about it: what is broken or could not be judged in one part of it
 * is kept in none.
 */
export function keptOf({ parts }: Pick<SetReading, 'parts'>): string[] {
  const rules = parts.flatMap((part) => part.rules);
  const open = new Set(rules.flatMap((rule) => (rule.outcome === 'kept' ? [] : [rule.requirement])));
  const kept = new Set(rules.map(({ requirement }) => requirement));
  return [...kept].filter((id) => !open.has(id));
}

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
