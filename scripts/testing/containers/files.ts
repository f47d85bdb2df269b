import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** The libraries that a program links, the loader among them, as absolute paths; none where it links nothing. */
export async function linked(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [program]);
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, file = '']) => file);
}

/** Copies what the path leads to, so that a link becomes the file, to an absolute path below `root`. */
export async function copyTo(root: string, file: string, to: string): Promise<void> {
  const target = path.join(root, to);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(file, target);
}
