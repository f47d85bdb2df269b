import { setTimeout as sleep } from 'node:timers/promises';

/** How a push endpoint answers one request: a response, late if wished, or a reset of the connection. */
export type Answer =
  | { kind: 'reply'; status: number; headers?: Record<string, string>; body?: string; delayMs?: number }
  | { kind: 'reset' };

/** RFC 8935 2.2: an accepted SET is acknowledged with 202 and an empty body. */
export const accepted: Answer = { kind: 'reply', status: 202 };

/** Makes the answer once its delay has passed; gives up waiting when the client goes away. */
export async function respond(answer: Answer, signal: AbortSignal): Promise<Response> {
  if (answer.kind === 'reset') return Response.error();
  if (answer.delayMs) await sleep(answer.delayMs, undefined, { signal });
  return new Response(answer.body ?? null, {
    status: answer.status,
    ...(answer.headers ? { headers: answer.headers } : {}),
  });
}
