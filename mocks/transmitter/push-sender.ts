import { setTimeout } from 'node:timers/promises';
import { Agent, type Dispatcher, request as undiciRequest } from 'undici';
import { connector } from '../http/connector.ts';
import type { PushRequest, Quirks } from './seams.ts';

/** What the Receiver answered; names of headers in lower case. */
export interface PushAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  /** The beginning of the body, where it was looked at. */
  body?: string | undefined;
}

/** Sends one push. Never follows redirects; rejects when there is no answer. */
export type PushSender = (push: PushRequest, signal: AbortSignal) => Promise<PushAnswer>;

/** A sender on real sockets that can be closed. */
export interface SocketSender {
  send: PushSender;
  close(): Promise<void>;
}

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

// How much of an answer's body is read, bytes; the rest of it does not matter to us.
const bodyLimit = 64 * 1024;

/** Sends with undici and checks the Receiver's certificate (RFC 8935 section 3), also against `ca` (PEM). */
export function socketSender(ca?: string, quirks: Partial<Quirks> = {}): SocketSender {
  const connect = connector({ ca, overlooks: quirks.overlooks, oldTls: quirks.oldPushTls });
  const agent = new Agent({ connect, keepAliveTimeout: 1000 });
  const careless = new Agent({ connect: connector({ ca, overlooks: [SELF_SIGNED] }) });

  /** As a Transmitter does that turns validation off when an endpoint does not work; not ended with its stream. */
  async function again({ url, ...push }: PushRequest, error: unknown): Promise<Dispatcher.ResponseData> {
    const { carelessAfterMs } = quirks;
    if (carelessAfterMs === undefined || (error as { code?: unknown }).code !== SELF_SIGNED) throw error;
    await setTimeout(carelessAfterMs, undefined, { ref: false });
    return undiciRequest(url, { ...push, method: push.method as 'POST', dispatcher: careless });
  }

  return {
    async send(push, signal) {
      const { method, url, headers, body } = push;
      const answer = await undiciRequest(url, { method, headers, body, signal, dispatcher: agent }).catch(
        (error: unknown) => again(push, error),
      );
      // The status is what counts, whatever becomes of the body.
      const read = await beginningOf(answer.body).catch(() => undefined);
      const flat = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      const named = Object.fromEntries(flat) as PushAnswer['headers'];
      return { status: answer.statusCode, headers: named, body: read };
    },
    async close() {
      await Promise.all([agent.destroy(), careless.destroy()]);
    },
  };
}

/** Sends with the global fetch, which MSW can intercept. */
export const fetchSender: PushSender = async ({ method, url, headers, body }, signal) => {
  const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
  const read = await beginningOf(answer.body ?? []).catch(() => undefined);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: read };
};

/** The rest of a longer body is not waited for. */
async function beginningOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bodyLimit) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, bodyLimit);
}
