import { readFileSync } from 'node:fs';

interface Manifest {
  name: string;
  version: string;
}

/** Name and version of this package; its manifest lies two folders up in the sources, three in `dist`. */
export const TOOL: Manifest = manifest();

function manifest(): Manifest {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Manifest;
      return { name, version };
    } catch {
      // Not there: look one folder further up.
    }
  }
  return { name: 'ssf-conformance', version: '0.0.0' };
}
