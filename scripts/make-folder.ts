import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './code-of.ts';

/**
 * Makes a folder with those above it, one after the other: `recursive` never comes back where a folder that exists
 * takes no new ones and says so with ENOENT, as /proc does. `mode`: permissions of what is made.
 */
export async function makeFolder(absolute: string, mode?: number): Promise<void> {
  const above = path.dirname(absolute);
  try {
    await mkdir(absolute, { mode });
  } catch (error) {
    const code = codeOf(error);
    // A file of that name shows when it is written into.
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || above === absolute || (await exists(above))) throw error;
    await makeFolder(above, mode);
    await mkdir(absolute, { mode });
  }
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
