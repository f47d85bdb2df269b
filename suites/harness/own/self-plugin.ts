import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { importer } from './native-import.ts';

const PREFIX = '\0ssf-conformance:';

/**
 * Lets `import … from 'ssf-conformance'` in a module of the tester's give this very copy of the package, wherever the
 * module lies: also where the package is not installed, or in another version. Both sides of a run need it.
 */
export function selfPlugin(): Plugin {
  const entries = entriesOfPackage();
  return {
    name: 'ssf-conformance:self',
    enforce: 'pre',
    resolveId: (source) => (entries.has(source) ? `${PREFIX}${source}` : null),
    load: async (id) => {
      const file = id.startsWith(PREFIX) ? entries.get(id.slice(PREFIX.length)) : undefined;
      if (file === undefined) return null;
      const url = pathToFileURL(file).href;
      const names = Object.keys((await import(url)) as object).filter((name) => name !== 'default');
      // Not by an import: that would be transformed, and be another copy.
      return `const self = await globalThis[Symbol.for(${JSON.stringify(importer)})](${JSON.stringify(url)});\nexport const { ${names.join(', ')} } = self;\n`;
    },
  };
}

/** Absolute paths of what the package exports as JavaScript, by what it is imported as. */
function entriesOfPackage(): Map<string, string> {
  const root = packageRoot();
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string | { default?: string }>;
  };
  return new Map(
    Object.entries(exports).flatMap(([key, target]): [string, string][] => {
      const file = typeof target === 'string' ? target : target.default;
      return file?.endsWith('.js') === true ? [[`${name}${key.slice(1)}`, path.join(root, file)]] : [];
    }),
  );
}

/** The folder of package.json: three up in the sources, four in `dist`. */
function packageRoot(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const folders = [path.join(here, '../../..'), path.join(here, '../../../..')];
  const isRoot = (folder: string): boolean => {
    try {
      const { name } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
        name?: string;
      };
      return name === 'ssf-conformance';
    } catch {
      return false;
    }
  };
  return folders.find(isRoot) ?? here;
}
