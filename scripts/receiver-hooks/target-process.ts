import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { TargetProcess } from '../../suites/harness/receiver/session-options.ts';
import type { HookCommand } from '../config/define-config.ts';
import type { HookAnswer, HookContext } from '../hooks/hook.ts';
import { groupLives, signalGroup, spawnCommand } from '../hooks/process-group.ts';

/** Only the end of what it writes to stderr is kept, in characters; and so many lines of it are shown. */
const KEPT = 4096;
const SHOWN_LINES = 5;
/** How long it may take to end after SIGTERM, ms. */
const STOP_MS = 5_000;
/** How long its children may take longer, ms: what nobody reaps, as in a container without init, never goes. */
const CHILDREN_MS = 2_000;

/** Starts the target, or what tells it to begin. Fails only when there is no such command. */
export function startTarget(
  config: HookCommand,
  payload: unknown,
  env: Readonly<Record<string, string>>,
  context: HookContext,
): Promise<HookAnswer<TargetProcess>> {
  const child = spawnCommand(config, context, { env, stdout: 'ignore' });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT);
  });
  // A command that does not read its stdin is fine.
  child.stdin?.on('error', () => {});
  child.stdin?.end(`${JSON.stringify(payload)}\n`);
  return new Promise((resolve) => {
    child.on('error', (error) =>
      resolve({ ok: false, message: `the start command cannot be started: ${error.message}` }),
    );
    child.on('spawn', () => resolve({ ok: true, value: targetProcess(child, () => stderr) }));
  });
}

function targetProcess(child: ChildProcess, stderr: () => string): TargetProcess {
  // The run may be ended at once, by a second Ctrl-C: what it started must not outlive it.
  const kill = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', kill);
  // An id is free for others when nobody is left in the group; until then it is the group's.
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    child.on('exit', () => {
      gone = !groupLives(child);
      if (gone) process.removeListener('exit', kill);
      resolve();
    });
  });
  return {
    // With 0 ends what only told the target to begin: then nothing is known of the target.
    ended: () => (child.exitCode === 0 ? null : child.exitCode !== null || child.signalCode !== null),
    said: () => lastLines(stderr()),
    async stop() {
      if (!gone) {
        signalGroup(child, 'SIGTERM');
        await Promise.race([exited, sleep(STOP_MS, undefined, { ref: false })]);
        const hasEnded = child.exitCode !== null || child.signalCode !== null;
        const deadline = performance.now() + (hasEnded ? CHILDREN_MS : 0);
        while (!gone && groupLives(child) && performance.now() < deadline) await sleep(20);
        if (!gone) kill();
        gone = true;
      }
      process.removeListener('exit', kill);
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
