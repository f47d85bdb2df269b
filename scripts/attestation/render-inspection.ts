import type { Attested } from '../../reports/attestation/verify.ts';
import { instant } from '../../reports/text/format.ts';
import { painter, type Style } from '../../reports/text/paint.ts';
import { visibleLine } from '../../reports/text/visible.ts';
import { wrap } from '../../reports/text/wrap.ts';
import type { InspectedReport } from './inspect-report.ts';
import type { Inspection } from './inspection.ts';

const WORDS = {
  unchanged: { mark: '✓', style: 'green', headline: 'Signed, and not changed since.', file: 'not changed' },
  changed: { mark: '✗', style: 'red', headline: 'Changed since it was signed.', file: 'changed' },
  'not-trusted': {
    mark: '✗',
    style: 'red',
    headline: 'The signature is not to be relied on.',
    file: 'signature not to be relied on',
  },
  unsigned: { mark: '✗', style: 'red', headline: 'Not signed.', file: 'not signed' },
} as const satisfies Record<
  Inspection['state'],
  { mark: string; style: Style; headline: string; file: string }
>;

/** For a terminal. What a file says of itself cannot act there. */
export function renderInspection(
  report: InspectedReport,
  { color, width, jwks }: { color: boolean; width: number; jwks: string },
): string {
  const paint = painter(color);
  const { mark, style, headline } = WORDS[report.state];
  const lines = [paint(['bold', style], `${mark} ${headline}`), ''];
  const said = facts(report, jwks);
  if (said.length > 0) {
    if (report.state !== 'unchanged')
      lines.push('What the signature vouches for, which is not what lies here:');
    lines.push(...columns(said, width), '');
  }
  for (const { file, state, problems, notes } of report.files) {
    const word = WORDS[state];
    lines.push(`${paint(word.style, word.mark)} ${visibleLine(file)}: ${word.file}`);
    for (const text of [...problems, ...notes]) lines.push(...paragraph(text, width));
  }
  for (const text of [...report.problems, ...report.notes]) lines.push('', ...wrap(visibleLine(text), width));
  return `${lines.join('\n')}\n`;
}

function facts({ attested }: InspectedReport, jwks: string): [string, string][] {
  if (attested === undefined) return [];
  const { statement, key } = attested;
  const { tool, target, catalogue } = statement;
  return [
    ['Signed by', statement.signer ?? 'whoever holds the key; no name is given'],
    ['On', instant(new Date(statement.iat * 1000).toISOString())],
    ['Key', `${key.kid} (${key.alg}), of ${jwks}`],
    ...(key.kid === key.thumbprint ? [] : ([['Thumbprint', key.thumbprint]] as [string, string][])),
    ['Verdict', statement.sentence],
    ...(statement.exitCode === undefined
      ? []
      : ([['Exit code', String(statement.exitCode)]] as [string, string][])),
    ['Target', targetWords(target)],
    ['Run', instant(statement.startedAt)],
    ['Tool', `${tool.name} ${tool.version}, catalogue ${catalogue}`],
  ];
}

function targetWords({ role, builtIn, form, issuer, endpoint }: Attested['statement']['target']): string {
  if (form === 'mocks') return 'the built-in mocks against each other';
  const words = builtIn ? [`the built-in ${role}`] : [role];
  if (form === 'pair') words.push(issuer, 'and the receiver', endpoint ?? '');
  else words.push(role === 'receiver' ? (endpoint ?? '') : issuer);
  return words.join(' ').trim();
}

function columns(rows: readonly [string, string][], width: number): string[] {
  const label = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, text]) =>
    wrap(visibleLine(text), Math.max(20, width - label - 4)).map(
      (line, i) => `  ${(i === 0 ? name : '').padEnd(label)}  ${line}`,
    ),
  );
}

function paragraph(text: string, width: number): string[] {
  return wrap(visibleLine(text), Math.max(20, width - 4)).map((line) => `    ${line}`);
}

/** For programs. `signed` is what the signature vouches for: of this report only where `state` is `unchanged`. */
export function inspectionAsJson({ state, files, problems, notes, attested }: InspectedReport): unknown {
  return {
    state,
    signed: attested === undefined ? null : saidBy(attested),
    files: files.map(({ file, state: one, problems: own, notes: said }) => ({
      file,
      state: one,
      problems: own,
      notes: said,
    })),
    problems,
    notes,
  };
}

/** The same, where nothing could be verified. */
export function nothingVerified(problem: string): unknown {
  return { state: 'not-verified', signed: null, files: [], problems: [problem], notes: [] };
}

function saidBy({ statement, key }: Attested): unknown {
  const { iat, signer, ...rest } = statement;
  return { signer: signer ?? null, signedAt: new Date(iat * 1000).toISOString(), key, ...rest };
}
