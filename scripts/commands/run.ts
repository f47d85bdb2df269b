import path from 'node:path';
import { Command } from 'commander';
import type { Role } from '../../reports/results.ts';
import type { Limits } from '../../suites/harness/exchange.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import { absolutePaths } from '../config/absolute-paths.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { addRunFlags, configOfFlags, type RunFlags } from '../config/flags.ts';
import { LIMITS } from '../config/limit-names.ts';
import { loadConfig } from '../config/load.ts';
import { mergeConfig } from '../config/merge.ts';
import { resolveRuns } from '../config/resolve.ts';
import { roleOf } from '../config/role.ts';
import { substitute } from '../config/substitute.ts';
import { validateConfig } from '../config/validate.ts';
import { EXIT_CODES_HELP } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { rerunPrefix } from '../rerun.ts';
import { runAll } from './run-all.ts';

const DEFAULT_FOLDER = 'conformance-report';

const EXAMPLES = `
Limits (--limit NAME=DURATION):
${Object.entries(LIMITS)
  .map(
    ([name, what]) =>
      `  ${name.padEnd(13)} ${what}; default: ${DEFAULT_LIMITS[name as keyof Limits] / 1000}s`,
  )
  .join('\n')}

Examples:
  $ ssf-conformance run
      tests the built-in reference peers: the Transmitter, and the Receiver hosted and managed
  $ ssf-conformance run --issuer https://tx.example.com --access-token '\${SSF_TOKEN}'
      tests your Transmitter; the token is taken from the environment
  $ ssf-conformance run --issuer http://127.0.0.1:8080 --client-id rx --client-secret '\${SECRET}' --delivery poll
  $ ssf-conformance run --receiver https://rx.example.com/events --audience https://rx.example.com --public-url https://tunnel.example
      tests your Receiver, which takes SETs of the issuer that the run prints
  $ ssf-conformance run --start-command ./start-receiver.sh --receiver-access-token '\${TOKEN}' --delivery push,poll
      tests your Receiver that creates its stream itself; the script begins at SSF_ISSUER
  $ ssf-conformance run --only create-stream --only poll-delivery/acknowledged`;

/** Tests a Transmitter or a Receiver, or the built-in ones, prints the verdict and writes the reports. */
export function runCommand(io: Io, args: readonly string[], end: (exitCode: number) => void): Command {
  return addRunFlags(new Command('run'))
    .description('Test a Transmitter or a Receiver (the default command)')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (flags: RunFlags) => {
      const { config, role } = await configuration(flags, io);
      const runs = await resolveRuns(config, role, io);
      const options = {
        reportDir: config.reportDir ?? DEFAULT_FOLDER,
        quiet: flags.quiet === true,
        rerunPrefix: rerunPrefix(args, io.env),
      };
      end(await runAll(runs, options, io));
    });
}

/** Flags over file, environment filled in, paths absolute; and which side it is about. */
async function configuration(
  flags: RunFlags,
  io: Io,
): Promise<{ config: ConformanceConfig; role: Role | null }> {
  const named = typeof flags.config === 'string' ? flags.config : undefined;
  const { config: read, file } =
    flags.config === false ? { config: {}, file: null } : await loadConfig(io.cwd, named, io.env);
  const fromFile = absolutePaths(read, file === null ? io.cwd : path.dirname(file));
  const role = roleOf(fromFile, flags);
  const typed = withCa(configOfFlags(flags), role, flags.ca);
  const fromFlags = validateConfig(substitute(typed, io.env), 'Command line');
  return { config: mergeConfig(fromFile, absolutePaths(fromFlags, io.cwd)), role };
}

/** `--ca` is about the target, whichever it is. */
function withCa(config: ConformanceConfig, role: Role | null, ca: string | undefined): ConformanceConfig {
  if (ca === undefined) return config;
  const section = role ?? 'transmitter';
  return { ...config, [section]: { ...config[section], ca } };
}
