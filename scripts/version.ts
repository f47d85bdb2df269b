import { readFileSync } from 'node:fs';

/** Version of this package: its manifest is the nearest one above, whether this runs as source or compiled. */
export function version(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as Record<
        string,
        unknown
      >;
      if (manifest.name === 'ssf-conformance') return String(manifest.version);
    } catch {
      // Not there: the other place has it.
    }
  }
  return 'unknown';
}
