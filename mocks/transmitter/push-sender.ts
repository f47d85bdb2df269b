import { Agent, request as undiciRequest } from 'undici';
import { connector } from '../http/connector.ts';
import type { PushRequest, Quirks } from './seams.ts';

/** What the Receiver answered; names of headers in lower case. */
export interface PushAnswer {
  status: number;
  headers: Record<string, string | undefined>;
}

/** Sends one push. Never follows redirects; rejects when there is no answer. */
export type PushSender = (push: PushRequest, signal: AbortSignal) => Promise<PushAnswer>;

/** A sender on real sockets that can be closed. */
export interface SocketSender {
  send: PushSender;
  close(): Promise<void>;
}

// How much of an answer's body is read, bytes; the rest of it does not matter to us.
const bodyLimit = 64 * 1024;

/** Sends with undici and checks the Receiver's certificate (RFC 8935 section 3), also against `ca` (PEM). */
export function socketSender(ca?: string, quirks: Partial<Quirks> = {}): SocketSender {
  const connect = connector({ ca, overlooks: quirks.overlooks, oldTls: quirks.oldPushTls });
  const agent = new Agent({ connect, keepAliveTimeout: 1000 });
  return {
    async send({ method, url, headers, body }, signal) {
      const answer = await undiciRequest(url, { method, headers, body, signal, dispatcher: agent });
      // The status is what counts, whatever becomes of the body.
      await answer.body.dump({ limit: bodyLimit, signal }).catch(() => undefined);
      const flat = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      return { status: answer.statusCode, headers: Object.fromEntries(flat) as PushAnswer['headers'] };
    },
    close: () => agent.destroy(),
  };
}

/** Sends with the global fetch, which MSW can intercept. */
export const fetchSender: PushSender = async ({ method, url, headers, body }, signal) => {
  const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
  await answer.body?.cancel();
  return { status: answer.status, headers: Object.fromEntries(answer.headers) };
};
