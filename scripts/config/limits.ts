import type { Limits } from '../../suites/harness/exchange.ts';
import { TIMING_LIMITS } from '../../suites/scenarios/ledger/limits.ts';
import { UsageError } from '../usage-error.ts';
import type { ConformanceConfig } from './define-config.ts';
import { parseDuration } from './duration.ts';
import { LIMITS } from './limit-names.ts';

type LimitsConfig = NonNullable<ConformanceConfig['limits']>;

/**
 * Deadlines and windows in ms.
 * @throws UsageError when one is zero or longer than a day
 */
export function resolveLimits(limits: LimitsConfig): Partial<Limits> {
  return resolved(limits, LIMITS);
}

/**
 * Limits of measured times in ms; `verification` is a deadline and one of these.
 * @throws UsageError when one is zero or longer than a day
 */
export function resolveTimingLimits(limits: LimitsConfig): Record<string, number> {
  return resolved(limits, TIMING_LIMITS);
}

function resolved(limits: LimitsConfig, names: object): Record<string, number> {
  const known = Object.entries(limits).filter(([name]) => Object.hasOwn(names, name));
  return Object.fromEntries(
    known.map(([name, text]) => {
      const ms = parseDuration(text);
      if (ms === undefined)
        throw new UsageError(
          `limits.${name}: expected a duration of more than zero and at most a day, got "${text}".`,
        );
      return [name, ms];
    }),
  );
}
