/**
 * Breaks text into lines of at most `width` characters at spaces, and keeps its own line feeds. A word that is longer
 * stays whole, so that URLs and command lines can be copied.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(/ +/)) {
    const fits = current.trim() === '' || current.length + 1 + word.length <= width;
    if (!fits) {
      lines.push(current);
      current = indent;
    }
    current += current.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, current];
}
