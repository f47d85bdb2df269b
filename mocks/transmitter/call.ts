import { isObject } from '../vocabulary/is-object.ts';
import { refuse } from './reply.ts';
import type { Call } from './seams.ts';

/** A call that passed authentication. */
export interface AuthorizedCall extends Call {
  client: string;
}

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `stream_id` of the path, the query or the body. */
export function readStreamId(url: string, params: Record<string, string>, body: unknown): string | null {
  const inBody = isObject(body) && typeof body.stream_id === 'string' ? body.stream_id : null;
  return params.streamId ?? new URL(url).searchParams.get('stream_id') ?? inBody;
}

/** The body as a JSON object; anything else is a request that cannot be parsed, 400. */
export function bodyObject(call: Call): Record<string, unknown> {
  if (call.body === undefined) throw refuse(400, 'The body is no JSON.');
  if (!isObject(call.body)) throw refuse(400, 'The body is no JSON object.');
  return call.body;
}

/** The `stream_id` that every request with a body must have. */
export function bodyStreamId(body: Record<string, unknown>): string {
  const id = body.stream_id;
  if (typeof id !== 'string' || id === '') throw refuse(400, 'stream_id is missing or no string.');
  return id;
}

/** The `stream_id` of the query, where it is required. */
export function queryStreamId(call: Call): string {
  const id = new URL(call.request.url).searchParams.get('stream_id');
  if (id === null || id === '') throw refuse(400, 'The query has no stream_id.');
  return id;
}

/** An optional member that must be a string where it is present. */
export function optionalString(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') throw refuse(400, `${name} is no string.`);
  return value;
}
