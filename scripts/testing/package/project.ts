import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import { ROOT } from './exports.ts';
import { type Started, sh, start, stopAll } from './shell.ts';

afterAll(stopAll);

/** A user's folder in which the package is installed. */
export interface Project {
  folder: string;
  /**
   * Runs a command and gives what it prints.
   * @param exits the exit code that it must have; default 0
   */
  sh(command: string, exits?: number): Promise<string>;
  start(command: string): Started;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Copies folders of the sources, such as examples, into the project under another name. */
  copy(folders: Readonly<Record<string, string>>): Promise<void>;
}

/** An empty folder, and what the README tells a user to do in it. */
export async function install(name: string, major: number = runningMajor()): Promise<Project> {
  const folder = path.join(inject('projects'), name);
  await mkdir(folder);
  const { tarball } = inject('packed');
  await copyFile(tarball, path.join(folder, path.basename(tarball)));
  const where = { cwd: folder, node: inject('nodes')[major] };
  const project: Project = {
    folder,
    async sh(command, exits = 0) {
      const { exitCode, output } = await sh(command, where);
      if (exitCode !== exits)
        throw new Error(`"${command}" ended with ${exitCode}, not ${exits}:\n${output}`);
      return output;
    },
    start: (command) => start(command, where),
    async write(files) {
      for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
    },
    async copy(folders) {
      for (const [from, to] of Object.entries(folders))
        await cp(path.join(ROOT, from), path.join(folder, to), { recursive: true });
    },
  };
  await project.sh('npm init -y && npm i ./ssf-conformance-*.tgz');
  return project;
}

function runningMajor(): number {
  return Number(process.versions.node.split('.')[0]);
}

/** The sentence of a run, which is wrapped. */
export function verdict(output: string): string {
  const [sentence] =
    /^[✓✗!] (?:Conformant|Non-conformant|Incomplete|Not conformant)(?:.|\n)*?(?=\n\n)/m.exec(output) ?? [];
  return sentence?.replaceAll(/\s+/g, ' ') ?? output;
}
