import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What `import … from 'ssf-conformance'` gives. */
export type Library = typeof import('../index.ts');

/** URL of the built library; its engine needs files that are built. */
export const LIBRARY = new URL('../../dist/scripts/index.js', import.meta.url).href;

/** The library as it is installed. */
export async function loadLibrary(): Promise<Library> {
  if (!existsSync(fileURLToPath(LIBRARY)))
    throw new Error(`There is no ${LIBRARY}: run "npm run build" first.`);
  // Sound: it is built from that file.
  return (await import(/* @vite-ignore */ LIBRARY)) as Library;
}
