import type { Results } from '../../reports/results.ts';
import { checkKey } from '../../reports/view.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { Changes, type Sight } from './changes.ts';
import { nextKey } from './keys.ts';
import { type Round, watch } from './watch.ts';

/** One round: reads the configuration anew, runs, and tells what came of it. */
export type RunOnce = (
  narrow: (config: ConformanceConfig) => ConformanceConfig,
) => Promise<{ exitCode: number; results: readonly Results[]; sights: readonly Sight[] }>;

/**
 * Runs again and again (--watch).
 * @throws UsageError where nobody could see it or end it, or when the first round cannot begin
 */
export async function watchRun(once: RunOnce, io: Io): Promise<number> {
  if (io.env.CI)
    throw new UsageError('--watch never ends by itself; here the variable CI is set.', {
      hint: 'Leave --watch out.',
    });
  const { stdin, stdout, signal } = io;
  const hasKeys = stdin?.isTTY === true;
  let changes = new Changes([]);
  let first = true;
  const run = async (only: readonly string[] | null): Promise<Round> => {
    try {
      const { exitCode, results, sights } = await once((config) => narrowed(config, only));
      changes = new Changes(sights);
      return { exitCode, failed: results.flatMap(failedOf) };
    } catch (error) {
      // A config file that is being written is wrong for a while.
      if (!(error instanceof UsageError) || first) throw error;
      io.stderr.write(`${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
      return { exitCode: EXIT.usage, failed: [] };
    } finally {
      first = false;
      await changes.remember(signal ?? new AbortController().signal);
    }
  };
  return watch({
    run,
    changed: (over) => changes.next(over),
    key: (over) => (hasKeys ? nextKey(stdin, over) : new Promise<never>(() => {})),
    watches: () => changes.names,
    hasKeys,
    output: stdout,
    signal,
  });
}

/** What failed, as `--only` names it; of scenarios as `--scenario` does. */
function failedOf({ checks, scenarios, policy }: Results): string[] {
  const failed = checks.filter(
    ({ outcome }) =>
      outcome === 'fail' || outcome === 'error' || (outcome === 'warn' && policy.failOn === 'should'),
  );
  if (scenarios === undefined) return failed.map(checkKey);
  return [
    ...new Set(
      failed.flatMap(({ id }) => scenarios.find(({ name }) => id.startsWith(`${name}/`))?.name ?? []),
    ),
  ];
}

function narrowed(config: ConformanceConfig, only: readonly string[] | null): ConformanceConfig {
  if (only === null) return config;
  const names = only.filter((name) => !name.includes('/'));
  const { skip: _, only: __, ...rest } = config;
  return names.length > 0
    ? { ...rest, scenarios: { ...config.scenarios, names } }
    : { ...rest, only: [...only] };
}
