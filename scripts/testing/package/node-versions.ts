import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { sh } from './shell.ts';

/** Every major version that `engines` allows and that is maintained. */
export const MAJORS = [20, 22, 24] as const;

/**
 * Folders of the binaries of every Node.js: of this process, or of the registry. The package `node` fetches its binary
 * by an install script, which npm does not run unasked; the package that it would fetch needs none.
 */
export async function nodesOf(folder: string): Promise<Record<number, string>> {
  const nodes = await Promise.all(
    MAJORS.map(async (major): Promise<[number, string]> => {
      if (process.versions.node.startsWith(`${major}.`)) return [major, path.dirname(process.execPath)];
      const name = binaryPackage();
      const cwd = path.join(folder, `node-${major}`);
      await mkdir(cwd, { recursive: true });
      const { exitCode, output } = await sh(`npm init -y && npm i ${name}@${major}`, { cwd });
      if (exitCode !== 0) throw new Error(`Node.js ${major} cannot be had:\n${output}`);
      return [major, path.join(cwd, 'node_modules', name, 'bin')];
    }),
  );
  return Object.fromEntries(nodes);
}

function binaryPackage(): string {
  const { platform, arch } = process;
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`;
}
