import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { WAIVERS_FILE } from '../waivers/waivers-file.ts';
import { CONFIG_NAMES } from './load.ts';

/** How many folders further up are looked at. */
const UP = 3;

/**
 * A file that somebody may take for the config file although it is not read: one here with another name, or one further
 * up. Relative to `cwd`; null when there is none.
 */
export async function strayConfig(cwd: string): Promise<string | null> {
  const here = await names(cwd);
  const misnamed = here.find(
    (name) => /^\.?ssf-conformance\b.*\.(?:json|[cm]?[jt]s|ya?ml)$/i.test(name) && name !== WAIVERS_FILE,
  );
  if (misnamed !== undefined) return misnamed;
  for (let up = 1; up <= UP; up++) {
    const folder = path.join(...Array.from({ length: up }, () => '..'));
    const found = (await names(path.join(cwd, folder))).find((name) => CONFIG_NAMES.includes(name));
    if (found !== undefined) return path.join(folder, found);
  }
  return null;
}

/** Nothing of a folder that cannot be read. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
