import { type ChildProcess, spawn } from 'node:child_process';
import type { HookCommand } from '../config/define-config.ts';
import type { HookContext } from './hook.ts';

/** Starts a command in a process group of its own. */
export function spawnCommand(
  config: HookCommand,
  context: HookContext,
  extra: { env?: Readonly<Record<string, string>>; stdout: 'ignore' | 'pipe' },
): ChildProcess {
  const options = {
    cwd: config.cwd ?? context.cwd,
    env: { ...context.env, ...extra.env, ...config.env },
    stdio: ['pipe', extra.stdout, 'pipe'] as ['pipe', 'ignore' | 'pipe', 'pipe'],
    // So that it can be killed as a whole, and Ctrl-C in the terminal is for the run first.
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
  if (typeof config.command === 'string') return spawn(config.command, { ...options, shell: true });
  const [program = '', ...args] = config.command;
  return spawn(program, args, options);
}

/**
 * As `spawnCommand`, but gives back what Node.js throws at once: for a working directory that is a file, and for words
 * that are too long or hold a NUL. All other failures the child tells by its event `error`.
 */
export function spawnedOrError(...spawning: Parameters<typeof spawnCommand>): ChildProcess | Error {
  try {
    return spawnCommand(...spawning);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Sends a signal to the child and all its children. */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Whether anybody of the child's group still lives. */
export function groupLives(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  if (process.platform === 'win32') return child.exitCode === null && child.signalCode === null;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}
