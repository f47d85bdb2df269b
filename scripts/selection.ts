import type { AnyCheck } from '../suites/harness/any-check.ts';
import type { Own } from '../suites/harness/own/own.ts';
import { allScenarios } from '../suites/harness/scenario/scenarios-of.ts';
import { didYouMean, nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

type Selectable = Pick<AnyCheck, 'id' | 'delivery'>;

/** The family of a check is the part of its id before the slash. */
export function familyOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/**
 * Makes sure that each selector names a check (`family/name`), one instance of it (`family/name@push`) or a family:
 * a mistyped one would silently select nothing.
 * @throws UsageError with the nearest names
 */
export function checkSelectors(
  selectors: readonly string[],
  flag: string,
  checks: readonly Selectable[],
  own?: Own,
): void {
  const ids = new Map(checks.map((check) => [check.id, check]));
  const families = new Set(checks.map((check) => familyOf(check.id)));
  for (const selector of selectors) {
    const [name = '', delivery, ...rest] = selector.split('@');
    const check = ids.get(name);
    if (delivery === undefined && (check || families.has(name))) continue;
    if (!check) {
      // The reports name what is judged of a scenario after it: `impossible-travel/acts`.
      const scenario = allScenarios(own).find((one) => one.name === name.split('/')[0])?.name;
      if (scenario !== undefined)
        throw new UsageError(`${flag}: "${selector}" is of a scenario, which is played as a whole.`, {
          hint: `Choose it with --scenario ${scenario}`,
        });
      throw new UsageError(`${flag}: there is no check or family "${selector}".`, {
        hint: didYouMean(nearest(name, [...ids.keys(), ...families])) ?? 'All checks: ssf-conformance list',
      });
    }
    const possible =
      check.delivery === 'each' ? ['push', 'poll'] : [check.delivery].filter((d) => d !== undefined);
    if (rest.length > 0 || !possible.some((one) => one === delivery))
      throw new UsageError(
        possible.length === 0
          ? `${flag}: ${name} runs once, not per delivery method; leave "@${delivery}" out.`
          : `${flag}: "${selector}" does not exist; ${name} runs as ${possible.map((one) => `${name}@${one}`).join(' and ')}.`,
      );
  }
}
