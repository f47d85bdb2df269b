import {
  createInboxServer,
  type InboxServer,
  type InboxServerOptions,
} from '../../../mocks/receiver/inbox.ts';
import type { PushArrival } from '../../../mocks/receiver/push-endpoint.ts';
import type { Arrival, ExchangeResponse } from '../exchange.ts';
import { BadDoors, type PushAuthority } from './bad-doors.ts';
import type { InboxPort, Relayed } from './inbox-port.ts';
import { certifiedNames, publicHostOf } from './our-address.ts';
import type { Recorder } from './recorder.ts';

export interface Inbox extends InboxPort {
  /** Base URL of the listener. */
  origin: string;
  /** How many connections over TLS were closed before any request, as those of a client that does not trust our certificate. */
  unused(): number;
}

/** Starts the mock Receiver's push endpoints; whatever comes is recorded at once, read by a check or not. */
export async function startInbox(
  options: Omit<InboxServerOptions, 'publicHost' | 'onArrival' | 'onAnswered' | 'onDropped' | 'onUnused'>,
  authority: PushAuthority | null,
  recorder: Recorder,
  startedAtMs: number,
): Promise<Inbox> {
  const checkOf = new Map<string, string | null>();
  const recorded = new WeakMap<PushArrival, number>();

  const relayed = new WeakMap<PushArrival, Relayed>();

  const record = (arrival: PushArrival): number => {
    const known = recorded.get(arrival);
    if (known !== undefined) return known;
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
      ...evidenceOf(arrival),
    });
    recorded.set(arrival, id);
    return id;
  };

  const complete = (arrival: PushArrival): void => {
    const durationMs = (arrival.answeredAt ?? performance.now()) - arrival.at;
    const end = arrival.answeredAt === null ? GONE : evidenceOf(arrival);
    recorder.complete(record(arrival), { ...end, durationMs });
    relayed.get(arrival)?.given?.(arrival.answeredAt === null ? null : arrival.answeredAt - startedAtMs);
  };

  const kept = {
    onArrival: record,
    onAnswered: complete,
    onDropped: () => {
      recorder.omissions.add(
        'Of a flood of pushes to one endpoint, those beyond the first 2,000 were answered 202 but not kept.',
      );
    },
  };
  // Who does not trust our certificate makes connections, and ends them before a request: then nothing that does not come
  // says anything about the target.
  let isTrusted = options.tls === undefined;
  let unused = 0;
  const server = await createInboxServer({
    ...options,
    ...kept,
    onArrival: (arrival) => {
      isTrusted = true;
      recorder.omissions.delete(DISTRUSTED);
      record(arrival);
    },
    onUnused: () => {
      if (options.tls !== undefined) unused += 1;
      if (!isTrusted) recorder.omissions.add(DISTRUSTED);
    },
  });
  const { host, maxBodyBytes } = options;
  const doors = new BadDoors(authority, certifiedNames(options), (tls, told) =>
    createInboxServer({ host, publicHost: publicHostOf(options), maxBodyBytes, tls, ...told, ...kept }),
  );
  const serverOf = new Map<string, InboxServer>();
  const of = (id: string): InboxServer => serverOf.get(id) ?? server;
  return {
    origin: server.origin,
    unused: () => unused,
    open: (check) => {
      const handle = server.open();
      checkOf.set(handle.id, check);
      return handle;
    },
    openBad: async (kind, check) => {
      const door = await doors.server(kind);
      const handle = door.open();
      serverOf.set(handle.id, door);
      checkOf.set(handle.id, check);
      return handle;
    },
    attempts: (kind, beyond, waitMs) => doors.attempts(kind, beyond, waitMs),
    script: (id, answers) => of(id).script(id, answers),
    relay: (id, relay) =>
      of(id).relay(id, async (arrival) => {
        const found = await relay(asExchange(arrival, record(arrival), startedAtMs), arrival.body);
        relayed.set(arrival, found);
        return found.answer;
      }),
    arrivals: async (id, from, waitMs) => {
      const arrivals = await of(id).arrivals(id, from, waitMs);
      return arrivals.map((arrival) => asExchange(arrival, record(arrival), startedAtMs));
    },
    close: async () => {
      await Promise.all([server.close(), doors.close()]);
    },
  };
}

/** What is seen where a target does not trust our certificate, at the start of a sentence. */
export const ENDED_EARLY =
  'Every connection to our push endpoint was ended before a request, as by a client that does not trust its certificate';
const DISTRUSTED = `${ENDED_EARLY}. Let the target trust our CA (--tls) before anything is made of SETs that did not come.`;
const RESET = { kind: 'reset', message: 'we reset the connection' } as const;
const GONE = {
  response: null,
  error: { kind: 'reset', message: 'the connection was closed before our answer was given' },
} as const;

/** The answer as it is recorded: null while it is not known, and for a reset. */
function evidenceOf({
  answer,
  decided,
}: PushArrival): Pick<Parameters<Recorder['complete']>[1], 'response' | 'error'> {
  if (!decided) return { response: null };
  if (answer.kind === 'reset') return { response: null, error: RESET };
  const { status, headers = {}, body = null } = answer;
  return { response: { status, headers: Object.entries(headers), body } };
}

/** What we answered, in the form in which answers of the target are shown; null for a reset, and while it is not known. */
function answered({ answer, decided }: PushArrival): ExchangeResponse | null {
  if (!decided || answer.kind === 'reset') return null;
  const { status, headers = {}, body: text = '' } = answer;
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const bytes = Buffer.byteLength(text);
  return {
    status,
    headers: Object.fromEntries(lowered) as Record<string, string>,
    text,
    bytes,
    utf8: true,
    json: undefined,
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
    response: answered(arrival),
    ...(arrival.answer.kind === 'reset' ? { error: RESET } : {}),
    ...(arrival.truncated
      ? {
          error: {
            kind: 'too-large',
            message: `only the first ${arrival.body.length} of ${arrival.bytes} bytes were read`,
          },
        }
      : {}),
    atMs: arrival.at - startedAtMs,
    durationMs: arrival.answeredAt === null ? 0 : arrival.answeredAt - arrival.at,
  };
}
