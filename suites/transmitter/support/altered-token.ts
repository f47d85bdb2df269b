/**
 * A token that is no longer the one that was issued, though it looks like it: one letter or digit is another. In a
 * JWT it is one in the middle of the signature, so that header and claims stay as they are and only somebody who
 * verifies the signature sees it; in any other token one in the middle. Null when there is nothing to change.
 */
export function alteredToken(token: string): string | null {
  const parts = token.split('.');
  const start = parts.length === 3 ? token.length - (parts[2]?.length ?? 0) : 0;
  const middle = start + Math.floor((token.length - start) / 2);
  for (let index = middle; index < token.length; index += 1) {
    const other = neighbour(token.charAt(index));
    if (other !== null) return token.slice(0, index) + other + token.slice(index + 1);
  }
  return null;
}

const KINDS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Another character of the same kind: a change of case alone would be none to a reader of hexadecimal digits. */
function neighbour(character: string): string | null {
  const kind = KINDS.find((characters) => characters.includes(character));
  if (kind === undefined) return null;
  return kind.charAt((kind.indexOf(character) + 1) % kind.length);
}
