import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { nodesOf } from './node-versions.ts';
import { type Packed, pack } from './pack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
    /** Folder of the binaries of each major version. */
    nodes: Record<number, string>;
    /** Where users' projects go: outside this one, with a blank and a letter that is not ASCII. */
    projects: string;
  }
}

/** Packs the project and gets the versions of Node.js, once for all tests. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ssf-package-'));
  // Another user shall be able to go in.
  await chmod(folder, 0o755);
  const projects = path.join(folder, 'Größe 1');
  await mkdir(projects);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    project.provide('packed', await pack(folder));
    project.provide('nodes', await nodesOf(folder));
    project.provide('projects', projects);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
