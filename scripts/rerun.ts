import { callOf } from './as-called.ts';
import { FLAGS_WITHOUT_VALUE, SECRET_FLAGS } from './config/flags.ts';
import { SECRET_NAME, SHORTEST_SECRET } from './secret-name.ts';

/** Flags that say nothing about the target, or that the appended `--only` or `--scenario` replaces; with the number of their values. */
const DROPPED = new Map([
  ['--only', 1],
  ['--skip', 1],
  ['--scenario', 1],
  ['--enforce-limits', 0],
  ['--quiet', 0],
  ['--report-dir', 1],
  ['--against', 1],
  ['--new-only', 0],
  ['--shard', 1],
  ['--json', 0],
]);
/** Commands and URLs of hooks may hold a secret: shown in full where nothing in them looks like one. */
const OF_HOOKS: ReadonlySet<string> = new Set([
  '--trigger-command',
  '--start-command',
  '--stop-command',
  '--effects-command',
  '--trigger-url',
  '--target-command',
]);
/** One word, as a path is: it is shown as it is. */
const PLAIN_COMMAND = /^[\w./-]+$/;
/** A URL may hold a secret in its query, or before its host: shown only where it plainly holds none. */
const PLAIN_URL = /^https?:\/\/[\w.:[\]-]+[\w./-]*$/;
/**
 * What may be a secret: what a word announces as one, values of variables, headers, credentials and data as curl takes
 * them, credentials or a query in a URL, and long words of digits and letters.
 */
const SECRET_SIGNS: readonly RegExp[] = [
  SECRET_NAME,
  /(?:^|\s)\w+=[^\s]/,
  /(?:^|[\s"'])(?:-[HUbdpu]|--(?:user|header|login|data|cert))/,
  /:\/\/[^\s/]*@|\?\S*=/,
  /(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{16,}/,
];
/** What surely is no secret behind the name of a program: an option, a path, a port, a redirection. A bare word may be one. */
const HARMLESS_WORD = /^(?:-{1,2}[\w-]*|[\w-]*[@./][\w@./-]*|\d{1,5}|[<>[\]]*)$/;
/** A variable is named, not shown: what it holds stays in the environment; and what we fill in is no secret. */
const VARIABLE = /\$\{?[A-Za-z_]\w*\}?|\{\{\s*[\w.:]+\s*\}\}/g;

/**
 * The command line by which a reader runs the same again, for `--only ID` or `--scenario NAME` to be appended. Secrets,
 * and commands and URLs that may hold one, are replaced by the name of the environment variable that they came from.
 * Those that came from none are replaced by a variable to set, of the name of the flag, or commands and URLs by `…`.
 * @param args what followed the subcommand `run`, flags and values apart
 */
export function rerunPrefix(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const words = [programName(env)];
  const flags = flagsOf(args);
  const secrets = [
    ...flags.flatMap(({ flag, value = '' }) => (SECRET_FLAGS.has(flag) ? [value] : [])),
    ...Object.entries(env).flatMap(([name, value = '']) => (SECRET_NAME.test(name) ? [value] : [])),
  ].filter((secret) => secret.length >= SHORTEST_SECRET);
  const holdsSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  for (const { flag, value } of flags) {
    if (DROPPED.has(flag)) continue;
    words.push(flag);
    if (value === undefined) continue;
    if (flag === '--container-env') {
      words.push(quoted(variableShown(value, holdsSecret)));
      continue;
    }
    const hidden =
      SECRET_FLAGS.has(flag) || (OF_HOOKS.has(flag) && (looksSecret(flag, value) || holdsSecret(value)));
    words.push(hidden ? origin(flag, value, env) : quoted(value));
  }
  return words.join(' ');
}

/** How a run is started where this program was called from. */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  return `${callOf(env)} run`;
}

function flagsOf(args: readonly string[]): { flag: string; value: string | undefined }[] {
  const found: { flag: string; value: string | undefined }[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (FLAGS_WITHOUT_VALUE.has(arg)) found.push({ flag: arg, value: undefined });
    else found.push({ flag: arg, value: args[++i] });
  }
  return found;
}

/** Where a secret came from: the name of a variable; otherwise where to put it, or `…`. */
function origin(flag: string, value: string, env: Readonly<Record<string, string | undefined>>): string {
  if (/^\$\{\w+\}$/.test(value)) return `'${value}'`;
  const name =
    value.length < SHORTEST_SECRET ? undefined : Object.keys(env).find((key) => env[key] === value);
  if (name !== undefined) return `"$${name}"`;
  return SECRET_FLAGS.has(flag) ? `'\${${variableOf(flag)}}'` : '…';
}

/** The variable that a reader sets to the value of a secret flag, which the flag takes as `${NAME}`. */
function variableOf(flag: string): string {
  return `SSF_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}

/** A variable of a container, its value only where nothing in it looks like a secret; `${NAME}` is none. */
function variableShown(text: string, holdsSecret: (text: string) => boolean): string {
  const name = text.slice(0, text.indexOf('='));
  const value = text.slice(name.length + 1);
  const rest = value.replaceAll(VARIABLE, '');
  const hidden =
    rest !== '' &&
    !PLAIN_URL.test(rest) &&
    (SECRET_NAME.test(name) || SECRET_SIGNS.some((sign) => sign.test(rest)) || holdsSecret(value));
  return hidden ? `${name}=…` : text;
}

function looksSecret(flag: string, value: string): boolean {
  if (flag === '--trigger-url') return !PLAIN_URL.test(value);
  if (PLAIN_COMMAND.test(value)) return false;
  const text = value.replaceAll(VARIABLE, '');
  const rest = text
    .replaceAll(/["']/g, '')
    .split(/[|;&]+/)
    .flatMap((program) => program.trim().split(/\s+/).slice(1));
  const isHarmless = (word: string): boolean => HARMLESS_WORD.test(word) || PLAIN_URL.test(word);
  return SECRET_SIGNS.some((sign) => sign.test(text)) || !rest.every(isHarmless);
}

/** A word as a shell takes it. */
export function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
