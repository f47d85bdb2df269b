import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { attest } from '../../reports/attestation/attest.ts';
import { canonicalJson } from '../../reports/attestation/canonical-json.ts';
import { type Statement, statementOf } from '../../reports/attestation/statement.ts';
import { withAttestation } from '../../reports/html/embed.ts';
import { renderHtml } from '../../reports/index.ts';
import type { CheckResult, Results } from '../../reports/results.ts';
import { checkKey } from '../../reports/view.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { outcomeOf } from '../../suites/harness/execute.ts';
import { TOOL } from '../../suites/harness/tool.ts';
import { codeOf } from '../code-of.ts';
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

/** Whoever signs vouches for it: it must say the same to everybody, and what it tells must follow from its findings. */
function requireSound(results: Results, text: string, named: string): void {
  const ambiguous = ambiguity(text);
  if (ambiguous !== null)
    throw new UsageError(`"${named}" is not as a run leaves it, and is not signed. ${ambiguous}`);
  const { tool } = results;
  if (tool.version !== TOOL.version || tool.catalogue !== TOOL.catalogue)
    throw new UsageError(
      tool.version === TOOL.version
        ? `"${named}" was judged by another catalogue of rules than that of version ${TOOL.version} here, and is not signed.`
        : `"${named}" was made by version ${tool.version}, and is not signed: version ${TOOL.version} here may judge otherwise.`,
      { hint: 'Sign it with the version that made it, or run again.' },
    );
  const contradiction = contradictionIn(results);
  if (contradiction !== null)
    throw new UsageError(`"${named}" was changed after the run, and is not signed: ${contradiction}.`);
}

/** What of the results does not follow from the rest; null when all does. */
function contradictionIn(results: Results): string | null {
  const strange = results.checks.find((check) => !followsFromFindings(check));
  if (strange !== undefined)
    return `the outcome of ${checkKey(strange)} is ${strange.outcome}, which its findings contradict`;
  const { verdict, exitCode } = results;
  const due = conclude(results);
  if (due.verdict !== verdict || due.exitCode !== exitCode)
    return `it says ${verdict} (exit code ${exitCode}), but its checks come to ${due.verdict} (${due.exitCode})`;
  const told = (['sentence', 'summary', 'requirements'] as const).find(
    (name) => canonicalJson(results[name]) !== canonicalJson(due[name]),
  );
  return told === undefined ? null : `what it says as "${told}" does not follow from its checks`;
}

function followsFromFindings({ outcome, waived, findings }: CheckResult): boolean {
  if (outcome === 'waived' && waived === undefined) return findings.length > 0;
  const found = outcome === 'waived' ? waived?.outcome : outcome;
  const unjudged = found === 'error' || found === 'not-tested' || found === 'not-applicable';
  return found === outcomeOf(findings, unjudged ? found : 'pass');
}

function pageBeside(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, name === 'results' ? 'report.html' : `${name}.html`);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeAtomically(file, text);
  } catch (cause) {
    throw new UsageError(`${file} cannot be written (${codeOf(cause)}).`, { cause });
  }
}
