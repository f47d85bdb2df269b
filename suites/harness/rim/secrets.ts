import { createHash, randomBytes } from 'node:crypto';

const MIN_LENGTH = 6;

/** JSON members whose string value is a secret wherever it occurs in a recorded body. */
const SECRET_MEMBERS =
  'access_token|refresh_token|client_secret|authorization_header|id_token|password|assertion|client_assertion';
const SECRET_MEMBER = new RegExp(`"(?:${SECRET_MEMBERS})"\\s*:\\s*"`, 'g');
const SECRET_FORM_FIELD = new RegExp(`((?:^|[?&])(?:${SECRET_MEMBERS})=)([^&\\s]*)`, 'g');
/** Private and symmetric JWK parameters (RFC 7518 6.2.2, 6.3.2, 6.4.1): a target that leaks them must not leak them twice. */
const PRIVATE_JWK_MEMBER = /("(?:d|p|q|dp|dq|qi|k)"\s*:\s*")([A-Za-z0-9_-]{16,})(")/g;

/** Push credentials that the harness invents: thousands in a run, so they are known by their form, not one by one. */
const PUSH_CREDENTIAL_PREFIX = 'ssf-push-';
const PUSH_CREDENTIAL = new RegExp(`${PUSH_CREDENTIAL_PREFIX}[0-9a-f]{24}`, 'g');

/** A fresh value for `authorization_header` (SSF 6.1.1) that is masked wherever it is recorded. */
export function inventPushCredential(): string {
  return `Bearer ${PUSH_CREDENTIAL_PREFIX}${randomBytes(12).toString('hex')}`;
}

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** Stands for a secret: the same secret always gives the same mark, so that values can still be compared. */
function mark(secret: string): string {
  return `‹masked ${createHash('sha256').update(secret).digest('hex').slice(0, 6)}›`;
}

/** Knows what must never reach a report, and masks it where things are recorded. */
export class Secrets {
  readonly #values = new Map<string, string>();

  /** Adds a value and the forms in which it travels (URL-encoded, JSON-escaped). Short values are not masked. */
  add(value: string): void {
    if (value.length < MIN_LENGTH) return;
    for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
      this.#values.set(form, mark(value));
    }
    const credentials = /^(?:Bearer|Basic) +(\S+)$/i.exec(value)?.[1];
    if (credentials !== undefined) this.add(credentials);
  }

  /** Masks every known secret and everything that looks like one by the name of its member. */
  mask(text: string): string {
    let masked = text;
    for (const [value, replacement] of this.#values) {
      if (masked.includes(value)) masked = masked.replaceAll(value, replacement);
    }
    masked = masked.replace(PUSH_CREDENTIAL, mark);
    const hide = (_: string, before: string, secret: string, after = ''): string =>
      secret.startsWith('‹masked') ? before + secret + after : before + mark(secret) + after;
    masked = maskMembers(masked, hide);
    masked = masked.replace(SECRET_FORM_FIELD, (_, before: string, secret: string) =>
      hide(_, before, secret),
    );
    if (masked.includes('"kty"')) masked = masked.replace(PRIVATE_JWK_MEMBER, hide);
    return masked;
  }

  /** Masks a header; of Authorization the scheme stays readable. */
  maskHeader(name: string, value: string): string {
    if (!SECRET_HEADERS.has(name.toLowerCase())) return this.mask(value);
    const scheme = /^(\S+)\s+(\S.*)$/s.exec(value);
    if (scheme === null || /cookie/i.test(name)) return mark(value);
    return `${scheme[1]} ${mark(scheme[2] ?? '')}`;
  }

  /** Masks every string inside plain data, which is short texts that may have been cut. */
  maskDeep<T>(value: T): T {
    if (typeof value === 'string') return this.#maskCut(this.mask(value)) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => this.maskDeep(item)) as T;
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        // Names are masked as well: they may be the target's.
        Object.entries(value).map(([key, item]: [string, unknown]) => [this.mask(key), this.maskDeep(item)]),
      ) as T;
    }
    return value;
  }

  /** Masks the beginning of a known secret where a text was cut: at its end, or before an ellipsis. */
  #maskCut(text: string): string {
    return text
      .split('…')
      .map((part) => {
        for (const [value, replacement] of this.#values) {
          const start = part.lastIndexOf(value.slice(0, MIN_LENGTH));
          if (start !== -1 && value.startsWith(part.slice(start))) return part.slice(0, start) + replacement;
        }
        return part;
      })
      .join('…');
  }
}

/**
 * Masks the string values of secret members. The end of a string is looked for by hand: a regular expression that
 * reads escapes overflows the stack on a string of many megabytes. A string without an end is masked to the last.
 */
function maskMembers(text: string, hide: (_: string, before: string, secret: string) => string): string {
  let masked = '';
  let done = 0;
  for (const opening of text.matchAll(SECRET_MEMBER)) {
    const start = opening.index + opening[0].length;
    if (start < done) continue;
    const end = endOfString(text, start);
    masked += hide('', text.slice(done, start), text.slice(start, end));
    done = end;
  }
  return masked + text.slice(done);
}

/** Index of the quote that ends the JSON string whose content begins at `start`, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (quote - 1 - backslashes >= start && text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}
