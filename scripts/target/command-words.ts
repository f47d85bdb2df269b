/** A word of a shell as it is written: quoted parts, escaped characters, and all else that does not end it. */
const WRITTEN = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\[^\w.-]|[^\s;|&()<>])+/gs;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\([^\w.-])/gs;
const ESCAPED = /\\(["\\$`])/g;
const CONTINUED = /\\\r?\n/g;

/** A file that an interpreter is given: only a plain path, for other words may hold a secret. */
export const SCRIPT = /^[\w./\\@+-]+\.(?:[cm]?[jt]s|py|rb|php|pl|sh|jar|dll)$/;
const SETTING = /^-{0,2}([A-Za-z_][\w.-]*)=(.*)$/s;
const OPTION = /^-{1,2}([A-Za-z][\w.-]*)$/;
/** What follows it a shell takes for a command. */
const ASKS_SHELL = /^-[a-z]*c$/;

/** The words of a command: of one string as a shell takes it, but for what it expands. */
export function wordsOf(command: string | readonly string[]): string[] {
  if (typeof command !== 'string') return [...command];
  return (command.replaceAll(CONTINUED, '').match(WRITTEN) ?? []).map((word) =>
    word.replaceAll(
      QUOTED,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replaceAll(ESCAPED, '$1') ?? single ?? escaped ?? '',
    ),
  );
}

/**
 * What a command sets, by names as variables have them: `NAME=value` before the program, `--name=value` and `--name value`
 * behind it. Other words have the name ''.
 */
export function settingsOf(command: string | readonly string[]): [name: string, value: string][] {
  const words = wordsOf(command);
  return words.flatMap((word, i) => {
    const next = words[i + 1];
    if (next !== undefined && ASKS_SHELL.test(word)) return settingsOf(next);
    const [, option] = OPTION.exec(word) ?? [];
    // An option may also be a switch in front of another, or of the script.
    if (option !== undefined && next !== undefined && !next.startsWith('-') && !SCRIPT.test(next))
      return [[asVariable(option), next]];
    const [, name = '', value = word] = SETTING.exec(word) ?? [];
    return [[asVariable(name), value]];
  });
}

function asVariable(name: string): string {
  return name.replaceAll(/[-.]/g, '_');
}
