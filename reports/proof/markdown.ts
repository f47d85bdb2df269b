import { duration, instant } from '../text/format.ts';
import { code, table as markdownTable, prose } from '../text/markdown.ts';
import { checkKey } from '../view.ts';
import { type ProofTable, proofSentence } from './table.ts';

/** The proof as two Markdown tables: checks with the faults that prove them, faults with the checks that find them. */
export function renderProofMarkdown(table: ProofTable): string {
  const checks = table.checks.map((check) => [
    code(checkKey(check)),
    check.requirements.map((id) => prose(id)).join(', '),
    check.faultless,
    String(check.provenBy.length),
    check.provenBy.map((name) => code(name)).join(', ') || '**none**',
  ]);
  const faults = table.faults.map((fault) => [
    fault.ok ? '✓' : '✗',
    code(fault.name),
    prose(fault.breaks),
    fault.own.map(({ check }) => code(check)).join(', ') || '**none**',
    fault.also
      .map(({ check, outcome, expected }) => `${code(check)} ${outcome}${expected ? '' : ' (unforeseen)'}`)
      .join(', '),
    prose(fault.problem ?? fault.summary),
  ]);
  const { tool } = table;
  return [
    `# ${table.ok ? '✓' : '✗'} ${prose(proofSentence(table))}`,
    `${prose(tool.name)} ${prose(tool.version)}, ${prose(instant(table.startedAt))}, ${duration(table.durationMs)}.`,
    '## Broken peers, and the checks that find them',
    markdownTable(['', 'Fault', 'Breaks', 'Found by', 'Also trips', 'What it does'], faults),
    '## Checks, and the broken peers that prove them',
    markdownTable(['Check', 'Requirements', 'Faultless peer', 'Proofs', 'Seen to fail on'], checks),
    '',
  ].join('\n\n');
}
