// What the tests of our side of a run against a Receiver share.
import { afterEach, expect } from 'vitest';
import { type Listener, listen } from '../../../../mocks/http/listen.ts';
import type { StartRequest } from '../exchange.ts';
import { openReceiverSession, type ReceiverSession } from '../session.ts';
import type { ReceiverSessionOptions, ReceiverTarget } from '../session-options.ts';

export const TOKEN = 'token-of-the-target-0123456789';
export const PUSH_CREDENTIALS = 'Bearer push-credentials-of-the-target';

/** What is closed after the test, last opened first. */
export const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A session that is closed after the test. */
export async function open(
  target: ReceiverTarget = {},
  options: Partial<ReceiverSessionOptions> = {},
): Promise<ReceiverSession> {
  const session = await openReceiverSession({ target, profile: 'ssf', limits: { start: 2000 }, ...options });
  closers.push(() => session.close());
  return session;
}

export type Json = Record<string, unknown>;

/** A request with the target's token, or another, or none. */
export async function ask(method: string, url: string, body?: Json, token: string | null = TOKEN) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: (text === '' ? {} : JSON.parse(text)) as Json,
  };
}

/** A push endpoint that takes everything, and what came there. */
export async function pushEndpoint(
  status = 202,
): Promise<{ url: string; pushes: { body: string; headers: Headers; method: string }[] }> {
  const pushes: { body: string; headers: Headers; method: string }[] = [];
  const listener: Listener = await listen(
    [
      {
        method: '*',
        path: '*',
        resolve: async ({ request }) => {
          pushes.push({ body: await request.text(), headers: request.headers, method: request.method });
          return new Response(null, { status });
        },
      },
    ],
    { maxBodyBytes: 4 * 1024 * 1024 },
  );
  closers.push(() => listener.close());
  return { url: `${listener.origin}/events`, pushes };
}

/** Creates a stream as a managed Receiver does; gives its configuration. */
async function createStream(issuer: string, delivery: Json): Promise<Json & { stream_id: string }> {
  const metadata = await ask('GET', `${issuer}/.well-known/ssf-configuration`, undefined, null);
  const created = await ask('POST', String(metadata.json.configuration_endpoint), { delivery });
  expect(created.status).toBe(201);
  return { ...created.json, stream_id: String(created.json.stream_id) };
}

/** `delivery` of create requests. */
export const POLL = { method: 'urn:ietf:rfc:8936' };
export const push = (url: string): Json => ({
  method: 'urn:ietf:rfc:8935',
  endpoint_url: url,
  authorization_header: PUSH_CREDENTIALS,
});

/** A target that a start hook begins: it creates a stream at the issuer that it is told. */
export function managed(
  delivery: Json,
): ReceiverTarget & { requests: StartRequest[]; streams: string[]; stopped: number } {
  const target = {
    credentials: { accessToken: TOKEN },
    requests: [] as StartRequest[],
    streams: [] as string[],
    stopped: 0,
    start: async (request: StartRequest) => {
      target.requests.push(request);
      target.streams.push((await createStream(request.issuer, delivery)).stream_id);
      return { ok: true };
    },
    stop: async () => {
      target.stopped += 1;
    },
  };
  return target;
}

export function claimsOf(compact: string): Json {
  return JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString('utf8')) as Json;
}

/** The event object of a SET. */
export function eventOf(compact: string): Json {
  return Object.values(claimsOf(compact).events as Record<string, Json>)[0] ?? {};
}

/** Waits until there is something. */
export async function until<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + 5000;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error('It did not come.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
