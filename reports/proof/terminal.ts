import { duration } from '../text/format.ts';
import { painter } from '../text/paint.ts';
import { visibleLine } from '../text/visible.ts';
import { checkKey } from '../view.ts';
import { type ProofTable, proofSentence, unproven } from './table.ts';

/** The proof as a table for the terminal: every fault with the checks that find it, problems last, then the sentence. */
export function renderProofTerminal(table: ProofTable, options: { color?: boolean } = {}): string {
  const paint = painter(options.color ?? false);
  const width = Math.max(5, ...table.faults.map((fault) => fault.name.length));
  const faults = table.faults.map((fault) => {
    const mark = fault.ok ? paint('green', '✓') : paint('red', '✗');
    const also = fault.also.length === 0 ? '' : paint('dim', ` (+${fault.also.length})`);
    const found =
      fault.own.length === 0
        ? paint('red', 'found by no check')
        : fault.own.map(({ check }) => visibleLine(check)).join(', ');
    return `${mark} ${visibleLine(fault.name).padEnd(width)}  ${fault.breaks.padEnd(16)}  ${found}${also}`;
  });
  const loose = unproven(table).map((check) => {
    const why =
      check.provenBy.length === 0 ? 'no fault proves it' : `the faultless peer gives ${check.faultless}`;
    return `  ${checkKey(check)}: ${why}`;
  });
  const bad = table.faults
    .filter((fault) => !fault.ok)
    .map((fault) => `  ${fault.name}: ${visibleLine(fault.problem ?? 'not ok')}`);
  const blocks = [
    faults.join('\n'),
    ...(loose.length > 0
      ? [[paint(['bold', 'red'], 'Checks that are not proven'), ...loose].join('\n')]
      : []),
    ...(bad.length > 0
      ? [[paint(['bold', 'red'], 'Faults that were not found as foreseen'), ...bad].join('\n')]
      : []),
    `${paint(['bold', table.ok ? 'green' : 'red'], `${table.ok ? '✓' : '✗'} ${proofSentence(table)}`)} ${paint('dim', duration(table.durationMs))}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
