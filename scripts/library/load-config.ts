import path from 'node:path';
import { absolutePaths } from '../config/absolute-paths.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { CONFIG_NAMES, loadConfig as readConfig } from '../config/load.ts';
import { UsageError } from '../usage-error.ts';
import type { PlanOptions } from './options.ts';

/**
 * What a config file says, for `run` and `plan`: `${NAME}` is filled in, and relative paths have become absolute ones
 * from the folder of the file.
 * @param file relative to `cwd`; default: the one `ssf-conformance.config.{ts,mts,js,json}` there
 * @throws UsageError (`USAGE`) when there is no such file, it cannot be run, is not valid, or names a variable that is not set
 */
export async function loadConfig(
  file?: string,
  { cwd = process.cwd(), env = process.env }: Pick<PlanOptions, 'cwd' | 'env'> = {},
): Promise<ConformanceConfig> {
  const loaded = await readConfig(cwd, file, env);
  // Without a target the built-in peers would be tested, which says nothing of anybody's own.
  if (loaded.file === null)
    throw new UsageError(`There is no config file in ${cwd}.`, {
      hint: `It is called ${CONFIG_NAMES.join(', ')}; or name it.`,
    });
  return absolutePaths(loaded.config, path.dirname(loaded.file));
}
