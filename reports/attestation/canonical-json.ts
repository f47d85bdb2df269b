/**
 * A value that JSON.parse gave as canonical JSON (RFC 8785): members in the order of their names by UTF-16 code units, no
 * white space. JSON.stringify writes strings and numbers just as that asks for; a lone surrogate, which RFC 8785 refuses,
 * keeps its escape, since a target may well send one.
 * @throws {TypeError} on what JSON does not have: infinite numbers, undefined
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number.');
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('JSON has no such value.');
  return text;
}
