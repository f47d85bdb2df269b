import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set for a command that we start, so that what it starts is known for its own, whatever group it is in. */
export const MARK = 'SSF_CONFORMANCE_TARGET';

/** How long it may take to end after SIGTERM, ms. */
const STOP_MS = 2_000;

/**
 * Ends the processes that have our mark and left the group of their command (`setsid`). Only Linux tells of them.
 * @param group id of the command's group, which is ended otherwise
 * @returns their ids
 */
export async function endDetached(mark: string, group: number | undefined): Promise<number[]> {
  const found = await marked(mark, group);
  signal(found, 'SIGTERM');
  const deadline = performance.now() + STOP_MS;
  let left = found;
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(20);
    left = await marked(mark, group);
  }
  signal(left, 'SIGKILL');
  return found;
}

async function marked(mark: string, group: number | undefined): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const names = await readdir('/proc').catch(() => []);
  const ids = names.filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      // Of others we may not know, and of those that have ended nobody does.
      const text = await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '');
      if (!text.split('\0').includes(`${MARK}=${mark}`)) return [];
      const stat = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => null);
      return stat === null || groupOf(stat) === group ? [] : [Number(id)];
    }),
  );
  return found.flat();
}

/** After the program's name, which may hold anything, come state, parent and group. */
function groupOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function signal(ids: readonly number[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const id of ids) {
    try {
      process.kill(id, name);
    } catch {
      // It has ended.
    }
  }
}
