import path from 'node:path';
import { Command } from 'commander';
import { CLEAN_UP, guarded, type Line, type Report } from '../../suites/harness/doctor/line.ts';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
import { asCalled } from '../as-called.ts';
import { readConfiguration } from '../config/configuration.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import type { RunFlags } from '../config/flags.ts';
import type { ResolveContext } from '../config/resolve.ts';
import type { Sides } from '../config/resolve-scenarios.ts';
import { sidesOf } from '../config/role.ts';
import { addDoctorFlags, type DoctorFlags } from '../doctor/flags.ts';
import type { Part } from '../doctor/part.ts';
import type { StartedPart } from '../doctor/started-target.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutCommands } from '../github-log.ts';
import { type Io, wantsColor } from '../io.ts';
import { programName } from '../rerun.ts';
import { type PlannedTarget, planTarget } from '../target/plan-target.ts';

const HELP = `
Looks at one thing after the other that a run needs, and says of each whether it is ok, whose it is if not, and what
to do. It judges nothing. At a Transmitter it creates one stream for each delivery method, asks for a verification
event and waits for it, and deletes the stream again; streams that it did not create are never touched. A Receiver that
has a start command is started once and ended again, and so is a Transmitter that a run starts (--image,
--target-command); to a push endpoint no SET is sent. --read-only leaves the streams and the start out.

Examples:
  $ ssf-conformance doctor
      what the config file names; without one this machine and the built-in peers
  $ ssf-conformance doctor --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll
  $ ssf-conformance doctor --issuer https://tx.example.com --client-id rx --client-secret '\${SECRET}' --delivery poll --read-only
  $ ssf-conformance doctor --receiver https://rx.example.com/events --audience rx --public-url https://tunnel.example
  $ ssf-conformance doctor --start-command ./start-receiver.sh --receiver-access-token '\${TOKEN}'

Exit codes (the first problem decides):
  0    no problem; notes do not count
  2    wrong usage, or the problem is in your configuration: an address, a credential
  3    the target cannot be reached, or refuses
  4    fault of this tool
  130  interrupted by Ctrl-C; what was created is deleted, or named where that is not possible`;

/** A line in what --json prints. */
interface DoctorLine extends Line {
  /** What was looked at: this machine, a target. */
  part: string;
}

/** Looks whether a run against the target can work, and whose it is if not. */
export function doctorCommand(io: Io, end: (exitCode: number) => void): Command {
  return addDoctorFlags(new Command('doctor'))
    .description('Look whether a run against the target can work, and whose it is if not')
    .addHelpText('after', HELP)
    .action(async (flags: DoctorFlags) =>
      end(await withoutCommands(io, flags.json, () => examine(flags, io))),
    );
}

async function examine(flags: DoctorFlags, io: Io): Promise<number> {
  const { config: read, sides } = await readConfiguration(flags, io, bothIfThere);
  const readOnly = flags.readOnly === true;
  const planned = await planTarget(read, sides, io);
  const config = planned?.config ?? read;
  const { startHook } = planned ?? {};
  const context = startHook === undefined || startHook === null ? io : { ...io, startHook };
  const target = planned === null ? null : await startedTarget(planned, readOnly, io);
  const parts = await partsOf(config, sides, readOnly, context);
  // After this machine, before whatever is looked at of it.
  if (target !== null) parts.splice(1, 0, target);
  try {
    return await report(parts, target, flags, { ...io, mask: maskOf(planned) });
  } finally {
    await target?.stop();
  }
}

async function startedTarget(planned: PlannedTarget, readOnly: boolean, io: Io): Promise<StartedPart> {
  const [{ startedPart }, { caFileOf }] = await Promise.all([
    import('../doctor/started-target.ts'),
    import('../doctor/targets.ts'),
  ]);
  planned.launch.caFile = await caFileOf(planned.config, io);
  return startedPart(planned, readOnly, io);
}

/** Of what is told of any part: a Receiver says its last words where our issuer is looked at. */
function maskOf(planned: PlannedTarget | null): (prose: string) => string {
  const secrets = new Secrets();
  for (const secret of planned?.secrets ?? []) secrets.add(secret);
  return (prose) => secrets.maskDeep(prose);
}

async function report(
  parts: readonly Part[],
  target: StartedPart | null,
  flags: DoctorFlags,
  { mask, ...io }: Io & { mask: (prose: string) => string },
): Promise<number> {
  const readOnly = flags.readOnly === true;
  const { createDoctorPrinter, inWords } = await import('../doctor/printer.ts');
  const output = flags.json === true ? io.stderr : io.stdout;
  const printer = createDoctorPrinter(output, wantsColor(output, io.env));
  const lines: DoctorLine[] = [];
  for (const part of parts) {
    const title = mask(part.title);
    if (io.signal?.aborted === true) break;
    printer.title(title);
    const report: Report = {
      line: (line) => {
        lines.push({ part: title, ...line });
        const { todo } = line;
        printer.report.line(todo === undefined ? line : { ...line, todo: asCalled(todo, io.env) });
      },
      waiting: (what) => printer.report.waiting(what),
    };
    await part.examine(guarded(report, mask));
    // What was not started cannot be looked at.
    if (part === target && !target.isThere()) break;
  }
  const exitCode = io.signal?.aborted === true ? EXIT.interrupted : exitCodeOf(lines);
  const problems = lines.filter(({ state }) => state === 'problem');
  const sentence =
    exitCode === EXIT.interrupted
      ? interrupted(lines)
      : problems.length === 0
        ? `No problem found${readOnly ? '; whether streams can be created was not tried' : ''}. Next: ${programName(io.env)}, with the same options.`
        : `${problems.length === 1 ? 'One problem' : `${problems.length} problems`}: ${problems
            .map(({ name, whose }) => `${name}${whose === undefined ? '' : `, ${inWords(whose)}`}`)
            .join('; ')}.`;
  output.write(`\n${sentence}\n`);
  if (flags.json === true)
    io.stdout.write(
      `${JSON.stringify({ ok: exitCode === EXIT.conformant, exitCode, sentence, readOnly, lines }, null, 2)}\n`,
    );
  return exitCode;
}

function interrupted(lines: readonly Line[]): string {
  return lines.some(({ name }) => name === CLEAN_UP)
    ? 'Interrupted; something may be left at the target: see clean-up.'
    : 'Interrupted; what was created is deleted.';
}

/** Unlike a run, this looks at both targets of a config file. */
function bothIfThere(file: ConformanceConfig, flags: RunFlags): Sides {
  const there = (['transmitter', 'receiver'] as const).every(
    (side) => Object.keys(file[side] ?? {}).length > 0,
  );
  const isOpen = there && file.role === undefined && flags.role === undefined;
  const flagged = sidesOf({}, flags);
  return isOpen && flagged === null ? 'pair' : sidesOf(file, flags);
}

async function partsOf(
  config: ConformanceConfig,
  sides: Sides,
  readOnly: boolean,
  io: Io & Pick<ResolveContext, 'startHook'>,
) {
  const [{ machinePart }, { ourTlsPart, receiverPart, transmitterPart }] = await Promise.all([
    import('../doctor/machine.ts'),
    import('../doctor/targets.ts'),
  ]);
  const parts = [machinePart(path.resolve(io.cwd, config.reportDir ?? 'conformance-report'), io.signal)];
  const missing: ('transmitter' | 'receiver')[] = [];
  if (sides !== 'receiver') {
    const part = await transmitterPart(config, readOnly, io);
    if (part === null) missing.push('transmitter');
    else parts.push(part);
  }
  if (sides !== 'transmitter') {
    const part = await receiverPart(config, readOnly, io);
    if (part === null) missing.push('receiver');
    else parts.push(part);
  }
  if (missing.length === 0) return parts;
  // The built-in peers get a CA of their own; the one that is kept is for a target that is named later.
  const our = parts.length === 1 ? await ourTlsPart(config, io) : null;
  if (our !== null) parts.push(our);
  const { builtInPart } = await import('../doctor/built-in.ts');
  return [...parts, builtInPart(missing, io)];
}

const EXITS = {
  configuration: EXIT.usage,
  network: EXIT.unreachable,
  target: EXIT.unreachable,
  tool: EXIT.harnessFault,
} as const;

/** That of the first problem: those after it may follow from it. */
function exitCodeOf(lines: readonly Line[]): number {
  const first = lines.find(({ state }) => state === 'problem');
  return first === undefined ? EXIT.conformant : EXITS[first.whose ?? 'tool'];
}
