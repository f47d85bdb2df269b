import { scanJson } from './json-scan.ts';

/** A SET read without judging it: what could be decoded, and what was wrong with the rest. */
export interface ParsedSet {
  /** The token as it came, surrounding white space kept. */
  compact: string;
  /** Number of dot-separated parts: 3 signed or unsecured, 5 encrypted. */
  parts: number;
  /** JOSE header and claims set; null if they are no JSON object. */
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  /** Raw JSON text of both, as far as it could be decoded. */
  headerText: string | null;
  claimsText: string | null;
  /** What kept a part from being read, and what was irregular although it could be read. */
  defects: ParseDefect[];
}

/** Why a string is no SET, or not one that can be relied on. */
export interface ParseDefect {
  kind:
    | 'not-compact'
    | 'padding'
    | 'base64url'
    | 'utf-8'
    | 'bom'
    | 'json'
    | 'not-an-object'
    | 'duplicate-member'
    | 'whitespace'
    | 'encrypted';
  part: 'token' | 'header' | 'claims' | 'signature';
  /** For a duplicate member: JSON pointer of the object and the name, separated by a blank. */
  detail: string;
}

/** RFC 8259 section 9 lets a reader bound the nesting; what lies deeper could exhaust the stack of whoever walks it. */
const DEEPEST = 200;

/**
 * Reads a SET in compact serialization (RFC 7515 3.1, RFC 8417 2) as far as it can be read. Irregularities that a
 * lenient reader passes over (padding, white space, a byte order mark, bad UTF-8) are noted as defects and passed
 * over. Never throws.
 */
export function parseSet(compact: string): ParsedSet {
  const defects: ParseDefect[] = [];
  const token = withoutWhitespace(compact, defects);
  // At most six: a body of dots must not become an array of millions.
  const parts = token.split('.', 6);
  const set: ParsedSet = {
    compact,
    parts: parts.length,
    header: null,
    claims: null,
    headerText: null,
    claimsText: null,
    defects,
  };
  const [header = '', claims = '', signature = ''] = parts;
  if (parts.length !== 3 && parts.length !== 5) {
    defects.push({ kind: 'not-compact', part: 'token', detail: notCompact(token, parts.length) });
    return set;
  }
  ({ text: set.headerText, object: set.header } = readJsonPart(header, 'header', defects));
  if (parts.length === 5 && set.header !== null && !('enc' in set.header)) {
    // A JWE has it (RFC 7516 4.1.2): these are five parts of something else, such as a token that was cut off with dots.
    defects.push({
      kind: 'not-compact',
      part: 'token',
      detail: 'five parts, but the header names no encryption',
    });
    return set;
  }
  if (parts.length === 5) {
    const detail = 'five parts: an encrypted token (JWE), whose claims only the key holder can read';
    defects.push({ kind: 'encrypted', part: 'token', detail });
    return set;
  }
  ({ text: set.claimsText, object: set.claims } = readJsonPart(claims, 'claims', defects));
  decodeBase64url(signature, 'signature', defects);
  return set;
}

function withoutWhitespace(compact: string, defects: ParseDefect[]): string {
  if (!/\s/.test(compact)) return compact;
  const trimmed = compact.trim();
  const inside = /\s/.test(trimmed);
  const detail = inside ? 'white space or line breaks inside the token' : 'white space around the token';
  defects.push({ kind: 'whitespace', part: 'token', detail });
  return inside ? trimmed.replaceAll(/\s+/g, '') : trimmed;
}

function notCompact(token: string, parts: number): string {
  if (token === '') return 'empty';
  if (token.startsWith('{')) return 'a JSON text, not the compact serialization';
  return parts > 5 ? 'more than five parts separated by dots' : `${parts} part(s) separated by dots`;
}

interface JsonPart {
  text: string | null;
  object: Record<string, unknown> | null;
}

function readJsonPart(part: string, name: 'header' | 'claims', defects: ParseDefect[]): JsonPart {
  const bytes = decodeBase64url(part, name, defects);
  if (bytes === null) return { text: null, object: null };
  const text = decodeUtf8(bytes, name, defects);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    defects.push({ kind: 'json', part: name, detail: text === '' ? 'empty' : 'not a JSON text' });
    return { text, object: null };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    defects.push({ kind: 'not-an-object', part: name, detail: 'a JSON text, but not an object' });
    return { text, object: null };
  }
  const { tooDeep, duplicates } = scanJson(text, DEEPEST);
  if (tooDeep) {
    defects.push({ kind: 'json', part: name, detail: `nested more than ${DEEPEST} levels deep` });
    return { text, object: null };
  }
  for (const { pointer, name: member } of duplicates) {
    defects.push({ kind: 'duplicate-member', part: name, detail: `${pointer} ${member}` });
  }
  // Sound: a JSON object has strings as names, its values are unknown.
  return { text, object: value as Record<string, unknown> };
}

function decodeBase64url(
  part: string,
  name: 'header' | 'claims' | 'signature',
  defects: ParseDefect[],
): Uint8Array | null {
  let end = part.length;
  while (part[end - 1] === '=') end--;
  const bare = part.slice(0, end);
  if (bare !== part) defects.push({ kind: 'padding', part: name, detail: 'ends with "="' });
  const plain = bare.replaceAll('+', '-').replaceAll('/', '_');
  if (plain !== bare) {
    defects.push({ kind: 'base64url', part: name, detail: 'base64 with "+" or "/" in place of base64url' });
  }
  if (!/^[A-Za-z0-9_-]*$/.test(plain) || plain.length % 4 === 1) {
    defects.push({ kind: 'base64url', part: name, detail: 'cannot be decoded as base64url' });
    return null;
  }
  return Buffer.from(plain, 'base64url');
}

function decodeUtf8(bytes: Uint8Array, name: 'header' | 'claims', defects: ParseDefect[]): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    defects.push({ kind: 'utf-8', part: name, detail: 'bytes that are no UTF-8' });
    text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
  if (!text.startsWith('\uFEFF')) return text;
  defects.push({ kind: 'bom', part: name, detail: 'begins with a byte order mark' });
  return text.slice(1);
}
