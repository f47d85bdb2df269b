import { FLAGS_WITHOUT_VALUE, SECRET_FLAGS } from './config/flags.ts';

/** Flags that say nothing about the target, or that the appended `--only` or `--scenario` replaces; with the number of their values. */
const DROPPED = new Map([
  ['--only', 1],
  ['--skip', 1],
  ['--scenario', 1],
  ['--enforce-limits', 0],
  ['--quiet', 0],
  ['--report-dir', 1],
]);
/** A command or URL may hold a secret anywhere: shown only where it plainly holds none. */
const MAYBE_SECRET = new Map([
  ['--trigger-command', /^[\w./-]+$/],
  ['--start-command', /^[\w./-]+$/],
  ['--stop-command', /^[\w./-]+$/],
  ['--effects-command', /^[\w./-]+$/],
  ['--trigger-url', /^https?:\/\/[\w.:[\]-]+[\w./-]*$/],
]);

/**
 * The command line by which a reader runs the same again, for `--only ID` or `--scenario NAME` to be appended. Secrets are replaced by the
 * name of the environment variable that they came from, or by `…`.
 * @param args what followed the subcommand `run`, flags and values apart
 */
export function rerunPrefix(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const words = [programName(env)];
  for (const { flag, value } of flagsOf(args)) {
    if (DROPPED.has(flag)) continue;
    words.push(flag);
    if (value !== undefined) words.push(shown(flag, value, env));
  }
  return words.join(' ');
}

/** How this program is called where it was called from. */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  // npm names the script that it runs; npx calls itself one.
  if (env.npm_lifecycle_event === 'conformance') return 'npm run conformance -- run';
  return env.npm_lifecycle_event === 'npx' ? 'npx ssf-conformance run' : 'ssf-conformance run';
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

function shown(flag: string, value: string, env: Readonly<Record<string, string | undefined>>): string {
  const safe = MAYBE_SECRET.get(flag);
  if (!SECRET_FLAGS.has(flag) && (safe === undefined || safe.test(value))) return quoted(value);
  if (/^\$\{\w+\}$/.test(value)) return `'${value}'`;
  const name = value.length < 8 ? undefined : Object.keys(env).find((key) => env[key] === value);
  return name === undefined ? '…' : `"$${name}"`;
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
