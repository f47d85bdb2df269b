import type { TransmitterCheck } from '../check.ts';
import type { ReceiverCheck } from '../receiver/check.ts';
import type { OwnCheck } from './define-check.ts';
import { markOf } from './mark.ts';
import { ownCheck } from './own-check.ts';

/** How long the import of a module may take, ms: one that waits for something for ever must not hold a run up. */
const IMPORT_MS = 10_000;

/** What of a module's exports a define function made; lists of these are looked into. The same thing counts once. */
export function definitionsIn(exports: Readonly<Record<string, unknown>>): unknown[] {
  const values = Object.values(exports).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  return [...new Set(values)].filter((value) => markOf(value) !== null);
}

/**
 * The checks of the tester's own, by id, as the thread of the checks has them.
 * @param importModule `import`, as Vite has it
 */
export async function importOwnChecks(
  modules: readonly { file: string; name: string }[],
  importModule: (file: string) => Promise<unknown>,
): Promise<Map<string, TransmitterCheck | ReceiverCheck>> {
  const checks = new Map<string, TransmitterCheck | ReceiverCheck>();
  for (const { file, name } of modules) {
    const exports = (await soon(importModule(file), name)) as Record<string, unknown>;
    for (const value of definitionsIn(exports)) {
      if (markOf(value)?.kind !== 'check') continue;
      // Sound: the main process has looked at what the same module defines.
      const check = ownCheck(value as OwnCheck, name);
      checks.set(check.id, check);
    }
  }
  return checks;
}

/** What an import gives, unless it takes too long. */
export async function soon<T>(imported: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `${name} was not loaded within ${IMPORT_MS / 1000} s: something in it, or in what it imports, is awaited for ever.`;
    timer = setTimeout(() => reject(new Error(words)), IMPORT_MS);
  });
  try {
    return await Promise.race([imported, late]);
  } finally {
    clearTimeout(timer);
  }
}
