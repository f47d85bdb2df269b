import { setTimeout as pause } from 'node:timers/promises';
import type { RawRequest } from '../../rim/http-client.ts';
import type { PushSpec } from '../exchange.ts';

/** From so many bytes on a body is sent piece by piece, so that an answer that comes early is seen. */
const LONG = 256 * 1024;
const PIECE = 64 * 1024;
/** Time between two pieces of a slow body, in ms. */
const SLOW_STEP = 100;

/** Header fields of a right push (RFC 8935 section 2.1), with what the spec lays over them. */
function headersOf(spec: PushSpec, authorization: string | null): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/secevent+jwt',
    accept: 'application/json',
    'accept-language': 'en',
    ...(authorization === null ? {} : { authorization }),
  };
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    if (value === null) delete headers[name.toLowerCase()];
    else headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** The request that a spec wishes for. `authorization`: value of that header, null for none. */
export function pushRequest(
  spec: PushSpec,
  to: { url: string; authorization: string | null; timeoutMs: number },
): RawRequest {
  const { padding = 0, slowMs = 0, chunked = false } = spec;
  const bytes = Buffer.byteLength(spec.body) + padding;
  const plain: RawRequest = {
    method: spec.method ?? 'POST',
    url: to.url,
    headers: headersOf(spec, to.authorization),
    body: spec.body,
    timeoutMs: (spec.timeoutMs ?? to.timeoutMs) + slowMs,
  };
  if (!chunked && slowMs === 0 && padding === 0 && bytes < LONG) return plain;
  return {
    ...plain,
    headers: chunked ? plain.headers : { 'content-length': String(bytes), ...plain.headers },
    pieces: () =>
      piecesOf(Buffer.concat([Buffer.from(spec.body), Buffer.alloc(padding, ' ')]), slowMs, chunked),
    bytes,
  };
}

async function* piecesOf(body: Buffer, slowMs: number, chunked: boolean): AsyncGenerator<Buffer> {
  const steps = Math.max(1, Math.min(body.length, Math.ceil(slowMs / SLOW_STEP)));
  const even = Math.ceil(body.length / (slowMs > 0 ? steps + 1 : chunked ? 4 : 1));
  const size = Math.max(1, Math.min(PIECE, even));
  const gapMs = slowMs / Math.max(1, Math.ceil(body.length / size) - 1);
  for (let at = 0; at < body.length; at += size) {
    if (at > 0 && gapMs > 0) await pause(gapMs);
    yield body.subarray(at, at + size);
  }
}
