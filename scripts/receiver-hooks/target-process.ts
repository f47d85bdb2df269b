import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { TargetProcess } from '../../suites/harness/receiver/session-options.ts';
import type { HookCommand } from '../config/define-config.ts';
import type { HookAnswer, HookContext } from '../hooks/hook.ts';
import { spawnedOrError } from '../hooks/process-group.ts';
import { processLife } from '../hooks/process-life.ts';

/** Only the end of what it writes to stderr is kept, in characters; and so many lines of it are shown. */
const KEPT = 4096;
const SHOWN_LINES = 5;

/** Starts the target, or what tells it to begin. Fails only when the command cannot be started. */
export async function startTarget(
  config: HookCommand,
  payload: unknown,
  env: Readonly<Record<string, string>>,
  context: HookContext,
): Promise<HookAnswer<TargetProcess>> {
  const child = spawnedOrError(config, context, { env, stdout: 'ignore' });
  if (child instanceof Error) return notStarted(child);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT);
  });
  // A command that does not read its stdin is fine.
  child.stdin?.on('error', () => {});
  child.stdin?.end(`${JSON.stringify(payload)}\n`);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(notStarted(error)));
    child.on('spawn', () => resolve({ ok: true, value: targetProcess(child, () => stderr) }));
  });
}

function notStarted({ message }: Error): HookAnswer<never> {
  return { ok: false, message: `the start command cannot be started: ${message}` };
}

function targetProcess(child: ChildProcess, stderr: () => string): TargetProcess {
  const life = processLife(child);
  return {
    // With 0 ends what only told the target to begin: then nothing is known of the target.
    ended: () => (child.exitCode === 0 ? null : life.hasEnded()),
    said: () => lastLines(stderr()),
    async stop() {
      await life.stop();
      child.stderr?.destroy();
    },
  };
}

function lastLines(text: string): string {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.replace(/\p{Cc}+/gu, ' ').trimEnd())
    .filter((line) => line !== '');
  return lines.slice(-SHOWN_LINES).join('\n');
}
