import type { ProgressEvent } from '../../suites/harness/run-options.ts';
import { absolutePaths } from '../config/absolute-paths.ts';
import type { RunName } from '../config/built-in-runs.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { type ResolvedRun, resolveRuns } from '../config/resolve.ts';
import { sidesOf } from '../config/role.ts';
import { substitute } from '../config/substitute.ts';
import { validateConfig } from '../config/validate.ts';

/** What `plan` takes beside the configuration. */
export interface PlanOptions {
  /** Relative paths of the configuration start here. Default: the working directory of the process. */
  cwd?: string;
  /** Where `${NAME}` in the configuration is looked up, and the environment of commands. Default: `process.env`. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Plays scenarios between the Transmitter and the Receiver of the configuration. Default: one of them is tested. */
  pair?: boolean;
  /** Only this part of the checks, or of the scenarios: `index` from 1 to `count`. Default: all. */
  shard?: { index: number; count: number };
}

/** What `run` takes beside the configuration. */
export interface RunOptions extends PlanOptions {
  /**
   * Cuts the run short: streams are deleted, the target is stopped, and what is known by then is returned with
   * `interrupted` in the results and the exit code 130. Where nothing had begun, `run` rejects with its reason.
   */
  signal?: AbortSignal;
  /** Told what happens while it happens. When it throws, the run is cut short and `run` rejects with that. */
  onProgress?: (event: ProgressEvent, run: RunName) => void;
  /**
   * The command line by which a reader of the reports runs a check again; ` --only ID` is appended.
   * Default: `npx ssf-conformance run`.
   */
  rerun?: string;
  /** `false`: without waivers, also where the configuration names a file of them, or one is in the working directory. */
  waivers?: false;
}

/** Options with their defaults. `dry`: nothing is to be written. */
export type Settled = RunOptions & Required<Pick<RunOptions, 'cwd' | 'env'>> & { dry?: boolean };

export function settled(options: RunOptions): Settled {
  return { ...options, cwd: options.cwd ?? process.cwd(), env: options.env ?? process.env };
}

/**
 * The configuration with the environment filled in and paths absolute, and the runs that it comes to.
 * @throws UsageError when it is not valid, or its parts do not fit together
 */
export async function runsOf(
  given: ConformanceConfig,
  { cwd, env, pair, shard, signal, dry = false }: Settled,
): Promise<{ config: ConformanceConfig; runs: ResolvedRun[] }> {
  const filled = substitute(withoutUndefined(given), env);
  const config = absolutePaths(validateConfig(filled, 'The configuration is not valid'), cwd);
  const sides = sidesOf(config, pair === true ? { pair } : {});
  return { config, runs: await resolveRuns(config, sides, { cwd, env, signal, shard, dry }) };
}

/** In code `{ seed: undefined }` says the same as `{}`. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  // Sound: no member that has a value is left out.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, withoutUndefined(member)]),
  ) as T;
}
