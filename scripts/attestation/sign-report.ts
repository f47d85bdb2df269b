import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { attest } from '../../reports/attestation/attest.ts';
import { type Statement, statementOf } from '../../reports/attestation/statement.ts';
import { withAttestation } from '../../reports/html/embed.ts';
import { renderHtml } from '../../reports/index.ts';
import type { Results } from '../../reports/results.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { TOOL } from '../../suites/harness/tool.ts';
import { findResults, readResults } from '../read-results.ts';
import { UsageError } from '../usage-error.ts';
import { ambiguity } from './exact-json.ts';
import type { SigningKey } from './signing-key.ts';
import { writeAtomically } from './write-atomically.ts';

/** What was signed, and where it lies. Absolute paths. */
export interface Signed {
  statement: Statement;
  results: string;
  report: string;
  /** It had a signature, which is gone. */
  replaced: boolean;
}

/**
 * Signs results and the page that is made of them: both are written anew, with the signature in them.
 * @param named a results.json, or the report folder that it lies in
 * @throws UsageError when there is none, or when it is not as a run leaves it
 */
export async function signReport(
  named: string,
  cwd: string,
  key: SigningKey,
  { signer, signedAt }: { signer?: string | undefined; signedAt: Date },
): Promise<Signed> {
  const file = await findResults(named, cwd);
  if (/\.html?$/i.test(file))
    throw new UsageError(`"${named}" is a page; what is signed is the results.`, {
      hint: 'Name the results.json that it was made from, or the folder.',
    });
  const { attestation: earlier, ...results } = await readResults(file, cwd);
  requireSound(results, await readFile(file, 'utf8'), named);
  const page = renderHtml(results);
  const statement = statementOf(results, page, { signer, signedAt });
  const attestation = await attest(statement, key);
  const report = pageBeside(file);
  await write(report, withAttestation(page, attestation));
  await write(file, `${JSON.stringify({ ...results, attestation }, null, 2)}\n`);
  return { statement, results: file, report, replaced: earlier !== undefined };
}

/** Whoever signs vouches for it: it must say the same to everybody, and the verdict must follow from the rest. */
function requireSound(results: Results, text: string, named: string): void {
  const ambiguous = ambiguity(text);
  if (ambiguous !== null)
    throw new UsageError(`"${named}" is not as a run leaves it, and is not signed. ${ambiguous}`);
  const { tool, verdict, exitCode } = results;
  // Another version may have judged by other rules.
  if (tool.version !== TOOL.version || tool.catalogue !== TOOL.catalogue) return;
  const due = conclude(results);
  if (due.verdict !== verdict || due.exitCode !== exitCode)
    throw new UsageError(
      `"${named}" was changed after the run, and is not signed: it says ${verdict} (exit code ${exitCode}), but its checks come to ${due.verdict} (${due.exitCode}).`,
    );
}

function pageBeside(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, name === 'results' ? 'report.html' : `${name}.html`);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeAtomically(file, text);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UsageError(`${file} cannot be written (${code}).`, { cause });
  }
}
