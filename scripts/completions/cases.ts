import type { Completed, CompletedCommand, Kind } from './model.ts';

/** The command that is meant where none is named. */
export const DEFAULT_PATH = '/run';

/** `pattern|pattern` of a shell's `case`, by what is done there; in the order in which they first come. */
export function grouped(pairs: readonly (readonly [pattern: string, then: string])[]): [string, string][] {
  const groups = new Map<string, string[]>();
  for (const [pattern, then] of pairs) groups.set(then, [...(groups.get(then) ?? []), `'${pattern}'`]);
  return [...groups].map(([then, patterns]) => [patterns.join(' | '), then]);
}

/** Every option that takes a value: `/run --issuer`, and what it takes. */
export function valuedOptions(commands: readonly CompletedCommand[]): [string, Kind][] {
  return commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : names.map((name): [string, Kind] => [`${path} ${name}`, value]),
    ),
  );
}

/** Paths of all commands but the program itself. */
export function paths({ commands }: Completed): string[] {
  return commands.map(({ path }) => path).filter((path) => path !== '');
}

/** `a b c`. Nothing in it means anything to a shell. */
export function plainWords(values: readonly string[]): string {
  for (const value of values)
    if (!/^[\w./,@+=-]+$/.test(value))
      throw new Error(`"${value}" cannot be completed by a script as it is.`);
  return values.join(' ');
}
