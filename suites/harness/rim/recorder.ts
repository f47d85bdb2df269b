import type { RecordedBody, RecordedExchange, RecordedSet, TimingSample } from '../../../reports/results.ts';
import type { ReadingFacts } from './read-recorded.ts';
import type { Secrets } from './secrets.ts';

/** Bytes of one recorded body, and of all bodies of a run together; what is beyond is cut and said so. */
const BODY_LIMIT = 64 * 1024;
const TOTAL_LIMIT = 48 * 1024 * 1024;
const EXCHANGE_LIMIT = 20_000;
const SET_LIMIT = 5_000;
const HEADER_LIMIT = 8 * 1024;

type Draft = Omit<RecordedExchange, 'id' | 'request' | 'response'> & {
  /** `bytes`: the length of the body where this is only its beginning. */
  request: {
    method: string;
    url: string;
    headers: [string, string][];
    body: string | Buffer | null;
    bytes?: number;
  };
  response: { status: number; headers: [string, string][]; body: string | Buffer | null } | null;
};

/** Keeps the evidence of a run: exchanges, SETs and measured waits, masked when they come in. */
export class Recorder {
  readonly exchanges: RecordedExchange[] = [];
  readonly sets: RecordedSet[] = [];
  readonly samples: TimingSample[] = [];
  readonly omissions = new Set<string>();
  /** What of the run matters to whoever reads its SETs; null: nobody does. */
  reading: ReadingFacts | null = null;
  readonly #secrets: Secrets;
  #nextExchange = 1;
  #nextSet = 1;
  #bytes = 0;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Records one exchange and returns its id; ids go on even when the evidence itself is left out. */
  exchange(draft: Draft): number {
    const id = this.#nextExchange++;
    if (this.exchanges.length >= EXCHANGE_LIMIT) {
      this.omissions.add(`Exchanges beyond the first ${EXCHANGE_LIMIT} were not kept.`);
      return id;
    }
    const recorded: RecordedExchange = {
      id,
      direction: draft.direction,
      check: draft.check,
      atMs: round(draft.atMs),
      durationMs: round(draft.durationMs),
      request: {
        method: draft.request.method,
        url: this.#secrets.mask(draft.request.url),
        headers: this.#headers(draft.request.headers),
        body: this.#body(draft.request, draft.request.bytes),
      },
      response: this.#response(draft.response),
    };
    if (draft.error !== undefined) recorded.error = this.#error(draft.error);
    this.exchanges.push(recorded);
    return id;
  }

  /** Adds the answer to an exchange that was recorded when it began. */
  complete(id: number, end: Pick<Draft, 'response' | 'durationMs' | 'error'>): void {
    const recorded = this.exchanges.findLast((exchange) => exchange.id === id);
    if (recorded === undefined) return;
    recorded.durationMs = round(end.durationMs);
    recorded.response = this.#response(end.response);
    if (end.error !== undefined) recorded.error = this.#error(end.error);
  }

  /** Takes an exchange back that is like many others, so that there is room for those that tell something. */
  forget(id: number, why: string): void {
    const at = this.exchanges.findLastIndex((exchange) => exchange.id === id);
    if (at === -1) return;
    this.exchanges.splice(at, 1);
    this.omissions.add(why);
  }

  set(draft: Omit<RecordedSet, 'id'>): number {
    const id = this.#nextSet++;
    if (this.sets.length >= SET_LIMIT) {
      this.omissions.add(`Decoded SETs beyond the first ${SET_LIMIT} were not kept.`);
      return id;
    }
    const size = JSON.stringify([draft.header, draft.claims]).length;
    if (size > BODY_LIMIT) this.omissions.add(`Decoded SETs of more than ${BODY_LIMIT} bytes were not kept.`);
    const kept = size > BODY_LIMIT ? { ...draft, header: null, claims: null } : draft;
    this.sets.push(this.#secrets.maskDeep({ id, ...kept }));
    return id;
  }

  sample(sample: TimingSample): void {
    this.samples.push({ ...sample, ms: round(sample.ms) });
  }

  #response(response: Draft['response']): RecordedExchange['response'] {
    if (response === null) return null;
    const { status, headers } = response;
    return { status, headers: this.#headers(headers), body: this.#body(response) };
  }

  #error({ kind, message }: { kind: string; message: string }): { kind: string; message: string } {
    return { kind, message: this.#secrets.mask(message) };
  }

  #headers(headers: [string, string][]): [string, string][] {
    return headers.map(([name, value]) => [name, clip(this.#secrets.maskHeader(name, value), HEADER_LIMIT)]);
  }

  #body({ headers, body }: Pick<Draft['request'], 'headers' | 'body'>, all?: number): RecordedBody | null {
    if (body === null || body.length === 0) return null;
    const given = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const bytes = all ?? given;
    const room = Math.min(BODY_LIMIT, Math.max(0, TOTAL_LIMIT - this.#bytes));
    if (room < BODY_LIMIT) this.omissions.add(`Bodies beyond ${TOTAL_LIMIT} bytes in all were not kept.`);
    const text = typeof body === 'string' ? body : decodeUtf8(body);
    if (text === null) {
      // Every byte is a character there: a secret shows, whatever stands around it; in UTF-16 zeros stand between.
      const latin = (body as Buffer).toString('latin1').replaceAll('\0', '');
      // In packed bytes nobody sees what would have to be masked, and what is masked is not what came.
      if (isPacked(headers, body as Buffer) || this.#secrets.mask(latin) !== latin)
        return { bytes, truncated: true };
      const head = (body as Buffer).subarray(0, Math.floor((room * 3) / 4));
      this.#bytes += head.length;
      return { base64: head.toString('base64'), bytes, truncated: head.length < bytes };
    }
    // Masked before it is cut: a secret that lies across the cut would escape otherwise.
    const masked = this.#secrets.mask(text);
    const kept = clip(masked, room);
    this.#bytes += kept.length;
    return { text: kept, bytes, truncated: kept.length < masked.length || given < bytes };
  }
}

/** Compressed, by what is said of it or by its first bytes (gzip, zstd, zlib). */
function isPacked(headers: readonly [string, string][], body: Buffer): boolean {
  const says = headers.some(
    ([name, value]) => /^content-encoding$/i.test(name) && !/^\s*(?:identity)?\s*$/i.test(value),
  );
  return (
    says || ['1f8b', '28b5', '7801', '785e', '789c', '78da'].includes(body.subarray(0, 2).toString('hex'))
  );
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
