/**
 * Blocks of lines, one after the other, as far as they fit into so many bytes of UTF-8; then a note that there was more.
 * Cut is between lines, so that no markup is torn apart.
 */
export function fitting(blocks: readonly string[], bytes: number, note: string): string {
  const whole = `${blocks.join('\n\n')}\n`;
  if (Buffer.byteLength(whole) <= bytes) return whole;
  const end = `\n\n${note}\n`;
  let room = bytes - Buffer.byteLength(end);
  const kept: string[] = [];
  for (const line of whole.split('\n')) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  return `${kept.join('\n').trimEnd()}${end}`;
}
