import type { Limits } from '../../suites/harness/exchange.ts';
import { UsageError } from '../usage-error.ts';
import type { ConformanceConfig } from './define-config.ts';
import { parseDuration } from './duration.ts';

/**
 * Limits in ms.
 * @throws UsageError when one is zero or longer than a day
 */
export function resolveLimits(limits: NonNullable<ConformanceConfig['limits']>): Partial<Limits> {
  const resolved: Partial<Limits> = {};
  for (const [name, text] of Object.entries(limits)) {
    const ms = parseDuration(text);
    if (ms === undefined)
      throw new UsageError(
        `limits.${name}: expected a duration of more than zero and at most a day, got "${text}".`,
      );
    // Sound: validation let only the names of limits pass.
    resolved[name as keyof Limits] = ms;
  }
  return resolved;
}
