import path from 'node:path';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { absolutePaths } from './absolute-paths.ts';
import { configOfFlags } from './config-of-flags.ts';
import type { ConformanceConfig } from './define-config.ts';
import type { RunFlags } from './flags.ts';
import { loadConfig } from './load.ts';
import { mergeConfig } from './merge.ts';
import type { Sides } from './resolve-scenarios.ts';
import { sidesOf } from './role.ts';
import { type MissingVariable, notSet, substitute } from './substitute.ts';
import { validateConfig } from './validate.ts';

/**
 * Flags over file, environment filled in, paths absolute; which side it is about; and the config file that was read.
 * @param choose the side by what file and flags say; default: as `run` does, which takes both only with `--pair`
 * @throws UsageError
 */
export async function readConfiguration(
  flags: RunFlags,
  io: Pick<Io, 'cwd' | 'env'>,
  choose: (file: ConformanceConfig, flags: RunFlags) => Sides = sidesOf,
): Promise<{ config: ConformanceConfig; sides: Sides; file: string | null }> {
  const missing: MissingVariable[] = [];
  const named = typeof flags.config === 'string' ? flags.config : undefined;
  const { config: read, file } =
    flags.config === false ? { config: {}, file: null } : await loadConfig(io.cwd, named, io.env, missing);
  const fromFile = absolutePaths(read, file === null ? io.cwd : path.dirname(file));
  const sides = choose(fromFile, flags);
  const typed = withTrust(configOfFlags(flags), sides, flags);
  const fromFlags = validateConfig(substitute(typed, io.env), 'Command line');
  const config = mergeConfig(fromFile, absolutePaths(fromFlags, io.cwd));
  // Flags win: what they replaced needs no value.
  const needed = missing.find(({ path: where, name }) => valueAt(config, where)?.includes(`\${${name}}`));
  if (needed !== undefined) throw notSet(needed);
  return { config, sides, file };
}

/** The string at a path such as `transmitter.auth.accessToken`. */
function valueAt(config: ConformanceConfig, where: string): string | undefined {
  let value: unknown = config;
  for (const key of where.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'string' ? value : undefined;
}

/** `--ca` and `--client-cert` are about the target, whichever it is; about both of a pair. */
function withTrust(config: ConformanceConfig, sides: Sides, flags: RunFlags): ConformanceConfig {
  const { ca, clientCert: cert, clientKey: key } = flags;
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--client-cert and --client-key belong together.');
  const clientCertificate = cert === undefined || key === undefined ? undefined : { cert, key };
  if (ca === undefined && clientCertificate === undefined) return config;
  const trusted = ca === undefined ? {} : { ca };
  const { transmitter, receiver } = config;
  const shown = clientCertificate === undefined ? {} : { clientCertificate };
  const ofTransmitter =
    clientCertificate === undefined ? {} : { auth: { ...transmitter?.auth, clientCertificate } };
  return {
    ...config,
    ...(sides === 'receiver' ? {} : { transmitter: { ...transmitter, ...trusted, ...ofTransmitter } }),
    ...(sides === 'receiver' || sides === 'pair' ? { receiver: { ...receiver, ...trusted, ...shown } } : {}),
  };
}
