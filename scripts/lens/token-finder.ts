/** A token in a text. */
export interface FoundToken {
  compact: string;
  /** Number of the line in which it begins, from 1 on. */
  line: number;
}

/** Characters of a token at most: more than any SET has, and what is longer is only counted. */
export const LONGEST_TOKEN = 256 * 1024;
/** How much of the characters before a dot is searched for the beginning of a header. */
const LONGEST_HEADER = 32 * 1024;
/** Places in them at which a header may begin that are tried. */
const MOST_TRIES = 24;

/** Of base64url, and of the base64 that some write in its place. */
const inToken = /[\w.=+/-]/;
/** No token is shorter. */
const LONG_RUN = /[\w.=+/-]{20,}/g;
/** Characters of signatures, without padding: of HMAC, ECDSA, EdDSA, and of RSA with 1024 to 4096 bits. */
const SIGNATURE_LENGTHS: ReadonlySet<number> = new Set([43, 64, 86, 128, 152, 171, 176, 342, 512, 683]);

/**
 * Finds JWTs in a text that comes piece by piece: anywhere in a line, in JSON strings, behind `jwt=`, in a poll
 * response. What is kept of the text is bounded, however long its lines. A token is not put together again that was
 * broken into lines.
 */
export class TokenFinder {
  /** Runs of characters, with dots as tokens have, that were too long to be looked at. */
  tooLong = 0;
  #line = 1;
  #run: string[] = [];
  #length = 0;
  #dots = false;

  /** The tokens that end in this piece of text, of which each character is one byte or none of a token. */
  *push(text: string): Generator<FoundToken> {
    let from = 0;
    if (this.#length > 0) {
      from = text.search(/[^\w.=+/-]/);
      this.#keep(text, 0, from < 0 ? text.length : from);
      if (from < 0) return;
      yield* this.#endOfRun();
    }
    // With what the text ends the next piece may go on.
    let tail = text.length;
    while (tail > from && inToken.test(text.charAt(tail - 1))) tail -= 1;
    const whole = text.slice(0, tail);
    const runs = new RegExp(LONG_RUN);
    runs.lastIndex = from;
    for (let match = runs.exec(whole); match !== null; match = runs.exec(whole)) {
      this.#countLines(whole, from, match.index);
      from = match.index;
      this.#keep(whole, from, from + match[0].length);
      yield* this.#endOfRun();
    }
    this.#countLines(whole, from, tail);
    this.#keep(text, tail, text.length);
  }

  /** The token with which the text ends, if it does. */
  *end(): Generator<FoundToken> {
    yield* this.#endOfRun();
  }

  #countLines(text: string, from: number, to: number): void {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
      this.#line += 1;
  }

  #keep(text: string, from: number, to: number): void {
    if (from === to) return;
    this.#length += to - from;
    this.#dots ||= text.slice(from, to).includes('.');
    if (this.#length <= LONGEST_TOKEN) this.#run.push(text.slice(from, to));
  }

  *#endOfRun(): Generator<FoundToken> {
    if (this.#length === 0) return;
    const tooLong = this.#length > LONGEST_TOKEN;
    if (tooLong && this.#dots) this.tooLong += 1;
    const run = tooLong ? '' : this.#run.join('');
    this.#run = [];
    this.#length = 0;
    this.#dots = false;
    for (const compact of tokensIn(run)) yield { compact, line: this.#line };
  }
}

/** The tokens in a run of the characters that tokens are made of. */
function* tokensIn(run: string): Generator<string> {
  if (!run.includes('.')) return;
  const parts = run.split('.');
  let at = 0;
  while (at < parts.length - 1) {
    const header = headerAtEndOf(parts[at] ?? '');
    const found = header === null ? null : tokenFrom(header, parts.slice(at + 1, at + 6));
    if (found === null) {
      at += 1;
    } else {
      yield found.compact;
      // What was cut off the last part may begin another one.
      at += found.parts - 1;
    }
  }
}

interface Header {
  text: string;
  members: Record<string, unknown>;
}

/** What follows a header: claims and signature, or the four other parts of an encrypted token. Of two parts the second must be claims. */
function tokenFrom(header: Header, rest: readonly string[]): { compact: string; parts: number } | null {
  const [claims = '', next] = rest;
  // A path may follow a token of two parts, and have dots of its own.
  const signature = /[+/]/.test(claims) && objectIn(claims) === null ? undefined : next;
  if ('enc' in header.members) {
    if (rest.length < 4) return null;
    return { compact: [header.text, ...rest.slice(0, 3), endOf(rest[3] ?? '')].join('.'), parts: 5 };
  }
  if (claims === '') return null;
  if (signature === undefined) {
    return objectIn(endOf(claims)) === null ? null : { compact: `${header.text}.${endOf(claims)}`, parts: 2 };
  }
  return { compact: `${header.text}.${claims}.${endOf(signature)}`, parts: 3 };
}

/**
 * Padding is part of a token, what follows a "=" that is none is not. A "+" or "/" may belong to base64, or to what
 * follows the token: the length of the signature tells.
 */
function endOf(part: string): string {
  const whole = /^[^=]*=*/.exec(part)?.[0] ?? '';
  const plain = /^[^=+/]*=*/.exec(part)?.[0] ?? '';
  const isBase64 = SIGNATURE_LENGTHS.has(lengthOf(whole)) && !SIGNATURE_LENGTHS.has(lengthOf(plain));
  return isBase64 ? whole : plain;
}

function lengthOf(part: string): number {
  return part.replaceAll('=', '').length;
}

/** The JOSE header that ends here; characters of other things may stand directly before it. */
function headerAtEndOf(part: string): Header | null {
  // In base64url, what begins with a brace begins with one of the first; with white space before it, with the others.
  return headerFrom(part, /e[w-z0-9_+/-]/g) ?? headerFrom(part, /I[ACH]|[CD][QSX]|C[gin]/g);
}

function headerFrom(part: string, beginnings: RegExp): Header | null {
  beginnings.lastIndex = Math.max(0, part.length - LONGEST_HEADER);
  let tries = 0;
  for (
    let match = beginnings.exec(part);
    match !== null && tries < MOST_TRIES;
    match = beginnings.exec(part)
  ) {
    tries += 1;
    const text = part.slice(match.index);
    const members = objectIn(text);
    if (members !== null && ('alg' in members || 'typ' in members || 'enc' in members))
      return { text, members };
    beginnings.lastIndex = match.index + 1;
  }
  return null;
}

function objectIn(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    // Sound: a JSON object has strings as names, its values are unknown.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/**
 * The one token that a text consists of, however it is broken into lines; null where it consists of more, or of
 * something else. It need not be a right one: one that was cut, or has too many parts, is one as well.
 */
export function loneToken(text: string): { compact: string; lines: number } | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_TOKEN || !/^(?:e[w-z0-9_+/-]|I[ACH]|[CD][QSX]|C[gin])/.test(trimmed))
    return null;
  const lines = trimmed.split(/\s+/);
  const compact = lines.join('');
  const [header = '', ...rest] = compact.split('.', 9);
  if (rest.length === 0 || !/^[!-~]+$/.test(compact)) return null;
  const isWhole = lines.length === 1;
  // Several lines of one token each have more dots.
  if (!isWhole && (rest.length !== 2 || !/^[\w.=+/-]+$/.test(compact) || objectIn(header) === null))
    return null;
  if (isWhole && objectIn(header) === null && !compact.startsWith('eyJ')) return null;
  return { compact, lines: lines.length };
}

/** Whether a text is made of characters of tokens only: then it was meant to be one, rather than the name of a file. */
export function looksLikeToken(text: string): boolean {
  return text.length > 60 && /^[\w.=-]+$/.test(text.slice(0, 200));
}
