import type { Io } from './io.ts';

const OURS = 'ssf-conformance';

/** Every command of the program. */
export const COMMANDS = [
  'run',
  'init',
  'doctor',
  'lens',
  'mock',
  'report',
  'diff',
  'waive',
  'merge',
  'sign',
  'verify-report',
  'predict',
  'export-official-config',
  'list',
  'explain',
  'self-test',
  'completions',
] as const;
/** The name of the program where a command line follows, not where a sentence tells of it. */
const COMMAND_LINE = new RegExp(
  `(?<![\\w/.'-])${OURS} (?=(?:${COMMANDS.join('|')}|COMMAND)(?![\\w-])|--|\\[)|(?<=^ {2}\\$ )${OURS}$`,
  'gm',
);

/** What a reader types to call this program as it was called: by its name, by npx, or by the script of a clone. */
export function callOf(env: Io['env']): string {
  // npm names the script that it runs, and whose it is; npx calls itself one.
  const script = env.npm_lifecycle_event;
  if (script === undefined) return OURS;
  const isClone = script !== 'npx' && env.npm_package_name === OURS;
  return isClone ? 'npm run conformance --' : `npx ${OURS}`;
}

/** A text of ours, with the command lines in it as a reader of this process types them. */
export function asCalled(text: string, env: Io['env']): string {
  const call = callOf(env);
  if (call === OURS) return text;
  return text.replaceAll(COMMAND_LINE, (found: string, offset: number) => {
    if (!found.endsWith(' ')) return call.replace(/ --$/, '');
    // What npm says of the script itself must not get into a file or a pipe.
    const line = text.slice(text.lastIndexOf('\n', offset) + 1).split('\n', 1)[0] ?? '';
    return `${/[>|] |<\(/.test(line) ? call.replace(/^npm run/, 'npm -s run') : call} `;
  });
}
