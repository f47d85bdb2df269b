import { stripVTControlCharacters } from 'node:util';
import type { HookCommand } from '../config/define-config.ts';
import type { HookAnswer, HookContext } from './hook.ts';
import { signalGroup, spawnedOrError } from './process-group.ts';
import { lastLine } from './text.ts';

/** Only the end of what a command writes to stderr is kept, in characters. */
const KEPT = 4096;
/** How long the rest of its output may take after the command has ended, ms: a child of its own may hold it open. */
const OUTPUT_GRACE_MS = 1000;

/** With these a shell says that a command was found but cannot be run, or was not found. */
const NOT_RUN: readonly number[] = [126, 127];

export interface CommandCall {
  /** In messages: `the trigger command`. */
  what: string;
  /** Given as JSON on stdin. */
  payload: unknown;
  env?: Readonly<Record<string, string>>;
  /** How much of stdout is kept, in bytes, more being an error; 0: it is not read. */
  stdoutBytes: number;
}

/**
 * Runs the command and waits for its end; exit code 0 is success, and gives what it wrote to stdout. When `signal` is
 * aborted the command is killed with all its children.
 */
export function runCommandHook(
  config: HookCommand,
  call: CommandCall,
  context: HookContext,
  signal: AbortSignal,
): Promise<HookAnswer<string>> {
  const { what, stdoutBytes } = call;
  return new Promise((resolve) => {
    const stdout = stdoutBytes > 0 ? 'pipe' : 'ignore';
    const notStarted = ({ message }: Error): HookAnswer<string> => ({
      ok: false,
      message: `${what} cannot be started: ${message}`,
      notRun: true,
    });
    const child = spawnedOrError(config, context, { ...(call.env && { env: call.env }), stdout });
    if (child instanceof Error) return resolve(notStarted(child));
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let settled = false;
    const kill = (): void => signalGroup(child, 'SIGKILL');
    const end = (answer: HookAnswer<string>): void => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', kill);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(answer);
    };
    signal.addEventListener('abort', kill, { once: true });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= stdoutBytes) return void chunks.push(chunk);
      kill();
      end({ ok: false, message: `${what} wrote more than ${stdoutBytes} bytes to stdout` });
    });
    child.on('error', (error) => end(notStarted(error)));
    child.on('exit', (code, killedBy) => {
      if (code === 0 && stdoutBytes === 0) return end({ ok: true, value: '' });
      const finish = (): void => {
        if (code === 0) {
          end({ ok: true, value: Buffer.concat(chunks).toString('utf8') });
          return;
        }
        const how = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
        const said = lastLine(stripVTControlCharacters(stderr));
        const notRun = code !== null && NOT_RUN.includes(code);
        end({ ok: false, message: `${what} ${how}${said ? `: ${said}` : ''}`, notRun });
      };
      child.on('close', finish);
      setTimeout(finish, OUTPUT_GRACE_MS).unref();
    });
    // A command that does not read its stdin is fine.
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${JSON.stringify(call.payload)}\n`);
    if (signal.aborted) kill();
  });
}
