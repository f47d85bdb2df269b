import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { soon } from '../../suites/harness/own/checks-in.ts';
import type { LoadedModule } from '../../suites/harness/own/collect.ts';
import type { OwnProfile } from '../../suites/harness/own/define-profile.ts';
import { NOTHING_OWN, type Own } from '../../suites/harness/own/own.ts';
import { OwnError } from '../../suites/harness/own/own-error.ts';
import { withSourceMaps } from '../../suites/harness/undisturbed.ts';
import { withoutTsconfig } from '../../suites/harness/without-tsconfig.ts';
import { type ProfileName, profileNames } from '../../suites/standard/profiles.ts';
import { isFile } from '../is-file.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { rememberOwn } from '../own-fault.ts';
import { UsageError } from '../usage-error.ts';

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

/**
 * What the modules define that the configuration names, each loaded anew.
 * @param files absolute paths; one that is named twice is loaded once
 * @throws UsageError when one cannot be loaded, defines nothing, or defines something that is not right
 */
export async function loadOwn(files: readonly string[], cwd: string): Promise<Own> {
  if (files.length === 0) return NOTHING_OWN;
  const { collectOwn } = await import('../../suites/harness/own/collect.ts');
  const loaded: LoadedModule[] = [];
  for (const file of new Set(files)) loaded.push(await loadModule(file, shownPath(file, cwd)));
  try {
    return collectOwn(loaded);
  } catch (error) {
    if (error instanceof OwnError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The profile that is named: one of ours, or of the tester's own, which starts from one of ours.
 * @throws UsageError with the nearest names when there is none
 */
export function profileNamed(name: string, own: Own): { profile: ProfileName; ownProfile?: OwnProfile } {
  const ours = profileNames.find((one) => one === name);
  if (ours !== undefined) return { profile: ours };
  const ownProfile = own.profiles.find((one) => one.name === name);
  if (ownProfile !== undefined) return { profile: ownProfile.base, ownProfile };
  const names = [...profileNames, ...own.profiles.map((one) => one.name)];
  throw new UsageError(`There is no profile "${name}".`, {
    hint:
      didYouMean(nearest(name, names)) ??
      `There are ${names.join(', ')}. One of your own stands in a module that own (--own) names.`,
  });
}

/** TypeScript and what it imports go through Vite's module runner, which writes nothing beside the file. */
async function loadModule(file: string, name: string): Promise<LoadedModule> {
  if (!EXTENSIONS.includes(path.extname(file)))
    throw new UsageError(
      `own (--own): ${name} is no module; its name must end with ${EXTENSIONS.join(', ')}.`,
    );
  if (!(await isFile(file))) throw new UsageError(`own (--own): there is no file ${name}.`);
  const [{ runnerImport }, { selfPlugin }, { offerNativeImport }] = await Promise.all([
    import('vite'),
    import('../../suites/harness/own/self-plugin.ts'),
    import('../../suites/harness/own/native-import.ts'),
  ]);
  offerNativeImport();
  rememberOwn(file, name);
  const loading = runnerImport<Record<string, unknown>>(file, {
    root: path.dirname(file),
    logLevel: 'silent',
    ...(await withoutTsconfig([selfPlugin()])),
  });
  try {
    const { module: exports, dependencies } = await mapped(() => soon(loading, name));
    const files = [file, ...dependencies.filter((one) => one !== null && path.isAbsolute(one)).toSorted()];
    return { module: { file, name, files, sha256: await fingerprint(files) }, exports };
  } catch (cause) {
    throw new UsageError(`${name} cannot be loaded:\n  ${complaint(cause, path.dirname(file))}`, { cause });
  }
}

/** Does something while stacks name the lines of the sources; what is thrown has its stack by then. */
function mapped<T>(act: () => Promise<T>): Promise<T> {
  return withSourceMaps(async () => {
    try {
      return await act();
    } catch (error) {
      // A stack is made when it is first read.
      if (error instanceof Error) void error.stack;
      throw error;
    }
  });
}

/** What went wrong, and where in the tester's files. */
function complaint(cause: unknown, folder: string): string {
  if (!(cause instanceof Error)) return String(cause);
  const message = stripVTControlCharacters(cause.message).trim();
  const [parse] =
    (cause as { errors?: { loc?: { file?: string; line: number; column: number } }[] }).errors ?? [];
  if (parse?.loc !== undefined) {
    const { file = '', line, column } = parse.loc;
    return `${file}:${line}:${column + 1}: ${firstWords(message)}`;
  }
  const at = (cause.stack ?? '')
    .split('\n')
    .flatMap((line) => /[( ](\/[^()]*:\d+:\d+)\)?$/.exec(line)?.[1] ?? []);
  const own = at.find((one) => one.startsWith(folder)) ?? at.find((one) => !one.includes('/node_modules/'));
  return `${own === undefined ? '' : `${own}: `}${cause.name === 'Error' ? '' : `${cause.name}: `}${message}`;
}

/** Of what the parser says, what it is about; the excerpt of the file is left out. */
function firstWords(message: string): string {
  const line = message.split('\n').find((one) => one.includes('['));
  return (line ?? message).replace(/^.*?\[\w+\]\s*/, '').trim();
}

async function fingerprint(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const text = await readFile(file).catch(() => Buffer.alloc(0));
    hash.update(`${path.basename(file)} ${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}

function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return path.isAbsolute(relative) ? file : relative.replaceAll(path.sep, '/');
}
