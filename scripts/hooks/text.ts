/** Foreign text for a one-line message: the last line, without control characters, cut. */
export function lastLine(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\p{Cc}+/gu, ' ').trim());
  const line = lines.findLast((one) => one !== '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
