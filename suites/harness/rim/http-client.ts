import { Readable } from 'node:stream';
import { createSecureContext, rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import type { ExchangeResponse, NetworkErrorKind } from '../exchange.ts';
import type { ClientCertificate } from '../run-options.ts';

/** Largest response body that is read, in bytes; a longer one ends the exchange as `too-large`. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * Deepest nesting of JSON that is read; RFC 8259 section 9 allows a bound. What lies deeper overflows the stack of
 * whoever writes it as JSON or sends it to another thread.
 */
export const MAX_JSON_LEVELS = 200;

export interface RawRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** Sends these bytes in place of `body`, piece by piece; chunked unless the headers have a content-length. */
  pieces?: () => AsyncIterable<Buffer>;
  /** How long the body of `pieces` is in bytes, where `body`, which is recorded, is only its beginning. */
  bytes?: number;
  timeoutMs: number;
}

export interface RawResult {
  response: (ExchangeResponse & { rawHeaders: [string, string][]; body: Buffer }) | null;
  error?: { kind: NetworkErrorKind; message: string };
  durationMs: number;
}

/** Client for a target that may hang, reset, flood or lie: times and sizes are bounded, redirects are never followed. */
export class HttpClient {
  readonly #agent: Agent;

  /**
   * `ca`: PEM of a private CA that the target's certificate may chain to, beside the public ones; `clientCertificate`: shown
   * to servers that ask for one. `connections`: at most so many at a time.
   */
  constructor(
    {
      ca,
      clientCertificate,
    }: { ca?: string | undefined; clientCertificate?: ClientCertificate | undefined } = {},
    connections = 16,
  ) {
    this.#agent = new Agent({
      connections,
      pipelining: 1,
      // Shorter than servers' own idle time-outs: a socket that the target closes just as we write to it would
      // look like a reset of the target's making.
      keepAliveTimeout: 1_000,
      keepAliveMaxTimeout: 1_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      // Made once: with all the public authorities it is not cheap. Naming a CA would replace them.
      connect: {
        timeout: 0,
        ...(ca === undefined && clientCertificate === undefined
          ? {}
          : {
              secureContext: createSecureContext({
                ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
                ...clientCertificate,
              }),
            }),
      },
    });
  }

  async send(spec: RawRequest, signal?: AbortSignal): Promise<RawResult> {
    const started = performance.now();
    const deadline = AbortSignal.timeout(spec.timeoutMs);
    const stop = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    const fail = (kind: NetworkErrorKind, message: string): RawResult => ({
      response: null,
      error: { kind, message },
      durationMs: performance.now() - started,
    });
    try {
      const { statusCode, headers, body } = await request(spec.url, {
        method: spec.method as 'GET',
        headers: spec.headers,
        body: spec.pieces === undefined ? spec.body : Readable.from(spec.pieces()),
        dispatcher: this.#agent,
        signal: stop,
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_RESPONSE_BYTES) {
          body.destroy();
          return fail(
            'too-large',
            `the body was longer than ${MAX_RESPONSE_BYTES} bytes and was not read to its end`,
          );
        }
        chunks.push(chunk);
      }
      const response = readResponse(statusCode, headers, Buffer.concat(chunks));
      if (isDeeperThan(MAX_JSON_LEVELS, response.json)) {
        return fail(
          'too-large',
          `the JSON was nested more than ${MAX_JSON_LEVELS} levels deep and was not read`,
        );
      }
      return {
        response,
        durationMs: performance.now() - started,
      };
    } catch (error) {
      if (deadline.aborted) return fail('timeout', `no whole answer within ${spec.timeoutMs} ms`);
      if (signal?.aborted === true) return fail('aborted', 'the run was cancelled');
      const { kind, message } = classify(error);
      return fail(kind, message);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function readResponse(
  status: number,
  headers: Record<string, string | string[] | undefined>,
  body: Buffer,
): NonNullable<RawResult['response']> {
  const rawHeaders: [string, string][] = [];
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) rawHeaders.push([name, one]);
    joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  let utf8 = true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    utf8 = false;
  }
  const text = body.toString('utf8');
  return { status, headers: joined, rawHeaders, body, text, bytes: body.length, utf8, json: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Walks without recursion, which is the very thing that deep nesting would break. */
export function isDeeperThan(levels: number, json: unknown): boolean {
  let layer = [json];
  for (let level = 0; layer.length > 0; level += 1) {
    if (level > levels) return true;
    layer = layer.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const RESET_CODES = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);
const REFUSED_CODES = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH|ERROR_IN_CERT|UNSPECIFIED$)/;

/** Sorts a network error by whose door it stands at; the code is kept for the reader. */
function classify(error: unknown): { kind: NetworkErrorKind; message: string } {
  const chain = causes(error);
  const codes = chain.map((one) => one.code ?? '');
  const code = codes.find((one) => one !== '' && !one.startsWith('UND_ERR')) ?? codes[0] ?? '';
  const first = chain[0]?.message ?? String(error);
  const message = code === '' || first.includes(code) ? first : `${first} (${code})`;
  if (codes.some((one) => DNS_CODES.has(one))) return { kind: 'dns', message };
  if (codes.some((one) => TLS_CODE.test(one))) return { kind: 'tls', message };
  if (codes.some((one) => REFUSED_CODES.has(one))) return { kind: 'refused', message };
  if (codes.some((one) => RESET_CODES.has(one))) return { kind: 'reset', message };
  return { kind: 'protocol', message };
}

function causes(error: unknown): { code?: string; message: string }[] {
  const chain: { code?: string; message: string }[] = [];
  let current: unknown = error;
  while (current instanceof Error && chain.length < 8) {
    const code: unknown = Reflect.get(current, 'code');
    chain.push({ message: current.message, ...(typeof code === 'string' ? { code } : {}) });
    const aggregated: unknown = Reflect.get(current, 'errors');
    current = current.cause ?? (Array.isArray(aggregated) ? aggregated[0] : undefined);
  }
  return chain;
}
