import type { Reply } from './seams.ts';

/** Answers may hold credentials and personal data, so they are not to be stored, as in the examples of SSF 8.1. */
const base = { 'cache-control': 'no-store' };

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...base, ...headers }, body };
}

/** An answer without a body. */
export function empty(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers: { ...base, ...headers }, body: undefined };
}

const bodiless = new Set([204, 205, 304]);

/** Writes an answer as a fetch Response. */
export function toResponse({ status, headers, body }: Reply): Response {
  const text =
    body === undefined || body === null ? null : typeof body === 'string' ? body : JSON.stringify(body);
  // As bytes, because a string would bring its own content-type where a seam took ours away.
  const bytes = text === null || bodiless.has(status) ? null : new TextEncoder().encode(text);
  return new Response(bytes, { status, headers });
}

/** A request that is refused; carries the answer. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** A refusal with a description for the engineer at the other end. */
export function refuse(status: number, description: string, headers: Record<string, string> = {}): Refusal {
  return new Refusal(json(status, { description }, headers));
}
