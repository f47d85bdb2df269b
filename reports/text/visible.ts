// Control, format (bidirectional marks, zero width), lone surrogate, line separator and noncharacter code points: what
// could drive a terminal, reorder a line, hide in it, or make XML ill-formed. Tab and line feed stay.
const unsafe = /[^\P{Cc}\t\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/**
 * Makes text from a hostile target safe to show anywhere: each dangerous character is written as an escape such as
 * `\x1b` or `\u202e`, so that a reader sees what was sent and no terminal or viewer acts on it. Tabs and line feeds stay,
 * CR LF becomes a line feed.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(unsafe, escapeCode);
}

/** Like `visible`, on one line: line ends and tabs become escapes too. */
export function visibleLine(text: string): string {
  return text.replace(unsafe, escapeCode).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

function escapeCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0d) return '\\r';
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
