import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { withoutTsconfig } from '../../suites/harness/without-tsconfig.ts';
import { UsageError } from '../usage-error.ts';
import type { ConformanceConfig } from './define-config.ts';
import { type MissingVariable, notSet, substitute } from './substitute.ts';
import { validateConfig } from './validate.ts';

/** What a config file is called. */
export const CONFIG_NAMES = ['ts', 'mts', 'js', 'json'].map(
  (extension) => `ssf-conformance.config.${extension}`,
);

export interface LoadedConfig {
  config: ConformanceConfig;
  /** Absolute path of the file; null when there is none. */
  file: string | null;
}

/**
 * Reads the configuration: the named file, or the one in the working directory, or none. `${NAME}` is filled in.
 * @param missing takes the references to variables that are not set: something else may replace them
 * @throws UsageError when the file is missing, cannot be run, or is not valid
 */
export async function loadConfig(
  cwd: string,
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  missing?: MissingVariable[],
): Promise<LoadedConfig> {
  const { value, file } = await readConfigFile(cwd, named);
  if (file === null) return { config: {}, file };
  const filled = substitute(value, env, missing);
  try {
    return { config: validateConfig(filled, file), file };
  } catch (error) {
    // What is wrong may be the reference that stands in the place of a value.
    const about = missing?.find(({ path: where }) => reason(error).includes(where)) ?? missing?.[0];
    throw about === undefined ? error : notSet(about);
  }
}

/**
 * What the config file says, as it stands there: nothing is filled in, and nobody has looked whether it is valid.
 * @returns `file`: null when there is none
 * @throws UsageError when the file is missing or cannot be run
 */
export async function readConfigFile(
  cwd: string,
  named: string | undefined,
): Promise<{ value: unknown; file: string | null }> {
  const file = named === undefined ? findConfig(cwd) : path.resolve(cwd, named);
  if (file === null) return { value: {}, file };
  if (!existsSync(file)) throw new UsageError(`The config file ${file} does not exist.`);
  return { value: file.endsWith('.json') ? await readJson(file) : await runModule(file), file };
}

function findConfig(cwd: string): string | null {
  const found = CONFIG_NAMES.filter((name) => existsSync(path.join(cwd, name)));
  if (found.length > 1)
    throw new UsageError(`There are several config files in ${cwd}: ${found.join(', ')}.`, {
      hint: 'Keep one, or name the one to use with --config FILE.',
    });
  return found[0] === undefined ? null : path.join(cwd, found[0]);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The config file ${file} cannot be read: ${reason(cause)}`, { cause });
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // V8 quotes the text around the error, which may be a secret; what comes before the quotation is kept.
    const problem = reason(cause).replace(/, (?:\.\.\.)?".*$/s, '');
    throw new UsageError(`The config file ${file} is not valid JSON: ${problem}.`, { cause });
  }
}

/** TypeScript and its imports go through Vite's module runner, which writes nothing beside the file. */
async function runModule(file: string): Promise<unknown> {
  const [{ runnerImport }, { selfPlugin }, { offerNativeImport }] = await Promise.all([
    import('vite'),
    import('../../suites/harness/own/self-plugin.ts'),
    import('../../suites/harness/own/native-import.ts'),
  ]);
  offerNativeImport();
  try {
    const { module } = await runnerImport<{ default?: unknown }>(file, {
      root: path.dirname(file),
      logLevel: 'silent',
      ...(await withoutTsconfig([selfPlugin()])),
    });
    const exported: unknown = await module.default;
    const value: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : exported;
    if (typeof value !== 'object' || value === null)
      throw new UsageError(`The config file ${file} has no object as its default export.`, {
        hint: 'It must export its configuration as default: export default defineConfig({ … }).',
      });
    return value;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(
      `The config file ${file} cannot be loaded:\n${stripVTControlCharacters(reason(cause))}`,
      { cause },
    );
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
