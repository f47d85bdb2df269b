import path from 'node:path';
import type { Command } from 'commander';
import type { Own } from '../../suites/harness/own/own.ts';
import type { Io } from '../io.ts';
import { files } from './flag-values.ts';
import { readConfigFile } from './load.ts';
import { loadOwn } from './own.ts';
import { substitute } from './substitute.ts';

export interface OwnFlags {
  own?: string[];
  /** False for --no-config. */
  config?: string | boolean;
}

/** The flags by which a command that runs nothing finds the tester's own modules. */
export function addOwnFlags(command: Command): Command {
  return command
    .option('--own <file>', 'module with checks, scenarios and profiles of your own; repeatable', files)
    .option('--config <file>', 'or take those that this config file names; default: as for "run"')
    .option('--no-config', 'read no config file');
}

/**
 * The tester's own for a command that runs nothing: by flag, else what the config file names.
 * @throws UsageError when a module, or the config file, cannot be loaded
 */
export async function ownAtHand(flags: OwnFlags, { cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<Own> {
  if (flags.own !== undefined)
    return loadOwn(
      flags.own.map((file) => path.resolve(cwd, file)),
      cwd,
    );
  if (flags.config === false) return loadOwn([], cwd);
  const { value, file } = await readConfigFile(
    cwd,
    typeof flags.config === 'string' ? flags.config : undefined,
  );
  const named: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'own') : undefined;
  const folder = file === null ? cwd : path.dirname(file);
  const own = Array.isArray(named) ? named.filter((one) => typeof one === 'string') : [];
  return loadOwn(
    own.map((one) => path.resolve(folder, String(substitute(one, env)))),
    cwd,
  );
}
