import path from 'node:path';
import { Command } from 'commander';
import type { Variant } from '../../suites/standard/official/suite.ts';
import { addRunFlags, type RunFlags } from '../config/flags.ts';
import type { Io } from '../io.ts';
import { OFFICIAL_HELP, officialPlan, parameter } from '../official/flags.ts';
import { quoted } from '../rerun.ts';
import { UsageError } from '../usage-error.ts';

interface ExportFlags extends RunFlags {
  plan?: string;
  variant?: Partial<Variant>;
  out?: string;
  alias?: string;
  withSecrets?: boolean;
  json?: boolean;
}

/** Flags of `run` that matter here; the others are taken and not shown, so that a line of `run` can be pasted. */
const SHOWN: ReadonlySet<string> = new Set([
  '--role',
  '--issuer',
  '--metadata-url',
  '--start-command',
  '--audience',
  '--subject',
  '--receiver-access-token',
  '--receiver-client-id',
  '--receiver-client-secret',
  '--access-token',
  '--client-id',
  '--client-secret',
  '--token-endpoint',
  '--scope',
  '--delivery',
  '--profile',
  '--config',
  '--no-config',
]);
const OWN: ReadonlySet<string> = new Set([
  '--plan',
  '--variant',
  '--out',
  '--alias',
  '--with-secrets',
  '--json',
]);

const HELP = `
The configuration goes to stdout, or to the file of --out; how to run the official suite with it, what it needs besides,
and what of our configuration it cannot use go beside it. Of a secret only the name of its environment variable is
written (envsubst fills it in), unless --with-secrets is given; the file can then be read by nobody else. What is in that
file also stands in the logs of the official suite.
${OFFICIAL_HELP}
Examples:
  $ ssf-conformance export-official-config --issuer https://tx.example.com --access-token '\${SSF_TOKEN}'
  $ ssf-conformance export-official-config --out official.json
      of the target in the config file
  $ ssf-conformance export-official-config --profile caep-interop --delivery push --out official.json --with-secrets
  $ ssf-conformance export-official-config --role receiver --variant client_auth_type=client_secret_post --json`;

/** Writes the configuration that the official suite's runner takes. */
export function exportOfficialConfigCommand(io: Io, _end: (exitCode: number) => void): Command {
  const command = new Command('export-official-config')
    .description("Write the configuration that the official suite's runner takes")
    .optionsGroup('Official suite:')
    .option('--plan <name>', 'default: what fits the role and the profile')
    .option('--variant <name=value>', 'another value of a parameter; repeatable', parameter)
    .option('--alias <name>', 'part of the URLs of the official suite; default: made of the target')
    .option('--out <file>', 'write it to this file')
    .option('--with-secrets', 'write secrets themselves; needs --out, and only you can read the file')
    .option(
      '--json',
      'print one JSON document with the configuration, the command lines and what is to be said',
    );
  for (const option of addRunFlags(new Command()).options) {
    if (OWN.has(option.long ?? '')) continue;
    command.addOption(SHOWN.has(option.long ?? '') ? option : option.hideHelp());
  }
  return command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', HELP)
    .action((flags: ExportFlags) => exportConfig(flags, io));
}

async function exportConfig(flags: ExportFlags, io: Io): Promise<void> {
  const plan = flags.plan === undefined ? undefined : officialPlan(flags.plan);
  if (flags.withSecrets === true && flags.out === undefined)
    throw new UsageError('--with-secrets needs a file that only you can read.', { hint: 'Add --out FILE.' });
  const { readConfiguration } = await import('../config/configuration.ts');
  const { env, used } = watched(io.env);
  const { config, sides } = await readConfiguration(flags, { cwd: io.cwd, env });
  if (sides === null || sides === 'pair')
    throw new UsageError('There is no target to write a configuration for.', {
      hint: 'Name one as for run, for instance with --issuer URL or --start-command COMMAND, or in a config file.',
    });
  if (plan !== undefined && plan.role !== sides)
    throw new UsageError(`${plan.name} is for a ${plan.role}, and the target is a ${sides}.`);
  if (sides === 'transmitter' && config.transmitter?.issuer === undefined)
    throw new UsageError('There is no issuer.', { hint: 'Name the target with --issuer URL.' });
  const official = await import('../official/official-config.ts');
  const made = official.officialConfig(config, sides, {
    ...(plan === undefined ? {} : { plan }),
    ...(flags.alias === undefined ? {} : { alias: flags.alias }),
    parameters: flags.variant ?? {},
    nameOf: (secret) => used().find((name) => io.env[name] === secret),
  });
  const open = official.plainConfig(made.config, false);
  const withSecrets = flags.withSecrets === true;
  // The lines are for another folder, that of the official suite.
  const file = flags.out === undefined ? 'official.json' : quoted(path.resolve(io.cwd, flags.out));
  if (flags.out !== undefined) {
    const { writePrivately } = await import('../official/write-privately.ts');
    const text = `${JSON.stringify(official.plainConfig(made.config, withSecrets), null, 2)}\n`;
    await writePrivately(path.resolve(io.cwd, flags.out), text, flags.out);
  }
  const secrets = withSecrets ? [] : official.secretsIn(made.config);
  const filled = secrets.length === 0 ? file : 'filled.json';
  const commands = [
    ...(secrets.length === 0
      ? []
      : [`(umask 077; envsubst '${secrets.map(({ name }) => `$${name}`).join(' ')}' < ${file} > ${filled})`]),
    ...made.variants.map((variant) => official.commandLine(made.plan, variant, filled)),
  ];
  const { plan: chosen, variants, lacks, unused } = made;
  if (flags.json === true) {
    const document = {
      plan: chosen.name,
      variants,
      config: open,
      file: flags.out ?? null,
      commands,
      lacks,
      unused,
    };
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  if (flags.out === undefined) io.stdout.write(`${JSON.stringify(open, null, 2)}\n`);
  const { exportNotes } = await import('../official/export-notes.ts');
  const beside = flags.out === undefined ? io.stderr : io.stdout;
  beside.write(
    exportNotes({
      file: flags.out ?? null,
      commands,
      secrets: secrets.map(({ name }) => name),
      lacks,
      unused,
    }),
  );
}

/** The environment, and the names in it that were asked for. */
function watched(env: Io['env']): { env: Io['env']; used: () => string[] } {
  const names = new Set<string>();
  return {
    env: new Proxy(env, {
      get: (target, name) => {
        if (typeof name !== 'string') return undefined;
        names.add(name);
        return target[name];
      },
    }),
    used: () => [...names],
  };
}
