import type { Results } from '../results.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Digest, digestOfPage, digestOfResults } from './digests.ts';

/** What is signed: not the results themselves, but what a reader wants to know first, and digests of the rest. */
export interface Statement
  extends Pick<Results, 'verdict' | 'sentence' | 'target' | 'profile' | 'startedAt'> {
  /** Absent in a statement of a version that did not say it yet. */
  exitCode?: number;
  tool: { name: string; version: string };
  /** SHA-256 of the catalogue of requirements, in hex. */
  catalogue: string;
  results: Digest;
  report: Digest;
  /** When it was signed, seconds since the epoch. */
  iat: number;
  /** Who signs, in their own words. */
  signer?: string;
}

/** @param page the report made of the results, not yet signed */
export function statementOf(
  results: Results,
  page: string,
  { signer, signedAt }: { signer?: string | undefined; signedAt: Date },
): Statement {
  return {
    ...repeatedOf(results),
    results: digestOfResults(results),
    report: digestOfPage(page),
    iat: Math.floor(signedAt.getTime() / 1000),
    ...(signer === undefined ? {} : { signer }),
  };
}

/** What a statement repeats of the results. */
function repeatedOf(results: Results): Omit<Statement, 'results' | 'report' | 'iat' | 'signer'> {
  const { tool, verdict, exitCode, sentence, target, profile, startedAt } = results;
  return {
    tool: { name: tool.name, version: tool.version },
    catalogue: tool.catalogue,
    verdict,
    exitCode,
    sentence,
    target,
    profile,
    startedAt,
  };
}

/** The statement that a payload holds; null when it holds none. */
export function readStatement(payload: Uint8Array): Statement | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return null;
  }
  return isStatement(value) ? value : null;
}

/** Whether a statement says of the results what they say themselves. */
export function agrees(statement: Statement, results: Results): boolean {
  const { results: _results, report: _report, iat: _iat, signer: _signer, ...told } = statement;
  const { exitCode, ...rest } = repeatedOf(results);
  const due = statement.exitCode === undefined ? rest : { ...rest, exitCode };
  return canonicalJson(told) === canonicalJson(due);
}

function isStatement(value: unknown): value is Statement {
  if (!isObject(value) || !isObject(value.tool) || !isObject(value.target)) return false;
  const { tool, target } = value;
  const { catalogue, verdict, sentence, profile, startedAt, results, report } = value;
  const texts = [catalogue, verdict, sentence, profile, startedAt, results, report];
  texts.push(tool.name, tool.version, target.role, target.issuer);
  return (
    texts.every((text) => typeof text === 'string') &&
    Number.isSafeInteger(value.iat) &&
    (value.exitCode === undefined || Number.isSafeInteger(value.exitCode)) &&
    (value.signer === undefined || typeof value.signer === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
