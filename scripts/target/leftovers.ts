import { spawn } from 'node:child_process';
import { locationOfTestcontainers } from './engine.ts';

/** Containers that are ours and not removed yet. */
const ids = new Set<string>();

/** Removes them when we are gone: it gets the way to testcontainers, and ids. */
const REMOVE = `
const [where, ...ids] = process.argv.slice(1);
const { default: only, ...all } = await import(where);
const { container } = await (all.getContainerRuntimeClient ?? only.getContainerRuntimeClient)();
const remove = (id) => container.dockerode.getContainer(id).remove({ force: true, v: true });
await Promise.allSettled(ids.map(remove));
process.exit();
`;

/** From now on the container does not outlive us, however we end but by SIGKILL. */
export function guard(id: string): void {
  if (ids.size === 0) process.once('exit', removeAll);
  ids.add(id);
}

/** The container is removed. */
export function released(id: string): void {
  ids.delete(id);
  if (ids.size === 0) process.removeListener('exit', removeAll);
}

/** The run is ended at once, by a second Ctrl-C: nothing asynchronous gets done any more, so another process does it. */
function removeAll(): void {
  const where = locationOfTestcontainers();
  if (where === null) return;
  const args = ['--input-type=module', '-e', REMOVE, where, ...ids];
  spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
}
