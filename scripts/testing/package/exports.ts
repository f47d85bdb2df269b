import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Manifest {
  type: string;
  bin: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
}

export const ROOT = path.resolve(import.meta.dirname, '../../..');

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
}

/** What can be imported, `ssf-conformance/schemas/caep/session-revoked.json` for one, and from which files it comes. */
export function exported({ exports }: Manifest, packed: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, to] of Object.entries(exports)) {
    const files = (typeof to === 'string' ? [to] : Object.values(to)).map((file) => file.replace('./', ''));
    const [before = '', after] = files[0]?.split('*') ?? [];
    const as = name.replace('.', 'ssf-conformance');
    if (after === undefined) found.set(as, files);
    else {
      for (const file of packed.filter((one) => one.startsWith(before) && one.endsWith(after)))
        found.set(as.replace('*', file.slice(before.length, -after.length)), [file]);
    }
  }
  return found;
}
