/** What JSON.parse does not tell about a text. */
export interface JsonScan {
  /** Objects or arrays lie deeper than allowed; the scan then stops. */
  tooDeep: boolean;
  /** Member names that stand twice in one object, with the JSON pointer of that object ('' is the outermost). */
  duplicates: { pointer: string; name: string }[];
}

interface Container {
  /** Names of an object's members so far; null for an array. */
  names: Set<string> | null;
  /** The member name or array index that the scan stands in. */
  at: string | number;
}

/** More repeated names than these are not worth telling. */
const MOST_DUPLICATES = 20;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Scans a text that JSON.parse accepts, in one pass and without recursion, so that neither its size nor its nesting
 * can do harm. Names are compared after their escapes are resolved (RFC 7519 4, RFC 8259 8.3). A flat object has the
 * depth 1.
 */
export function scanJson(text: string, deepest: number): JsonScan {
  const scan: JsonScan = { tooDeep: false, duplicates: [] };
  const open: Container[] = [];
  // In an object, a string is a name when it follows `{` or `,`.
  let nameExpected = false;
  for (let i = 0; i < text.length; i++) {
    if (open.length > deepest) return { ...scan, tooDeep: true };
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (nameExpected) noteName(text.slice(i, end + 1), open, scan);
        nameExpected = false;
        i = end;
        break;
      }
      case 0x7b: // {
        open.push({ names: new Set(), at: '' });
        nameExpected = true;
        break;
      case 0x5b: // [
        open.push({ names: null, at: 0 });
        nameExpected = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        nameExpected = false;
        break;
      case 0x2c: {
        // ,
        const inner = open.at(-1);
        nameExpected = inner !== undefined && inner.names !== null;
        if (inner !== undefined && typeof inner.at === 'number') inner.at++;
        break;
      }
      default:
    }
  }
  return scan;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

function noteName(literal: string, open: readonly Container[], scan: JsonScan): void {
  const inner = open.at(-1);
  if (inner === undefined || inner.names === null) return;
  const name = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  if (inner.names.has(name) && scan.duplicates.length < MOST_DUPLICATES) {
    scan.duplicates.push({ pointer: pointerOf(open.slice(0, -1)), name });
  }
  inner.names.add(name);
  inner.at = name;
}

function pointerOf(path: readonly Container[]): string {
  return path.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
