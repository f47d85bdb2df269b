import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Results } from '../reports/results.ts';
import { codeOf } from './code-of.ts';
import { isFile } from './is-file.ts';
import { didYouMean, nearest } from './nearest.ts';
import { readBounded, TooLarge } from './read-bounded.ts';
import { UsageError } from './usage-error.ts';

/** What a run leaves behind, and the name that is looked for in a folder. */
const FILE = 'results.json';
/** Ten times what the largest run leaves; more would end as an error of the string type. */
const MAX_BYTES = 256 * 1024 * 1024;
/** The version of the format that this one reads. */
const SCHEMA_VERSION = '1';
const PROBLEMS_SHOWN = 3;

/**
 * Reads the results of an earlier run.
 * @param named a `results.json`, a report folder that holds one, or a `report.html` that carries them; relative to `cwd`
 * @throws UsageError when there is none, or when it is not one that this version reads
 */
export async function readResults(named: string, cwd: string): Promise<Results> {
  const file = await findResults(named, cwd);
  const text = await readText(file, named);
  return text.trimStart().startsWith('<') ? resultsOfPage(text, file) : resultsOf(parse(text, file), file);
}

/**
 * The absolute path of the results that a user names: a file, or that in a report folder.
 * @throws UsageError when there is none
 */
export async function findResults(named: string, cwd: string): Promise<string> {
  const absolute = path.resolve(cwd, named);
  const found = await stat(absolute).catch((error: unknown) => codeOf(error));
  if (typeof found === 'string') {
    if (found === 'ENOENT' || found === 'ENOTDIR')
      throw new UsageError(`There is no file "${named}".`, { hint: await hintFor(absolute, cwd) });
    throw new UsageError(`"${named}" cannot be read (${found}).`);
  }
  if (!found.isDirectory()) return absolute;
  const inside = path.join(absolute, FILE);
  if (await isFile(inside)) return inside;
  throw new UsageError(`The folder "${named}" holds no ${FILE}.`, { hint: await below(absolute, named) });
}

/** Those that a report for people carries. */
async function resultsOfPage(page: string, file: string): Promise<Results> {
  const { EmbeddedDataError, extractResults } = await import('../reports/html/embed.ts');
  const hint = `Name the ${FILE} that was written beside it.`;
  try {
    const results = extractResults(page);
    if (results !== null) return results;
  } catch (cause) {
    if (!(cause instanceof EmbeddedDataError)) throw cause;
    throw new UsageError(`${file}: ${cause.message}`, { hint, cause });
  }
  throw new UsageError(`${file} carries no results.`, { hint });
}

/** What a list of the schema's complaints would hide: it is another file altogether, or results of another version. */
function strangeness(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('schemaVersion' in value))
    return 'it has no schemaVersion';
  if (value.schemaVersion !== SCHEMA_VERSION)
    return `its schemaVersion is ${JSON.stringify(value.schemaVersion).slice(0, 40)}, and this version reads "${SCHEMA_VERSION}"`;
  return null;
}

async function resultsOf(value: unknown, file: string): Promise<Results> {
  const hint = `Name the ${FILE} that "ssf-conformance run" of this version wrote, or the folder that it lies in.`;
  const problem = strangeness(value);
  if (problem !== null) throw new UsageError(`${file} holds no results: ${problem}.`, { hint });
  // The validator is loaded late: a mistyped name shall not wait for it.
  const { resultsProblems } = await import('../reports/results-schema.ts');
  const problems = resultsProblems(value);
  if (problems.length > 0) {
    const shown = problems.slice(0, PROBLEMS_SHOWN).map((line) => `\n  ${line.slice(0, 200)}`);
    const more = problems.length - shown.length;
    throw new UsageError(
      `${file} does not hold results as this version writes them:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
      { hint },
    );
  }
  // Sound: the schema and the type are kept together by a test.
  return value as Results;
}

async function readText(file: string, named: string): Promise<string> {
  try {
    return (await readBounded(file, MAX_BYTES)).toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const what = cause instanceof TooLarge ? cause.message : `cannot be read (${codeOf(cause)}).`;
    throw new UsageError(`"${named}" ${what}`, { cause });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file} is not JSON${text.trim() === '' ? ': it is empty' : ''}.`, {
      hint: `Name a ${FILE}, or the folder that it lies in.`,
      cause,
    });
  }
}

/** Names near the missing one in the deepest folder that exists; else the results of the last run. */
async function hintFor(absolute: string, cwd: string): Promise<string> {
  let folder = path.dirname(absolute);
  let name = path.basename(absolute);
  let names = await entries(folder);
  while (names === null && path.dirname(folder) !== folder) {
    name = path.basename(folder);
    folder = path.dirname(folder);
    names = await entries(folder);
  }
  const near = didYouMean(
    nearest(name, names ?? []).map((one) => path.relative(cwd, path.join(folder, one)) || one),
  );
  if (near !== undefined) return near;
  const usual = path.join('conformance-report', FILE);
  if (await isFile(path.join(cwd, usual))) return `The last run left ${usual}.`;
  return `Name a ${FILE}, or the folder that "ssf-conformance run" put it into (--report-dir).`;
}

/** A run of several leaves folders, each with its own results. */
async function below(folder: string, named: string): Promise<string> {
  const found: string[] = [];
  for (const name of ((await entries(folder)) ?? []).toSorted())
    if (await isFile(path.join(folder, name, FILE))) found.push(path.join(named, name));
  if (found.length === 0) return `Name a ${FILE}, or the folder that it lies in.`;
  return `Name one of the folders in it: ${found.slice(0, 8).join(', ')}.`;
}

async function entries(folder: string): Promise<string[] | null> {
  return readdir(folder).catch(() => null);
}
