import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { TriggerCommand } from '../config/define-config.ts';
import { lastLine, triggerPayload } from './payload.ts';

/** Only the end of what a command writes to stderr is kept, in characters. */
const KEPT = 4096;
/** How long the rest of stderr may take after the command has ended, ms: a child of its own may hold it open. */
const STDERR_GRACE_MS = 1000;

/**
 * Runs the command with the payload as JSON on stdin and waits for its end; exit code 0 means that the event was
 * caused. When `signal` is aborted the command is killed with all its children.
 */
export function runTriggerCommand(
  config: TriggerCommand,
  request: TriggerRequest,
  context: { env: Readonly<Record<string, string | undefined>>; cwd: string },
  signal: AbortSignal,
): Promise<TriggerOutcome> {
  return new Promise((resolve) => {
    const child = start(config, context);
    let stderr = '';
    let settled = false;
    const kill = (): void => killGroup(child);
    const end = (outcome: TriggerOutcome): void => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', kill);
      child.stderr?.destroy();
      resolve(outcome);
    };
    signal.addEventListener('abort', kill, { once: true });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT);
    });
    child.on('error', (error) =>
      end({ ok: false, message: `the trigger command cannot be started: ${error.message}` }),
    );
    child.on('exit', (code, killedBy) => {
      if (code === 0) return end({ ok: true });
      const how = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
      const finish = (): void => {
        const said = lastLine(stripVTControlCharacters(stderr));
        end({ ok: false, message: `the trigger command ${how}${said ? `: ${said}` : ''}` });
      };
      child.on('close', finish);
      setTimeout(finish, STDERR_GRACE_MS).unref();
    });
    // A command that does not read its stdin is fine.
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${JSON.stringify(triggerPayload(request))}\n`);
    if (signal.aborted) kill();
  });
}

function start(
  config: TriggerCommand,
  context: { env: Readonly<Record<string, string | undefined>>; cwd: string },
): ChildProcess {
  const options = {
    cwd: config.cwd ?? context.cwd,
    env: { ...context.env, ...config.env },
    stdio: ['pipe', 'ignore', 'pipe'] as ['pipe', 'ignore', 'pipe'],
    // A group of its own, so that it can be killed as a whole, and Ctrl-C in the terminal is for the run first.
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
  if (typeof config.command === 'string') return spawn(config.command, { ...options, shell: true });
  const [program = '', ...args] = config.command;
  return spawn(program, args, options);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
