import { Command, CommanderError } from 'commander';
import { asCalled } from './as-called.ts';
import { completionsCommand } from './commands/completions.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { exportOfficialConfigCommand } from './commands/export-official-config.ts';
import { initCommand } from './commands/init.ts';
import { lensCommand } from './commands/lens.ts';
import { listCommand } from './commands/list.ts';
import { mergeCommand } from './commands/merge.ts';
import { mockCommand } from './commands/mock.ts';
import { predictCommand } from './commands/predict.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { selfTestCommand } from './commands/self-test.ts';
import { signCommand } from './commands/sign.ts';
import { verifyReportCommand } from './commands/verify-report.ts';
import { waiveCommand } from './commands/waive.ts';
import { EXIT, EXIT_CODES_HELP } from './exit-codes.ts';
import type { Io } from './io.ts';
import { didYouMean, nearest } from './nearest.ts';
import { ownAtFault } from './own-fault.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  $ ssf-conformance
      tests the built-in reference peers (the same as "ssf-conformance run")
  $ ssf-conformance --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll
  $ ssf-conformance --receiver http://127.0.0.1:8080/events --audience https://rx.example.com
  $ ssf-conformance run --scenario impossible-travel
      plays a story between two mocks; with a target, against that
  $ ssf-conformance list --profile caep-interop
  $ ssf-conformance explain discovery/document
  $ ssf-conformance mock transmitter --fault metadata-empty-array`;

/**
 * The command line.
 * @param argv the arguments after the name of the program
 * @returns the exit code; never throws for what a user or a target can cause
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT.conformant;
  const end = (code: number): void => {
    exitCode = code;
  };
  try {
    await parse(argv, io, end);
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

async function parse(argv: readonly string[], io: Io, end: (exitCode: number) => void): Promise<void> {
  const args = withCommand(flagsApart(argv));
  const program = new Command('ssf-conformance')
    .description('Conformance tests for the OpenID Shared Signals Framework (SSF 1.0, CAEP, RISC)')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      `${EXAMPLES}\n${EXIT_CODES_HELP}\n\nOptions of a command: ssf-conformance COMMAND --help`,
    )
    .configureOutput({
      writeOut: (text) => void io.stdout.write(asCalled(text, io.env)),
      outputError: (text, write) => write(`${text}${asTarget(text, args)}`),
      writeErr: (text) => void io.stderr.write(asCalled(text, io.env)),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .exitOverride()
    .showHelpAfterError('(see --help)');
  const groups: Record<string, Command[]> = {
    'Test:': [
      runCommand(io, args.slice(1), end),
      initCommand(io, end),
      doctorCommand(io, end),
      lensCommand(io, end),
      mockCommand(io),
    ],
    'Results:': [
      reportCommand(io, end),
      diffCommand(io, end),
      waiveCommand(io, end),
      mergeCommand(io, end),
      signCommand(io, end),
      verifyReportCommand(io, end),
    ],
    'Official certification:': [predictCommand(io, end), exportOfficialConfigCommand(io, end)],
    'About this tool:': [
      listCommand(io),
      explainCommand(io),
      selfTestCommand(io, end),
      completionsCommand(io, end),
    ],
  };
  const commands = Object.entries(groups).flatMap(([group, members]) =>
    members.map((command) => command.helpGroup(group)),
  );
  for (const command of commands) program.addCommand(inheriting(command, program));
  const name = args[0] ?? '';
  if (URL_ARGUMENT.test(name)) throw new UsageError('A URL is no command.', { hint: BY_FLAG });
  if (!name.startsWith('-') && !['help', ...commands.map((command) => command.name())].includes(name))
    throw new UsageError(`There is no command "${name}".`, {
      hint:
        didYouMean(
          nearest(
            name,
            commands.map((command) => command.name()),
            1,
          ),
        ) ?? 'See --help.',
    });
  await program.parseAsync(args, { from: 'user' });
}

const URL_ARGUMENT = /^https?:\/\//i;
const BY_FLAG = 'A target is named by a flag: --issuer URL of a Transmitter, --receiver URL of a Receiver.';

/** What helps whoever gave a command the URL of the target as it stands; else nothing. */
function asTarget(error: string, [command = '', ...args]: readonly string[]): string {
  const takesTarget = ['run', 'doctor'].includes(command);
  const isTooMuch = takesTarget && error.includes('too many arguments');
  return isTooMuch && args.some((arg) => URL_ARGUMENT.test(arg)) ? `  ${BY_FLAG}\n` : '';
}

/** No command means `run`. */
function withCommand(args: readonly string[]): string[] {
  const [first] = args;
  if (first === undefined) return ['run'];
  const aboutTheProgram = ['-h', '--help', '-V', '--version'].includes(first);
  return first.startsWith('-') && !aboutTheProgram ? ['run', ...args] : [...args];
}

/** `--flag=value` as two arguments: commander quotes a flag that it does not know, and would print its value with it. */
function flagsApart(argv: readonly string[]): string[] {
  return argv.flatMap((arg) => {
    const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
    return flag === undefined || value === undefined ? [arg] : [flag, value];
  });
}

/** commander hands output and error handling down only to commands that it makes itself. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheriting(child, command);
  return command;
}

function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conformant : EXIT.usage;
  if (error instanceof UsageError) {
    const said = `${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`;
    io.stderr.write(asCalled(said, io.env));
    return EXIT.usage;
  }
  return reportFault(error, io.stderr);
}

/** Says that something broke on our side, and gives the exit code for it. */
export function reportFault(error: unknown, stderr: Io['stderr']): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const own = ownAtFault(error);
  const whose =
    own === null
      ? "ssf-conformance failed; this is its own fault, not the target's"
      : `${own}, a module of your own, threw something that nobody caught; this is its fault, not the target's`;
  stderr.write(`${whose}:\n${text}\n`);
  return EXIT.harnessFault;
}
