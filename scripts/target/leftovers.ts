import { spawn } from 'node:child_process';
import { locationOfTestcontainers } from './engine.ts';

/** Containers that are ours and not removed yet, by their names; there may be none of the name, or not yet. */
const containers = new Set<string>();
/** The same of compose projects, by their names. */
const projects = new Set<string>();

/** Removes them when we are gone: it gets the way to testcontainers, and what `left` is. */
const REMOVE = `
const [where, left] = process.argv.slice(1);
const { containers, projects } = JSON.parse(left);
const { default: only, ...all } = await import(where);
const { container } = await (all.getContainerRuntimeClient ?? only.getContainerRuntimeClient)();
const { dockerode } = container;
const remove = (one) => dockerode.getContainer(one).remove({ force: true, v: true });
await Promise.allSettled(containers.map(remove));
for (const name of projects) {
  const filters = { label: ['com.docker.compose.project=' + name] };
  const parts = await dockerode.listContainers({ all: true, filters });
  await Promise.allSettled(parts.map(({ Id }) => remove(Id)));
  const networks = await dockerode.listNetworks({ filters });
  const { Volumes } = await dockerode.listVolumes({ filters });
  await Promise.allSettled([
    ...networks.map(({ Id }) => dockerode.getNetwork(Id).remove()),
    ...(Volumes ?? []).map(({ Name }) => dockerode.getVolume(Name).remove()),
  ]);
}
process.exit();
`;

/** From now on the container, which need not be there yet, does not outlive us, however we end but by SIGKILL. */
export function guard(name: string): void {
  watchExit();
  containers.add(name);
}

/** The same of all that a compose project has, or will have. */
export function guardProject(name: string): void {
  watchExit();
  projects.add(name);
}

/** The container is removed. */
export function released(name: string): void {
  containers.delete(name);
  leaveExit();
}

/** Nothing of the compose project is left. */
export function releasedProject(name: string): void {
  projects.delete(name);
  leaveExit();
}

function watchExit(): void {
  if (containers.size + projects.size === 0) process.once('exit', removeAll);
}

function leaveExit(): void {
  if (containers.size + projects.size === 0) process.removeListener('exit', removeAll);
}

/** The run is ended at once, by a second Ctrl-C: nothing asynchronous gets done any more, so another process does it. */
function removeAll(): void {
  const where = locationOfTestcontainers();
  if (where === null) return;
  const left = JSON.stringify({ containers: [...containers], projects: [...projects] });
  const args = ['--input-type=module', '-e', REMOVE, where, left];
  spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
}
