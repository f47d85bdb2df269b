import type { Route } from '../../mocks/http/route.ts';
import type { StartedTransmitter } from '../../mocks/transmitter/start.ts';

/** `POST /trigger` with the JSON that a trigger is told: sends that event. 4xx says why it was not sent. */
export function triggerRoute(transmitter: StartedTransmitter, log: (line: string) => void): Route {
  return {
    method: 'POST',
    path: '/trigger',
    async resolve({ request }) {
      const { status, text } = await emit(transmitter, await request.text());
      log(`POST /trigger → ${status}  ${text}`);
      return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } });
    },
  };
}

async function emit(
  transmitter: StartedTransmitter,
  body: string,
): Promise<{ status: number; text: string }> {
  const wish = parse(body);
  if (wish === null)
    return { status: 400, text: 'expected {"type", "subject", "event", "stream_id"} as JSON' };
  try {
    const { streams } = await transmitter.trigger(wish);
    const sent = streams.filter((one) => one.jti !== null).length;
    if (sent > 0) return { status: 202, text: `${wish.type} is on its way on ${sent} stream(s)` };
    const why = streams.map((one) => (one.jti === null ? one.why : '')).join(', ');
    return { status: 409, text: `${wish.type} goes out on no stream: ${why || 'there is none'}` };
  } catch (error) {
    return { status: 400, text: error instanceof Error ? error.message : String(error) };
  }
}

interface Wish {
  type: string;
  subject?: Record<string, unknown>;
  event?: Record<string, unknown>;
  stream_id?: string;
}

function parse(body: string): Wish | null {
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value) || typeof value.type !== 'string') return null;
    const { type, subject, event, stream_id: streamId } = value;
    return {
      type,
      ...(isObject(subject) ? { subject } : {}),
      ...(isObject(event) ? { event } : {}),
      ...(typeof streamId === 'string' ? { stream_id: streamId } : {}),
    };
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
