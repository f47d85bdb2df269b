import { visibleLine } from './visible.ts';

/** A part of a word for the shell: text, or the name of a variable whose value stands there. */
export type ShellPart = string | { variable: string };

/**
 * One word for a POSIX shell that means exactly this text, whatever it holds: nothing in it is expanded or run, and no
 * control or invisible character stands in it as itself, so that it can be shown and pasted. A line feed at the end of the
 * text is lost where such a character has to be written as an escape; `shellPrintf` keeps it.
 */
export function shellWord(parts: readonly ShellPart[]): string {
  const joined = merged(parts);
  const plain = joined.every((part) => typeof part !== 'string' || /^[\w .,:;/=+@%?&-]*$/.test(part));
  if (plain && joined.some((part) => typeof part !== 'string'))
    return `"${joined.map((part, i) => (typeof part === 'string' ? part : reference(part.variable, joined[i + 1]))).join('')}"`;
  const words = joined.map((part) => {
    if (typeof part !== 'string') return `"$${part.variable}"`;
    return isClean(part) ? singleQuoted(part) : `"$(printf %b ${singleQuoted(backslashed(part))})"`;
  });
  return words.length === 0 ? "''" : words.join('');
}

/** A printf command whose output is exactly this, byte by byte. */
export function shellPrintf(parts: readonly ShellPart[] | Uint8Array): string {
  if (parts instanceof Uint8Array)
    return `printf %b ${singleQuoted([...parts].map((byte) => octal(byte)).join(''))}`;
  const joined = merged(parts);
  const format = joined.map((part) => (typeof part === 'string' ? '%b' : '%s')).join('');
  const words = joined.map((part) =>
    typeof part === 'string' ? singleQuoted(backslashed(part)) : `"$${part.variable}"`,
  );
  return ['printf', format || "''", ...words].join(' ');
}

/** Whether text can stand between single quotes as it is: one line of characters that are all to be seen. */
export function isClean(text: string): boolean {
  return visibleLine(text) === text;
}

function merged(parts: readonly ShellPart[]): ShellPart[] {
  return parts.filter((part) => part !== '');
}

function reference(name: string, next: ShellPart | undefined): string {
  return typeof next === 'string' && /^\w/.test(next) ? `\${${name}}` : `$${name}`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For `printf %b`: what cannot be seen as octal bytes of its UTF-8, a backslash as two. */
function backslashed(text: string): string {
  return Array.from(text, (character) => {
    if (character === '\\') return '\\\\';
    return isClean(character) ? character : [...Buffer.from(character)].map(octal).join('');
  }).join('');
}

function octal(byte: number): string {
  return `\\0${byte.toString(8).padStart(3, '0')}`;
}
