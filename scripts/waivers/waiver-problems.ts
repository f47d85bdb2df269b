import type { Own } from '../../suites/harness/own/own.ts';
import { LIMITS_ROW } from '../../suites/harness/scenario/limit-checks.ts';
import { allScenarios } from '../../suites/harness/scenario/scenarios-of.ts';
import { type Waivable, waivablesWith } from '../../suites/harness/waivers/waivable.ts';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import { requirements } from '../../suites/standard/requirements.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';

/** Ids of the rules that a check can break. */
function rulesWith(own?: Own): ReadonlySet<string> {
  const checks = own === undefined ? [] : [...own.checks.transmitter, ...own.checks.receiver];
  return new Set([
    ...requirements.map(({ id }) => id),
    ...checks.flatMap((check) => check.own?.rules.map(({ id }) => id) ?? []),
    ...allScenarios(own).map(({ name }) => `scenario:${name}`),
    LIMITS_ROW.id,
  ]);
}

/** What is wrong with the waivers, one line each; none when every one is about something that exists. */
export function waiverProblems(waivers: readonly Waiver[], own?: Own): string[] {
  const rules = rulesWith(own);
  return waivers.flatMap((waiver, index) => {
    const twin = waivers.slice(0, index).find((other) => overlap(other.check, waiver.check));
    return [
      ...ofWaiver(waiver, rules, own),
      ...(twin === undefined ? [] : [`"${twin.check}" and "${waiver.check}" are about the same; keep one.`]),
    ].map((problem) => `waivers.${index}: ${problem}`);
  });
}

/** What is wrong with one waiver by itself, in sentences. */
function ofWaiver(
  { check, issue, until, requirements: named = [] }: Waiver,
  rules: ReadonlySet<string>,
  own?: Own,
): string[] {
  const wrong: string[] = [];
  try {
    findWaivable(check, own);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    wrong.push([error.message, error.hint].filter(Boolean).join(' '));
  }
  if (!isDate(until)) wrong.push(`until: there is no day "${until}".`);
  if (issue !== undefined && !isHttpUrl(issue)) wrong.push(`issue: "${issue}" is no http or https URL.`);
  for (const id of named)
    if (!rules.has(id))
      wrong.push(
        [`requirements: there is no rule "${id}".`, didYouMean(nearest(id, rules))].join(' ').trim(),
      );
  return wrong;
}

/** Whether two waivers can be about the same instance of a check. */
export function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}@`) || b.startsWith(`${a}@`);
}

/**
 * What a waiver is about.
 * @param check `family/name`, or `family/name@delivery`
 * @throws UsageError with the nearest names when there is no such check, or not by that delivery method
 */
export function findWaivable(check: string, own?: Own): Waivable {
  const waivables = waivablesWith(own);
  const [id = '', delivery, ...rest] = check.split('@');
  const found = waivables.get(id);
  if (found === undefined) {
    const family = [...waivables.keys()].filter((one) => one.startsWith(`${id}/`));
    if (family.length > 0)
      throw new UsageError(`"${id}" is a family of checks; a waiver is about one of them.`, {
        hint: `${id} has ${list(family)}.`,
      });
    throw new UsageError(`There is no check "${id}".`, {
      hint: didYouMean(nearest(id, waivables.keys())) ?? 'All checks: ssf-conformance list',
    });
  }
  const { deliveries } = found;
  if (delivery === undefined) return found;
  if (deliveries.length === 0)
    throw new UsageError(`${id} runs once, not per delivery method; leave "${delivery}" out.`);
  if (rest.length > 0 || !deliveries.some((one) => one === delivery))
    throw new UsageError(
      `${id} has no instance by "${[delivery, ...rest].join('@')}"; it runs as ${deliveries.map((one) => `${id}@${one}`).join(' and ')}.`,
    );
  return found;
}

/** `YYYY-MM-DD` of a day that the calendar has. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && dayOf(new Date(time)) === text;
}

/** The day of an instant, UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function list(names: readonly string[]): string {
  const more = names.length - 5;
  return more > 0 ? `${names.slice(0, 5).join(', ')} and ${more} more` : names.join(', ');
}
