import { randomUUID } from 'node:crypto';
import type { HookCommand } from '../config/define-config.ts';
import type { HookContext } from '../hooks/hook.ts';
import { groupLives, spawnedOrError } from '../hooks/process-group.ts';
import { processLife } from '../hooks/process-life.ts';
import { endDetached, MARK } from './detached.ts';
import type { TargetOutput } from './output.ts';
import type { StartedTarget } from './target.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

/**
 * Starts a command as the target.
 * @throws TargetFailure when it cannot be started
 */
export async function startProcess(
  command: HookCommand,
  env: Readonly<Record<string, string>>,
  context: HookContext,
  output: TargetOutput,
): Promise<StartedTarget> {
  const mark = randomUUID();
  const child = spawnedOrError(command, context, { env: { ...env, [MARK]: mark }, stdout: 'pipe' });
  if (child instanceof Error) throw failureOf(child);
  for (const name of ['stdout', 'stderr'] as const) {
    const source = output.source(name);
    child[name]?.on('data', (chunk: Buffer) => source.write(chunk));
    child[name]?.on('end', () => source.end());
    child[name]?.on('error', () => {});
  }
  child.stdin?.on('error', () => {});
  child.stdin?.end();
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(failureOf(error)));
    child.on('spawn', () => {
      const life = processLife(child);
      let stopping = false;
      let left: number[] = [];
      let endedAt: number | null = null;
      child.once('exit', () => {
        // Of children that it leaves nobody tells when they end.
        if (!groupLives(child)) endedAt = performance.now();
      });
      resolve({
        ended: () => {
          if (stopping || !life.hasEnded()) return null;
          // A shell that went into the background has left its children, which are the target.
          if (child.exitCode === 0 && groupLives(child)) return null;
          return child.exitCode === null
            ? `was ended by ${child.signalCode}`
            : `ended with exit code ${child.exitCode}`;
        },
        endedAt: () => endedAt,
        async stop() {
          stopping = true;
          await life.stop();
          left = [...left, ...(await endDetached(mark, child.pid))];
          child.stdout?.destroy();
          child.stderr?.destroy();
        },
        leftBehind: () => left,
      });
    });
  });
}

function failureOf(error: unknown): TargetFailure {
  return new TargetFailure(
    `The command of the target cannot be started: ${reasonOf(error)}.`,
    'Is the program there, and the working directory (target.cwd)?',
    error,
  );
}
