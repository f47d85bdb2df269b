/** A piece of one of two texts: in both, only in the first, only in the second. */
export interface Piece {
  kind: 'same' | 'first' | 'second';
  text: string;
}

/** What the comparison costs grows with the product of the two lengths. */
const limit = 400;

/**
 * The longest common subsequence of two lists, as pieces in order, what is only in the first before what is only in the
 * second; null when the lists are too long to be compared.
 */
export function difference(first: readonly string[], second: readonly string[]): Piece[] | null {
  if (first.length > limit || second.length > limit) return null;
  // common[i][j]: how much the rests from i and j on have in common.
  const common = Array.from({ length: first.length + 1 }, () => new Uint16Array(second.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = first.length - 1; i >= 0; i -= 1) {
    const row = common[i];
    if (!row) continue;
    for (let j = second.length - 1; j >= 0; j -= 1)
      row[j] = first[i] === second[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = first[i];
    const b = second[j];
    if (a !== undefined && a === b) {
      pieces.push({ kind: 'same', text: a });
      i += 1;
      j += 1;
    } else if (a !== undefined && (b === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'first', text: a });
      i += 1;
    } else if (b !== undefined) {
      pieces.push({ kind: 'second', text: b });
      j += 1;
    } else return pieces;
  }
}

/** A line in words and what stands between them. */
export function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/**
 * The two texts as JSON with one member to a line, the members of the second in the order of the first where both have
 * them: order means nothing in JSON. Null when one of them is no JSON object or array.
 */
export function asJsonLines(first: string, second: string): [string[], string[]] | null {
  const a = structured(first);
  const b = structured(second);
  if (a === undefined || b === undefined) return null;
  const lines = (value: unknown) => JSON.stringify(value, null, 2).split('\n');
  return [lines(a), lines(inOrderOf(a, b))];
}

function structured(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function inOrderOf(model: unknown, value: unknown): unknown {
  if (Array.isArray(model) && Array.isArray(value))
    return value.map((item: unknown, i) => inOrderOf(model[i], item));
  if (!isRecord(model) || !isRecord(value)) return value;
  const names = [...Object.keys(model).filter((name) => Object.hasOwn(value, name)), ...Object.keys(value)];
  return Object.fromEntries([...new Set(names)].map((name) => [name, inOrderOf(model[name], value[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
