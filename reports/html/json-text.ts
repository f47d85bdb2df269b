/**
 * Indents JSON for reading without changing a token: duplicate members, number spellings and escapes stay as they were
 * sent, which parsing and printing again would lose. Returns null when the text is not
 * JSON, or so long that only a small part of it will be shown.
 */
export function indentJson(text: string): string | null {
  if (text.length > longest) return null;
  const first = text.trimStart()[0];
  if ((first !== '{' && first !== '[') || !isJson(text)) return null;
  let out = '';
  let depth = 0;
  // Strings and numbers are tokens; whitespace between tokens is dropped.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += token + lineBreak(depth);
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const empty = out.trimEnd();
      out = empty.endsWith('{') || empty.endsWith('[') ? empty + token : out + lineBreak(depth) + token;
    } else if (token === ',') {
      out += token + lineBreak(depth);
    } else {
      out += token === ':' ? ': ' : token;
    }
  }
  return out;
}

const longest = 100_000;

// Deep nesting is not worth a page of spaces.
const deepest = 12;

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, deepest))}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
