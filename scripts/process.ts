import { EXIT } from './exit-codes.ts';
import { type EndProcess, guardExit } from './exit-guard.ts';
import { main, reportFault } from './main.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143 } as const;

/**
 * Runs the command line as this process and ends it with its exit code.
 * @param ended what is left to do then; it gives the exit code of the process
 */
export async function runProcess(
  argv: readonly string[],
  ended: (exitCode: number) => Promise<number> = (exitCode) => Promise.resolve(exitCode),
): Promise<void> {
  const end = guardExit(process.stderr);
  // A reader that went away (`| head`) must not take the reports with it.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  // Node's own exit code for these is 1, which here means that the target does not conform.
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => {
      end(reportFault(error, process.stderr));
    });
  const { env, stdin, stderr } = process;
  const stdout = ofOursAlone(process.stdout, stderr);
  const ofCommand = await main(argv, {
    stdin,
    input: stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    signal: interruption(end),
  });
  const exitCode = await ended(ofCommand);
  // Whatever is still open by now shall not keep the process; but what was written has to reach its reader.
  stdout.write('', () => end(exitCode));
}

/** Aborted by the first Ctrl-C (or SIGTERM), to clean up; the second ends the process at once. */
function interruption(end: EndProcess): AbortSignal {
  const controller = new AbortController();
  for (const [name, exitCode] of Object.entries(SIGNALS))
    process.on(name, () => {
      if (controller.signal.aborted) end(exitCode);
      process.stderr.write('\nStopping. Again to stop at once.\n');
      controller.abort();
    });
  return controller.signal;
}

/**
 * The standard output for what we print; whatever else is written there, as by `console.log` in a module of the tester's,
 * goes to standard error from now on: it must not stand in what `--json` prints.
 */
function ofOursAlone(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
