/** A word of a shell as it is written: quoted parts, escaped characters, and all else that does not end it. */
const WRITTEN = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\[^\w.-]|[^\s;|&()<>])+/gs;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\([^\w.-])/gs;
const ESCAPED = /\\(["\\$`])/g;
const OPERATOR = /[;|&()<>\n]/;
const CONTINUED = /\\\r?\n/g;

/** A file that an interpreter is given: only a plain path, for other words may hold a secret. */
export const SCRIPT = /^[\w./\\@+-]+\.(?:[cm]?[jt]s|py|rb|php|pl|sh|jar|dll)$/;
const SETTING = /^-{0,2}([A-Za-z_][\w.-]*)=(.*)$/s;
const OPTION = /^-{1,2}([A-Za-z][\w.-]*)$/;
/** An option that takes no value. */
const SWITCH = /^(?:no|disable|without|require|enable|skip)-/;
/** What follows it a shell takes for a command. */
const ASKS_SHELL = /^-[a-z]*c$/;

/** The words of a command: of one string as a shell takes it, but for what it expands. */
export function wordsOf(command: string | readonly string[]): string[] {
  return partsOf(command).flat();
}

/** The same, apart where an operator stands between: `a && b` is two commands. */
function partsOf(command: string | readonly string[]): string[][] {
  if (typeof command !== 'string') return [[...command]];
  const text = command.replaceAll(CONTINUED, '');
  const parts: string[][] = [[]];
  let end = 0;
  for (const { 0: written, index } of text.matchAll(WRITTEN)) {
    if (OPERATOR.test(text.slice(end, index))) parts.push([]);
    end = index + written.length;
    parts.at(-1)?.push(read(written));
  }
  return parts;
}

function read(written: string): string {
  return written.replaceAll(
    QUOTED,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replaceAll(ESCAPED, '$1') ?? single ?? escaped ?? '',
  );
}

/**
 * What a command sets, by names as variables have them: `NAME=value` before the program, `--name=value` and `--name value`
 * behind it. Other words have the name ''.
 */
export function settingsOf(command: string | readonly string[]): [name: string, value: string][] {
  return partsOf(command).flatMap(settingsIn);
}

function settingsIn(words: readonly string[]): [name: string, value: string][] {
  return words.flatMap((word, i): [name: string, value: string][] => {
    const next = words[i + 1];
    if (next !== undefined && ASKS_SHELL.test(word)) return settingsOf(next);
    const [, option] = OPTION.exec(word) ?? [];
    // An option may also be a switch in front of another, or of the script.
    const takesNext = option !== undefined && !SWITCH.test(option);
    if (takesNext && next !== undefined && !next.startsWith('-') && !SCRIPT.test(next))
      return [[asVariable(option), next]];
    const [, name = '', value = word] = SETTING.exec(word) ?? [];
    return [[asVariable(name), value]];
  });
}

function asVariable(name: string): string {
  return name.replaceAll(/[-.]/g, '_');
}
