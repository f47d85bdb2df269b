import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Results } from '../results.ts';
import { resultsProblems } from '../results-schema.ts';
import { html, type Raw, trusted } from './template.ts';

// Data blocks: a browser neither runs nor fetches a script element whose type is no script's, so that no policy of the page
// has to allow them. Their start tags are constants: whatever else carries these ids was not written here.
const resultsTag = '<script type="application/octet-stream" id="results-data" data-encoding="br base64">';
const attestationTag = '<script type="application/jose" id="attestation">';
const endTag = '</script>';

/** What a page may be asked to inflate, bytes of JSON. */
const inflatedLimit = 200_000_000;

/** What the page carries of its results at most, in bytes of base64; the rest of its size is for people. */
const carriedLimit = 2_000_000;

/** The data blocks of a page. */
export interface EmbeddedResults {
  /** Both slots, for the end of the body. The second is empty while the results are not signed. */
  script: Raw;
  /** Bytes that the results take in the page. */
  size: number;
  /** Why the results are not in the page, a sentence that says what to pass on beside it; null when they are. */
  omitted: string | null;
}

/** Why the data in a page cannot be used. The message is a sentence for people. */
export class EmbeddedDataError extends Error {
  override readonly name = 'EmbeddedDataError';
  readonly code: 'slots' | 'encoding' | 'too-large' | 'not-results';

  constructor(code: EmbeddedDataError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The results as the page carries them: JSON without `attestation`, compressed with Brotli, in base64; and the slot of the
 * attestation, filled when the results have one. Results that would not leave the page its size are left out whole: part of
 * them would pass for all.
 */
export function embeddedResults(results: Results): EmbeddedResults {
  const data = encode(results);
  const signature = results.attestation ?? '';
  const slot = html`${trusted(attestationTag)}${signature}${trusted(endTag)}`;
  if (data === null)
    return {
      script: slot,
      size: 0,
      omitted:
        'This page is without the data that it was made from, which is too large for it: pass results.json on beside it, to verify it and to make any other report from it.',
    };
  return {
    script: html`${trusted(`${resultsTag}${data}${endTag}`)}\n${slot}`,
    size: data.length,
    omitted: null,
  };
}

/** Null when it is too large. */
function encode(results: Results): string | null {
  const json = jsonUpTo(inflatedLimit, { ...results, attestation: undefined });
  if (json === null || isHopeless(json)) return null;
  const data = compressed(json).toString('base64');
  return data.length > carriedLimit ? null : data;
}

/** Compressing a hundred megabytes takes seconds: a piece from the middle tells that they would not fit by far. */
function isHopeless(json: Buffer): boolean {
  const piece = 4_000_000;
  if (json.length < 8 * piece) return false;
  const middle = json.subarray(json.length / 2, json.length / 2 + piece);
  return compressed(middle).length * (json.length / piece) > 4 * carriedLimit;
}

function compressed(json: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(json, {
    // The window is wide because the same body often comes again megabytes later; a higher quality gains next to nothing.
    params: {
      [BROTLI_PARAM_QUALITY]: 5,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  });
}

/** What `JSON.stringify` gives, entry by entry: it stops as soon as it is known to be longer than `limit` bytes. */
function jsonUpTo(limit: number, value: object): Buffer | null {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const write = (text: string): boolean => {
    const piece = Buffer.from(text);
    pieces.push(piece);
    bytes += piece.length;
    return bytes <= limit;
  };
  const list = (items: readonly unknown[]): boolean =>
    write('[') &&
    items.every((item, i) => write(`${i > 0 ? ',' : ''}${JSON.stringify(item) ?? 'null'}`)) &&
    write(']');
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const fits = members.every(
    ([name, member], i) =>
      write(`${i > 0 ? ',' : '{'}${JSON.stringify(name)}:`) &&
      (Array.isArray(member) ? list(member) : write(JSON.stringify(member))),
  );
  return fits && write('}') ? Buffer.concat(pieces) : null;
}

/**
 * The results that a page carries, its attestation among them if there is one; null when it carries none (`attestationIn`
 * may tell something even then). They are valid against the JSON Schema, but nobody says yet that they are what was signed.
 *
 * @throws {EmbeddedDataError} on a page that was tampered with or torn: several slots, broken base64, data that inflates
 *   beyond 200 MB, JSON that is no results
 */
export function extractResults(page: string): Results | null {
  const data = slotContent(page, 'results-data', resultsTag);
  if (data === null) return null;
  const value = parse(inflate(data));
  const problems = resultsProblems(value);
  if (problems.length > 0)
    throw new EmbeddedDataError(
      'not-results',
      `The data in the page is not what results.json holds: ${problems.slice(0, 3).join('; ')}.`,
    );
  // Sound: the JSON Schema, which a test keeps in step with the type, has just accepted it.
  const results = value as Results;
  const attestation = attestationIn(page);
  return attestation === null ? results : { ...results, attestation };
}

/**
 * What stands in the page's slot for the attestation, trimmed; null when that is empty or the page has none.
 *
 * @throws {EmbeddedDataError} when there are several slots
 */
export function attestationIn(page: string): string | null {
  return slotContent(page, 'attestation', attestationTag)?.trim() || null;
}

/**
 * The page with this in its slot for the attestation; `''` gives the page over which the digest of a page is taken.
 *
 * @param jws a compact JWS, or nothing
 * @throws {EmbeddedDataError} when the page does not have exactly one slot
 * @throws {TypeError} when it is no compact JWS
 */
export function withAttestation(page: string, jws: string): string {
  if (jws !== '' && !/^[\w-]+\.[\w-]*\.[\w-]+$/.test(jws)) throw new TypeError('Not a compact JWS');
  const content = slotContent(page, 'attestation', attestationTag);
  if (content === null) throw new EmbeddedDataError('slots', 'The page has no place for a signature.');
  const start = page.indexOf(attestationTag) + attestationTag.length;
  return page.slice(0, start) + jws + page.slice(start + content.length);
}

/** What stands between the tags of a slot; null when no element of the page has its id. */
function slotContent(page: string, id: string, tag: string): string | null {
  // Wide on purpose: an element that a browser takes for the slot must not slip through because it is spelt otherwise.
  const claims = page.match(new RegExp(`<[a-z][^>]{0,500}\\sid\\s*=\\s*["']?${id}(?![\\w-])`, 'gi')) ?? [];
  if (claims.length === 0) return null;
  const start = page.indexOf(tag);
  const end = start === -1 ? -1 : page.indexOf(endTag, start);
  if (claims.length > 1 || end === -1)
    throw new EmbeddedDataError(
      'slots',
      `The page has ${claims.length > 1 ? 'several elements' : 'a damaged element'} with the id "${id}": it is not as ssf-conformance wrote it.`,
    );
  return page.slice(start + tag.length, end);
}

function inflate(data: string): Buffer {
  const base64 = data.trim();
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    throw new EmbeddedDataError('encoding', 'The data in the page is not base64: the file is damaged.');
  try {
    return brotliDecompressSync(Buffer.from(base64, 'base64'), { maxOutputLength: inflatedLimit });
  } catch (error) {
    if (error instanceof RangeError)
      throw new EmbeddedDataError(
        'too-large',
        `The data in the page is more than ${inflatedLimit / 1_000_000} MB when inflated: it is not read.`,
        { cause: error },
      );
    throw new EmbeddedDataError('encoding', 'The data in the page cannot be inflated: the file is damaged.', {
      cause: error,
    });
  }
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    throw new EmbeddedDataError('not-results', 'The data in the page is not JSON.', { cause: error });
  }
}
