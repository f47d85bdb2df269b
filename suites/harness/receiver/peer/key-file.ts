import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';

/** The state folder is of no use; the message says what to do. */
class StateError extends Error {
  readonly code = 'STATE';
}

/** Private keys by name, as the file has them. */
export type StoredKeys = Record<string, JWK>;

export function keyFilePath(stateDir: string): string {
  return join(stateDir, 'issuer-keys.json');
}

/** The keys of an earlier run; null when there was none. Throws a StateError when they cannot be read. */
export async function readKeyFile(stateDir: string, names: readonly string[]): Promise<StoredKeys | null> {
  const path = keyFilePath(stateDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new StateError(
      `Our keys cannot be read from ${path}: ${message}. Give another state folder, or mend it.`,
      {
        cause: error,
      },
    );
  }
  const stored = parse(text);
  if (stored === null || !names.every((name) => typeof stored[name]?.d === 'string')) throw broken(path);
  return stored;
}

/** What to say of a file whose content is of no use. */
export function broken(path: string, cause?: unknown): Error {
  const advice = 'Remove it, and new keys are made; the target must then fetch our JWK Set anew.';
  return new StateError(`${path} does not hold our keys as an earlier run wrote them. ${advice}`, { cause });
}

/** Keeps keys for the runs to come. Gives those that stand in the file in the end: another run may have been faster. */
export async function writeKeyFile(stateDir: string, keys: StoredKeys): Promise<StoredKeys> {
  const path = keyFilePath(stateDir);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return (await place(draft, path)) ? keys : ((await readKeyFile(stateDir, Object.keys(keys))) ?? keys);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof StateError) throw error;
    throw new StateError(
      `Our keys cannot be kept in ${path}: ${error.message}. Give a state folder that is writable.`,
      {
        cause: error,
      },
    );
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Gives the draft its name without ever showing half a file; false when the name was taken in the meantime. */
async function place(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // File systems without hard links.
    await rename(draft, path);
    return true;
  }
}

function parse(text: string): StoredKeys | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as StoredKeys) : null;
  } catch {
    return null;
  }
}
