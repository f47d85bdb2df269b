import { createInboxServer, type InboxServerOptions } from '../../../mocks/receiver/inbox.ts';
import type { PushArrival } from '../../../mocks/receiver/push-endpoint.ts';
import type { Arrival } from '../exchange.ts';
import type { InboxPort } from './inbox-port.ts';
import type { Recorder } from './recorder.ts';

export interface Inbox extends InboxPort {
  /** Base URL of the listener. */
  origin: string;
}

/** Starts the mock Receiver's push endpoints; whatever comes is recorded at once, read by a check or not. */
export async function startInbox(
  options: Omit<InboxServerOptions, 'onArrival' | 'onDropped'>,
  recorder: Recorder,
  startedAtMs: number,
): Promise<Inbox> {
  const checkOf = new Map<string, string | null>();
  const recorded = new WeakMap<PushArrival, number>();

  const record = (arrival: PushArrival): number => {
    const known = recorded.get(arrival);
    if (known !== undefined) return known;
    const { answer } = arrival;
    const id = recorder.exchange({
      direction: 'from-target',
      check: checkOf.get(arrival.inbox) ?? null,
      atMs: arrival.at - startedAtMs,
      durationMs: 0,
      request: {
        method: arrival.method,
        url: arrival.url,
        headers: arrival.rawHeaders,
        body: arrival.body,
      },
      response:
        answer.kind === 'reset'
          ? null
          : {
              status: answer.status,
              headers: Object.entries(answer.headers ?? {}),
              body: answer.body ?? null,
            },
      ...(answer.kind === 'reset' ? { error: { kind: 'reset', message: 'we reset the connection' } } : {}),
    });
    recorded.set(arrival, id);
    return id;
  };

  const server = await createInboxServer({
    ...options,
    onArrival: record,
    onDropped: () => {
      recorder.omissions.add(
        'Of a flood of pushes to one endpoint, those beyond the first 2,000 were answered 202 but not kept.',
      );
    },
  });
  return {
    origin: server.origin,
    open: (check) => {
      const handle = server.open();
      checkOf.set(handle.id, check);
      return handle;
    },
    script: (id, answers) => server.script(id, answers),
    arrivals: async (id, from, waitMs) => {
      const arrivals = await server.arrivals(id, from, waitMs);
      return arrivals.map((arrival) => asExchange(arrival, record(arrival), startedAtMs));
    },
    close: () => server.close(),
  };
}

function asExchange(arrival: PushArrival, id: number, startedAtMs: number): Arrival {
  const headers: Record<string, string> = {};
  for (const [name, value] of arrival.rawHeaders) {
    const key = name.toLowerCase();
    // A header may be called `constructor`.
    headers[key] = Object.hasOwn(headers, key) ? `${headers[key]}, ${value}` : value;
  }
  return {
    id,
    inbox: arrival.inbox,
    index: arrival.index,
    rawHeaders: arrival.rawHeaders,
    request: { method: arrival.method, url: arrival.url, headers, body: arrival.body.toString('utf8') },
    response: null,
    ...(arrival.truncated
      ? {
          error: {
            kind: 'too-large',
            message: `only the first ${arrival.body.length} of ${arrival.bytes} bytes were read`,
          },
        }
      : {}),
    atMs: arrival.at - startedAtMs,
    durationMs: 0,
  };
}
