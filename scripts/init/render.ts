import { stripVTControlCharacters } from 'node:util';
import type { Entry, Value } from './template.ts';

/** A TypeScript file that exports the configuration; it runs whether the package is installed beside it or not. */
export function renderTypeScript(entries: readonly Entry[], remarks: readonly string[]): string {
  return [
    '// What ssf-conformance tests, and how. A flag of the command line wins over what stands here.',
    '// A member that is commented out shows what can be said; all of them are in the type ConformanceConfig.',
    ...remarks.map((remark) => `// ${oneLine(remark)}`),
    '',
    // Only a type: nothing is loaded, and the file works where the package is not installed.
    "import type { ConformanceConfig } from 'ssf-conformance';",
    '',
    'export default {',
    ...members(entries, 1),
    '} satisfies ConformanceConfig;',
    '',
  ].join('\n');
}

/** The same without comments, which JSON does not have, and so without what is commented out. */
export function renderJson(entries: readonly Entry[]): string {
  return `${JSON.stringify(plain(entries), null, 2)}\n`;
}

/** The configuration as a value. */
export function plain(entries: readonly Entry[]): Record<string, unknown> {
  return Object.fromEntries(
    entries
      .filter((entry) => entry.off !== true)
      .map(({ key, value }) => [key, isEntries(value) ? plain(value) : value]),
  );
}

/** Lines of the members; those that are off stand behind a comment sign, with all that is in them. */
function members(entries: readonly Entry[], depth: number): string[] {
  const indent = '  '.repeat(depth);
  return entries.flatMap(({ key, value, why, off }) => {
    const lines = isEntries(value)
      ? [`${key}: {`, ...members(value, 1), '},']
      : [`${key}: ${literal(value)},`];
    const reason = why === undefined ? [] : [`// ${why}`];
    return [...reason, ...(off === true ? lines.map((line) => `// ${line}`) : lines)].map(
      (line) => indent + line,
    );
  });
}

function isEntries(value: Value): value is Entry[] {
  return Array.isArray(value) && typeof value[0] === 'object';
}

function literal(value: string | boolean | readonly string[]): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  return `[${value.map(quoted).join(', ')}]`;
}

/** In single quotes where that needs no more than a backslash; JSON's form is one of TypeScript's, too. */
function quoted(text: string): string {
  if (/[^\x20-\x7e]/.test(text)) return JSON.stringify(text);
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

/** Text of a target in a comment must not end the line. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
