import type { Outcome } from '../results.ts';
import { excerpt } from './excerpt.ts';
import { count } from './format.ts';
import type { Paint, Style } from './paint.ts';
import { wrap } from './wrap.ts';

/** What a terminal can show. */
export interface Screen {
  paint: Paint;
  width: number;
}

export const outcomeStyle: Record<Outcome, Style> = {
  fail: 'red',
  error: 'magenta',
  warn: 'yellow',
  'not-tested': 'cyan',
  waived: 'blue',
  note: 'blue',
  pass: 'green',
  'not-applicable': 'dim',
};

/** A text made safe, in lines that fit after so many spaces; at most 20. */
export function indented({ width }: Screen, indent: number, text: string): string[] {
  const lines = wrap(excerpt(text, 1200).replaceAll('\t', '  '), width - indent);
  const shown =
    lines.length > 20 ? [...lines.slice(0, 20), `… (${count(lines.length - 20, 'more line')})`] : lines;
  return shown.map((line) => `${' '.repeat(indent)}${line}`.trimEnd());
}
