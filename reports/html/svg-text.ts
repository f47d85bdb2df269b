import { visibleLine } from '../text/visible.ts';
import { html, join, type Raw } from './template.ts';

/** About how wide a text is, in ems: a picture has no layout engine, and nothing is exact across fonts. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (/[ilj.,:;'|!()[\]/ ]/.test(character)) return 0.33;
  if (/[mwMW@%–—]/.test(character)) return 0.92;
  if (/[A-Z]/.test(character)) return 0.7;
  // East Asian letters and pictographs fill a square.
  return (character.codePointAt(0) ?? 0) >= 0x1100 ? 1.05 : 0.56;
}

/** Breaks a text into at most `most` lines of about `ems`; a word that is too long is cut where the line ends. */
export function svgLines(text: string, ems: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  // One character more than can be shown is enough to know that something was left out.
  for (const word of visibleLine(text.slice(0, Math.ceil(ems * most * 4))).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= ems) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (lines.length <= most && textWidth(line) > ems) {
      const head = headOf(line, ems);
      lines.push(head);
      line = line.slice(head.length);
    }
    if (lines.length > most) break;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${headOf(lines[most - 1] ?? '', ems - 1)}…`];
}

/** As much of a word as fits, at least one character. */
function headOf(word: string, ems: number): string {
  let head = '';
  let width = 0;
  for (const character of word) {
    width += characterWidth(character);
    if (head !== '' && width > ems) break;
    head += character;
  }
  return head;
}

/** Lines of text below each other; `y` is the baseline of the first. */
export function textBlock(
  lines: readonly string[],
  at: { x: number; y: number; step: number },
  className: string,
): Raw {
  return join(
    lines.map(
      (line, i) => html`<text x="${at.x}" y="${at.y + i * at.step}" class="${className}">${line}</text>`,
    ),
  );
}
