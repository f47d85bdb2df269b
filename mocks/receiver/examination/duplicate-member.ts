/**
 * The first name that stands twice in one object of a JSON text, at any depth; null when there is none. The text must
 * be valid JSON. `JSON.parse` keeps the last of them and other parsers the first, so the two would read different
 * things (RFC 7515 section 4, RFC 7519 section 4).
 */
export function duplicateMember(json: string): string | null {
  // Names seen in each object that is open; null for an array.
  const open: (Set<string> | null)[] = [];
  // A string is looked at as a whole; of the rest only what opens and closes matters.
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (isName(json, index + token.length)) {
      // Two spellings of one name are one name.
      const name = String(JSON.parse(token));
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return null;
}

/** In valid JSON a string is a member's name exactly when a colon follows. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (' \t\n\r'.includes(json[at] ?? '.')) at += 1;
  return json[at] === ':';
}
