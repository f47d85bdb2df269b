import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';

/** A name in double braces; `{{.State}}`, as other tools have it, is none. */
const NAME = /\{\{\s*([A-Za-z_$][\w.:$-]*)\s*\}\}/g;

/** The value of a name such as `harness.issuer`; undefined where there is no such name. */
export type Values = (name: string) => string | undefined;

/** The names that stand in the strings of a value, each with where: `target.env.ISSUER`. */
export function namesIn(value: unknown, path: string): { name: string; path: string }[] {
  if (typeof value === 'string') return [...value.matchAll(NAME)].map(([, name = '']) => ({ name, path }));
  if (Array.isArray(value)) return value.flatMap((item, index) => namesIn(item, `${path}.${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => namesIn(item, `${path}.${key}`));
}

/** The value with every name in its strings replaced that has a value. */
export function fill<T>(value: T, values: Values): T {
  // Sound: strings stay strings, and lists and objects keep their members.
  return filled(value, values) as T;
}

function filled(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return value.replace(NAME, (whole, name: string) => values(name) ?? whole);
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
}

/** `{{target.port:8443}}`: 8443. */
export function labelledPort(name: string): number | null {
  const [, digits] = /^target\.port:(\d{1,5})$/.exec(name) ?? [];
  const port = Number(digits);
  return digits === undefined || port < 1 || port > 65_535 ? null : port;
}

/** @throws UsageError with the nearest name that there is */
export function unknownName({ name, path }: { name: string; path: string }, known: readonly string[]): never {
  throw new UsageError(`${path}: there is no placeholder {{${name}}} here.`, {
    hint:
      didYouMean(nearest(name, known, 1).map((near) => `{{${near}}}`)) ??
      `There are ${known.map((one) => `{{${one}}}`).join(', ')}.`,
  });
}
