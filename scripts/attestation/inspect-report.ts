import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Attested } from '../../reports/attestation/verify.ts';
import { TOOL } from '../../suites/harness/tool.ts';
import { readBounded, TooLarge } from '../read-bounded.ts';
import { findResults } from '../read-results.ts';
import { UsageError } from '../usage-error.ts';
import { type Inspection, inspectPage, inspectResults, type Trust } from './inspection.ts';

/** What became of a report: of each file of it that can be signed, and of all together. */
export interface InspectedReport {
  /** The worst of the files. */
  state: Inspection['state'];
  files: (Inspection & { file: string })[];
  /** What is wrong with the files together. */
  problems: string[];
  notes: string[];
  /** What was signed; absent where no signature holds. */
  attested?: Attested;
}

const PAGE = 'report.html';
const RESULTS = 'results.json';

/** As much as is read of results elsewhere. */
const LARGEST = 256 * 1024 * 1024;

const WORST_FIRST: readonly Inspection['state'][] = ['not-trusted', 'changed', 'unsigned', 'unchanged'];

/**
 * Looks at a results.json, a report.html or a report folder.
 * @throws UsageError when there is none
 */
export async function inspectReport(named: string, cwd: string, trust: Trust): Promise<InspectedReport> {
  const found = await stat(path.resolve(cwd, named)).catch(() => null);
  const folder = found?.isDirectory() === true;
  const names = folder ? await signedNames(named, cwd) : [named];
  const files: InspectedReport['files'] = [];
  for (const name of names) files.push({ file: name, ...(await inspectFile(name, cwd, trust)) });
  const attested = files.find((file) => file.attested !== undefined)?.attested;
  const problems = differing(files);
  const worst = WORST_FIRST.find((state) => files.some((file) => file.state === state)) ?? 'unsigned';
  return {
    state: problems.length > 0 && worst === 'unchanged' ? 'changed' : worst,
    files,
    problems,
    notes: [...otherRules(attested), ...(folder ? await uncovered(named, cwd) : [])],
    ...(attested === undefined ? {} : { attested }),
  };
}

/** The files of a folder that can be signed. */
async function signedNames(named: string, cwd: string): Promise<string[]> {
  const inside = new Set(await readdir(path.resolve(cwd, named)));
  const names = [RESULTS, PAGE].filter((name) => inside.has(name)).map((name) => path.join(named, name));
  // It says where results lie, if there are none here.
  if (names.length === 0) await findResults(named, cwd);
  return names;
}

async function inspectFile(named: string, cwd: string, trust: Trust): Promise<Inspection> {
  const text = await readText(named, cwd);
  if (/^\s*<(?:\?xml|svg)/.test(text))
    throw new UsageError(`"${named}" carries no signature: none of its kind is signed.`, {
      hint: `Verify the ${RESULTS}, the ${PAGE}, or the report folder.`,
    });
  if (text.trimStart().startsWith('<')) return inspectPage(text, trust);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(`"${named}" is neither a ${RESULTS} nor a ${PAGE}, or it is damaged.`, { cause });
  }
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value))
    throw new UsageError(`"${named}" holds no results: it has no schemaVersion.`);
  return inspectResults(text, value, trust);
}

async function readText(named: string, cwd: string): Promise<string> {
  // It has words for a file that is not there, and knows names that are near.
  const file = await findResults(named, cwd);
  try {
    const bytes = await readBounded(file, LARGEST);
    // Strict, and with a byte order mark if there is one: the digest is over every byte.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TooLarge) throw new UsageError(`"${named}" ${error.message}`, { cause: error });
    if (error instanceof TypeError)
      throw new UsageError(`"${named}" is not UTF-8: it is no report, or it is damaged.`, { cause: error });
    throw new UsageError(`"${named}" cannot be read (${String(error)}).`, { cause: error });
  }
}

/** That each file is as it was signed does not say that they belong together. */
function differing(files: InspectedReport['files']): string[] {
  const digests = new Set(files.flatMap(({ attested }) => attested?.statement.results ?? []));
  return digests.size > 1 ? [`${RESULTS} and ${PAGE} are of different runs.`] : [];
}

/** A version has one catalogue; whoever changed it may have judged by rules of their own. */
function otherRules(attested: Attested | undefined): string[] {
  if (attested === undefined) return [];
  const { tool, catalogue } = attested.statement;
  if (tool.version !== TOOL.version || catalogue === TOOL.catalogue) return [];
  return [`It was judged by another catalogue of rules than that of version ${TOOL.version} here.`];
}

/** What else a reader may take for a part of the signed report. */
async function uncovered(named: string, cwd: string): Promise<string[]> {
  const { REPORT_FILES } = await import('../write-reports.ts');
  const inside = new Set(await readdir(path.resolve(cwd, named)));
  const others = REPORT_FILES.filter((name) => inside.has(name) && name !== RESULTS && name !== PAGE);
  if (others.length === 0) return [];
  return [
    `Not covered by the signature: ${others.join(', ')}. "ssf-conformance report ${named}" makes them again from ${RESULTS}.`,
  ];
}
