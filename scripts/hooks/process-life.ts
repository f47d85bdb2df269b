import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupLives, signalGroup } from './process-group.ts';

/** How long it may take to end after SIGTERM, ms. */
const STOP_MS = 5_000;
/** How long its children may take longer, ms: what nobody reaps, as in a container without init, never goes. */
const CHILDREN_MS = 2_000;
/** How long it may take to be away after SIGKILL, ms. */
const KILLED_MS = 1_000;

/** A process of ours that goes on, with all its children. */
export interface ProcessLife {
  hasEnded(): boolean;
  /** Ends it, with SIGTERM and then with SIGKILL. Never throws. */
  stop(): Promise<void>;
}

/** Watches over a child that was started in a group of its own; it does not outlive us. */
export function processLife(child: ChildProcess): ProcessLife {
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
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    hasEnded,
    async stop() {
      if (!gone) {
        signalGroup(child, 'SIGTERM');
        await Promise.race([exited, sleep(STOP_MS, undefined, { ref: false })]);
        const deadline = performance.now() + (hasEnded() ? CHILDREN_MS : 0);
        while (!gone && groupLives(child) && performance.now() < deadline) await sleep(20);
        if (!gone) {
          kill();
          // Who is not away yet still has its port, which the next life needs.
          const killed = performance.now() + KILLED_MS;
          while ((!hasEnded() || groupLives(child)) && performance.now() < killed) await sleep(20);
        }
        gone = true;
      }
      process.removeListener('exit', kill);
    },
  };
}
