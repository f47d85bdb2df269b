import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import type { Line } from '../../suites/harness/doctor/line.ts';
import { codeOf } from '../code-of.ts';
import { readCa } from '../config/ca.ts';
import { notEmpty } from '../config/flag-values.ts';
import { CONFIG_NAMES } from '../config/load.ts';
import { EXIT } from '../exit-codes.ts';
import type { Answers } from '../init/answers.ts';
import { answersOfFlags, completeAnswers, type InitFlags, withDefaults } from '../init/flags.ts';
import type { Io } from '../io.ts';
import { programName } from '../rerun.ts';
import { UsageError } from '../usage-error.ts';

/** How long the issuer's metadata is waited for, ms. */
const PATIENCE = 5_000;

const EXAMPLES = `
On a terminal it asks what is missing: which side is tested, where it is, and by which credentials. Of secrets it takes
only the name of the environment variable that holds them.

Examples:
  $ ssf-conformance init
  $ ssf-conformance init --issuer https://tx.example.com --credentials bearer --secret-env SSF_TOKEN
  $ ssf-conformance init --issuer https://tx.example.com --credentials client --client-id rx --secret-env SSF_CLIENT_SECRET
  $ ssf-conformance init --receiver https://rx.example.com/events --audience https://rx.example.com --credentials none
  $ ssf-conformance init --start-command ./start-receiver.sh --credentials bearer --format json`;

/** Writes a config file, from questions or from flags. */
export function initCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('init')
    .description('Write a config file')
    .optionsGroup('What is tested (one of them):')
    .option('--issuer <url>', 'a Transmitter, by its issuer', notEmpty)
    .option('--receiver <url>', 'a Receiver, by its push endpoint; needs --audience', notEmpty)
    .option('--start-command <command>', 'a Receiver that this shell command starts', notEmpty)
    .option('--audience <aud>', 'what a Receiver takes itself for', notEmpty)
    .option('--ca <file>', 'PEM file of a private CA that its certificate chains to', notEmpty)
    .optionsGroup('Credentials:')
    .addOption(new Option('--credentials <kind>', 'their kind').choices(['bearer', 'client', 'none']))
    .option('--client-id <id>', 'for client credentials', notEmpty)
    .option('--secret-env <name>', 'environment variable that holds the token or secret: its name', notEmpty)
    .optionsGroup('The file:')
    .addOption(
      new Option('--format <format>', 'TypeScript with comments, or JSON, which has none')
        .choices(['ts', 'json'])
        .default('ts'),
    )
    .option('--no-probe', "do not look at the issuer's metadata")
    .option('--force', 'overwrite the file')
    .option('--json', 'print what was written as JSON; everything else goes to stderr')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: InitFlags) => end(await init(flags, io)));
}

async function init(flags: InitFlags, io: Io): Promise<number> {
  const output = flags.json === true ? io.stderr : io.stdout;
  const file = fileFor(flags, io.cwd);
  const known = answersOfFlags(flags);
  const ca = known.ca === undefined ? undefined : await readCa(path.resolve(io.cwd, known.ca), '--ca');
  const answers = await answered(known, io, output);
  const lines = flags.probe && answers !== null ? await probe(answers, ca, io) : [];
  if (answers === null || io.signal?.aborted === true) {
    output.write('Nothing was written.\n');
    return EXIT.interrupted;
  }
  for (const { state, what, todo } of lines)
    output.write(
      `${state === 'problem' ? 'remark' : state}: ${what}${todo === undefined ? '' : `\n  ${todo}`}\n`,
    );
  const { configEntries } = await import('../init/template.ts');
  const { plain, renderJson, renderTypeScript } = await import('../init/render.ts');
  const entries = configEntries(answers);
  const offered = lines.find(({ name, state }) => name === 'offers' && state === 'ok');
  const remarks = offered === undefined ? [] : [`On ${today()} its metadata offered: ${offered.what}`];
  await write(
    file,
    flags.format === 'json' ? renderJson(entries) : renderTypeScript(entries, remarks),
    flags,
  );
  const program = programName(io.env).replace(/ run$/, '');
  const next = [`${program} doctor`, `${program} run`];
  const { secretEnv } = answers;
  const unset = secretEnv !== undefined && !io.env[secretEnv] ? secretEnv : null;
  output.write(
    [
      `Wrote ${path.relative(io.cwd, file)}.`,
      ...(unset === null ? [] : [`${unset} is not set here: it has to be when these run.`]),
      'Next:',
      ...next.map((line) => `  ${line}`),
      '',
    ].join('\n'),
  );
  if (flags.json === true)
    io.stdout.write(
      `${JSON.stringify({ file, format: flags.format, config: plain(entries), unsetVariable: unset, probe: lines, next }, null, 2)}\n`,
    );
  return EXIT.conformant;
}

/** @throws UsageError when there is a config file already */
function fileFor({ format, force }: InitFlags, cwd: string): string {
  const name = `ssf-conformance.config.${format}`;
  const there = CONFIG_NAMES.filter((one) => existsSync(path.join(cwd, one)));
  const other = there.find((one) => one !== name);
  // Two of them are an error of every command that reads one.
  if (other !== undefined)
    throw new UsageError(`There is ${other} already; beside it ${name} would be one too many.`, {
      hint: 'Take it away first, or change it by hand.',
    });
  if (there.length > 0 && force !== true)
    throw new UsageError(`There is ${name} already.`, { hint: 'Overwrite it with --force.' });
  return path.join(cwd, name);
}

async function answered(known: Partial<Answers>, io: Io, output: Io['stdout']): Promise<Answers | null> {
  const isThere = io.stdin?.isTTY === true && output.isTTY === true && !io.env.CI;
  if (!isThere) return completeAnswers(known);
  const { askQuestions, createAsker } = await import('../init/questions.ts');
  const answers = await askQuestions(known, await createAsker(io.stdin, output, io.signal));
  return answers === null ? null : withDefaults(answers);
}

/** What the issuer's metadata says; that it cannot be had is a remark. */
async function probe(answers: Answers, ca: string | undefined, { signal, stderr }: Io): Promise<Line[]> {
  if (answers.side !== 'transmitter') return [];
  if (stderr.isTTY === true) stderr.write('Looking at its metadata …');
  const { glanceAtIssuer } = await import('../../suites/harness/doctor/glance.ts');
  const lines = await glanceAtIssuer({ issuer: answers.target, ca, requestMs: PATIENCE, signal });
  if (stderr.isTTY === true) stderr.write('\r\u001b[K');
  return lines;
}

/** @throws UsageError when it cannot be written */
async function write(file: string, text: string, { force }: InitFlags): Promise<void> {
  await writeFile(file, text, { flag: force === true ? 'w' : 'wx' }).catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be written (${codeOf(cause)}).`, { cause });
  });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
