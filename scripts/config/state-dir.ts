import { access, constants, lstat, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../code-of.ts';
import { freePort } from '../free-port.ts';
import { makeFolder } from '../make-folder.ts';
import { UsageError } from '../usage-error.ts';

/** The folder that keeps what a target was told of us. */
export interface StateDir {
  /** Absolute path. */
  folder: string;
  /** The port of the run before; a free one, from now on kept, when there was none. */
  port(): Promise<number>;
}

/** @throws UsageError when the folder cannot be made or written to */
export async function openStateDir(cwd: string, name: string): Promise<StateDir> {
  const folder = path.resolve(cwd, name);
  try {
    const isOurs = !(await isThere(folder));
    // Our private keys lie there.
    await makeFolder(folder, 0o700);
    if (isOurs) await ignoreAll(folder);
    await access(folder, constants.W_OK);
    // A file can be written to as well; only of a folder the folder itself can be reached in it.
    await access(`${folder}${path.sep}.`);
  } catch (cause) {
    throw new UsageError(`The state folder ${folder} cannot be written to (${codeOf(cause)}).`, {
      hint: 'Choose another one with --state-dir FOLDER.',
      cause,
    });
  }
  const file = path.join(folder, 'port');
  return {
    folder,
    port: async () => {
      const kept = Number(await readFile(file, 'utf8').catch(() => ''));
      if (Number.isInteger(kept) && kept > 0 && kept < 65_536) return kept;
      const port = await freePort();
      await writeFile(file, `${port}\n`);
      return port;
    },
  };
}

/** Keeps private keys from `git add`. Only of a folder of our making: in any other one it would hide what is not ours. */
async function ignoreAll(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    // Another run may have been faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** What cannot be looked at for another reason is told of where it is made or written to. */
async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
}
