import type { Delivery } from '../../reports/results.ts';
import type { AnyCheck } from '../../suites/harness/any-check.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import { UsageError } from '../usage-error.ts';
import type { ResolvedRun } from './resolve.ts';

/** Names of runs; where there are several, each reports into the folder of its name. */
export const runLabels = {
  transmitter: 'Transmitter',
  receiver: 'Receiver',
  'receiver-hosted': 'Receiver, hosted',
  'receiver-managed': 'Receiver, managed',
  scenarios: 'Scenarios',
} as const;
/**
 * Name of a run: `transmitter`, `receiver` or `scenarios` of a target; `receiver-hosted` and `receiver-managed` of the
 * built-in Receiver.
 */
export type RunName = keyof typeof runLabels;

/** What no hosted Receiver has: nobody starts it, and it asks us for nothing. */
const MANAGED_HOOKS: readonly string[] = ['start', 'restart', 'client-credentials'];

/**
 * The runs without those in which no check is left after `--only` and `--skip`.
 * @throws UsageError when none is left
 */
export function runsWithChecks(runs: readonly ResolvedRun[]): ResolvedRun[] {
  const left = runs.filter(
    (run) => run.role === null || checksOf(run.role, run.options.own).some((check) => isLeft(run, check)),
  );
  if (left.length > 0) return left;
  const tested = [...new Set(runs.map(({ role }) => `a ${role}`))].join(' and ');
  throw new UsageError(`--only and --skip leave no check of ${tested}.`, {
    hint: 'All checks with their roles: ssf-conformance list; --role chooses the role.',
  });
}

function isLeft({ name, options }: Exclude<ResolvedRun, { role: null }>, check: AnyCheck): boolean {
  const { only, skip, delivery } = options;
  if (name === 'receiver-hosted' && check.hooks?.some((hook) => MANAGED_HOOKS.includes(hook))) return false;
  const instances = instancesOf(check, name === 'receiver-hosted' ? delivery : undefined);
  const meant = (wishes: readonly string[], key: string): boolean =>
    wishes.some((wish) => wish === check.id || wish === key || check.id.startsWith(`${wish}/`));
  return instances.some((key) => (only === undefined || meant(only, key)) && !meant(skip ?? [], key));
}

/** Keys of a check: one for each delivery method on which it runs, or its id. */
function instancesOf(check: AnyCheck, deliveries: readonly Delivery[] = ['push', 'poll']): string[] {
  if (check.delivery === undefined) return [check.id];
  const methods = check.delivery === 'each' ? deliveries : deliveries.filter((one) => one === check.delivery);
  return methods.map((method) => `${check.id}@${method}`);
}
