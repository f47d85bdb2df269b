/** Modules of the tester's that were loaded into this process, by path: as they are named. */
const loaded = new Map<string, string>();

/** From now on what is thrown from this file is that of the tester's. */
export function rememberOwn(file: string, name: string): void {
  loaded.set(file, name);
}

/** The module of the tester's in which an error arose that nobody caught; null where it was none. */
export function ownAtFault(error: unknown): string | null {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const files = [...loaded].filter(([file]) => stack.includes(`${file}:`));
  return files[0]?.[1] ?? null;
}
