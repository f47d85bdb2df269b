import { existsSync } from 'node:fs';
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import { scanJson } from '../../suites/set/json-scan.ts';
import { codeOf } from '../code-of.ts';
import { makeFolder } from '../make-folder.ts';
import { readBounded, TooLarge } from '../read-bounded.ts';
import { complaint } from '../schema-complaint.ts';
import { UsageError } from '../usage-error.ts';
import schema from './waivers.schema.json' with { type: 'json' };

/** What the file is called where nothing names another one. */
export const WAIVERS_FILE = 'ssf-conformance.waivers.json';
/** Nobody accepts so many failures by hand. */
const MAX_BYTES = 1024 * 1024;

/** The file as it is kept: what it says beside the waivers stays. */
export interface WaiversDocument {
  $schema?: string;
  waivers: Waiver[];
}

/**
 * Where the waivers are: the named file, else that beside the config file, else that in the working directory.
 * @param configFile absolute path of the config file that is used; null: none is
 * @returns an absolute path; `named`: the user asked for this file, so that it has to be there
 */
export function locateWaivers(
  named: string | undefined,
  configFile: string | null,
  cwd: string,
): { file: string; named: boolean } {
  if (named !== undefined) return { file: path.resolve(cwd, named), named: true };
  const beside = configFile === null ? null : path.join(path.dirname(configFile), WAIVERS_FILE);
  const file = beside !== null && existsSync(beside) ? beside : path.join(cwd, WAIVERS_FILE);
  return { file, named: false };
}

/**
 * The waivers of a file, as they stand there: whether their checks exist is another question.
 * @returns null when there is no such file
 * @throws UsageError when it cannot be read, or is not valid
 */
export async function readWaivers(file: string): Promise<WaiversDocument | null> {
  const text = await readText(file);
  if (text === null) return null;
  const value = parse(text, file);
  const problems = [...repeated(text), ...schemaProblems(value)];
  if (problems.length > 0) throw invalid(file, problems);
  // Sound: the schema and the type are kept together by a test.
  return value as WaiversDocument;
}

/** Deeper than the schema allows anything to lie. */
const DEEPEST = 10;

/** Of members of one name JSON.parse keeps the last, and whoever reads the file may take the first for what holds. */
function repeated(text: string): string[] {
  return scanJson(text, DEEPEST).duplicates.map(({ pointer, name }) => {
    const where = [...pointer.split('/').slice(1), name].join('.');
    return `${where.slice(0, 200)}: it stands there twice; keep one.`;
  });
}

function schemaProblems(value: unknown): string[] {
  const ajv = new Ajv2020({ allErrors: true, verbose: true });
  ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  const context = { whole: 'the file', paths: ['waivers', ...Object.keys(schema.$defs.waiver.properties)] };
  return [...new Set((validate.errors ?? []).map((error) => complaint(error, context)))];
}

/** What is wrong with a file, some of it. */
export function invalid(file: string, problems: readonly string[]): UsageError {
  const shown = problems.slice(0, 10).map((problem) => `\n  ${problem}`);
  const more = problems.length - shown.length;
  return new UsageError(
    `The waivers in ${file} are not valid:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
  );
}

/**
 * Replaces the file as a whole: whoever reads it sees the old one or the new one, nothing between.
 * @throws UsageError when it cannot be written, or could not be read afterwards
 */
export async function writeWaivers(file: string, document: WaiversDocument): Promise<void> {
  const problems = schemaProblems(document);
  if (problems.length > 0) throw invalid(file, problems);
  let temporary: string | null = null;
  try {
    await makeFolder(path.dirname(file));
    // A link stays one.
    const target = await realpath(file).catch(() => file);
    temporary = `${target}.${process.pid}.tmp`;
    await writeFile(temporary, `${JSON.stringify(document, null, 2)}\n`, { flag: 'wx' });
    await rename(temporary, target);
  } catch (cause) {
    if (temporary !== null) await rm(temporary, { force: true });
    throw new UsageError(`${file} cannot be written (${codeOf(cause)}).`, { cause });
  }
}

async function readText(file: string): Promise<string | null> {
  try {
    return (await readBounded(file, MAX_BYTES)).toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    if (cause instanceof TooLarge) throw new UsageError(`${file} ${cause.message}`, { cause });
    const code = codeOf(cause);
    if (code === 'ENOENT') return null;
    throw new UsageError(`The waivers in ${file} cannot be read (${code}).`, { cause });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The waivers in ${file} are not JSON: ${why}.`, {
      hint: 'An empty list is {"waivers": []}.',
      cause,
    });
  }
}
