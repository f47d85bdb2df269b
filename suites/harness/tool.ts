import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { requirements } from '../standard/requirements.ts';

interface Manifest {
  name: string;
  version: string;
}

/** Name and version of this package, and the SHA-256 of its catalogue of requirements in hex. */
export const TOOL: Manifest & { catalogue: string } = {
  ...manifest(),
  catalogue: createHash('sha256').update(JSON.stringify(requirements)).digest('hex'),
};

// The manifest lies two folders up in the sources, three in `dist`.
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
