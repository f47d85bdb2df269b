import { excerptLine } from './excerpt.ts';

/**
 * Text as inline code, on one line: the safe place for what a target sent, since neither Markdown, HTML, links nor
 * @mentions work in it.
 */
export function code(text: string, limit = 300): string {
  const line = excerptLine(text, limit);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/**
 * Text as prose, on one line: what has a meaning in Markdown or HTML loses it, and neither URLs nor @names turn into links.
 */
export function prose(text: string, limit = 600): string {
  return excerptLine(text, limit)
    .replace(/[\\`*_[\]~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)]\s)/, '$1\\$2')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
    .replace(/(?<!\w)@/g, '&#64;&#8288;');
}

/** A table of cells that come from `code` or `prose`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** No `|` ends the cell, not even in code: cells are told apart before anything else, ` is a backslash and an end|` is a backslash and an end. */
function inCell(cell: string): string {
  return cell.replace(
    /(\\*)\|/g,
    (_, before: string) => `${before}${before.length % 2 === 0 ? '' : '\\'}\\|`,
  );
}
