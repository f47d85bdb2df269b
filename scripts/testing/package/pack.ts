import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './exports.ts';
import { sh } from './shell.ts';

/** What `npm pack --json` tells. */
export interface Packed {
  /** Absolute path of the archive. */
  tarball: string;
  /** Paths of its files. */
  files: string[];
  /** Bytes of the archive, and of its files. */
  size: number;
  unpackedSize: number;
}

/** Packs a copy of this project: packing builds `dist` anew, and others may be running what lies there. */
export async function pack(folder: string): Promise<Packed> {
  const copy = path.join(folder, 'project');
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: ROOT,
    maxBuffer: 1e8,
  });
  await mkdir(copy, { recursive: true });
  for (const file of stdout.split('\0').filter((name) => name !== '' && name !== 'node_modules'))
    await cp(path.join(ROOT, file), path.join(copy, file), { recursive: true, force: true });
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  // What an earlier build left lying must not get into the package.
  await mkdir(path.join(copy, 'dist'));
  await cp(path.join(ROOT, 'LICENSE'), path.join(copy, 'dist/stale.js'));
  const { exitCode, output } = await sh('npm pack --json', { cwd: copy });
  const [json] = /^\[\n.*^\]$/ms.exec(output) ?? [];
  if (exitCode !== 0 || json === undefined) throw new Error(`npm pack failed:\n${output}`);
  const [packed] = JSON.parse(json) as [
    { filename: string; files: { path: string }[]; size: number; unpackedSize: number },
  ];
  return {
    tarball: path.join(copy, packed.filename),
    files: packed.files.map((file) => file.path),
    size: packed.size,
    unpackedSize: packed.unpackedSize,
  };
}
