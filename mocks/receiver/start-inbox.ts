import { arrivalOf } from '../http/arrival.ts';
import type { Route } from '../http/route.ts';
import { type Served, serve } from '../http/serve.ts';
import { type LoggedSet, SetLog } from '../set-log.ts';
import { type Answer, respond } from './answer.ts';
import { createPushRoute } from './push-handler.ts';

/** Where an inbox stands, and how it answers. */
export interface StartInboxOptions {
  /** The origin under which it is intercepted in process, `https://receiver.example`: then nothing listens. Default: a socket. */
  origin?: string | undefined;
  /** Default 127.0.0.1 and a free port. */
  host?: string | undefined;
  port?: number | undefined;
  /** Key and certificate in PEM; plain http without. */
  tls?: { key: string; cert: string } | undefined;
  /** Value of Authorization that each push must carry; default none. */
  authorization?: string | undefined;
}

/** A request that came to an inbox, and how it was answered. */
export interface InboxRequest {
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Status of the answer; null where the connection was reset, or the client had gone. */
  status: number | null;
}

/**
 * A push endpoint that takes whatever SET comes: it looks at method, media type and Authorization, as RFC 8935 has them,
 * and at nothing of the SET.
 */
export interface Inbox extends Served {
  /** Where SETs are pushed to. */
  url: string;
  /** Answers the next requests so, in this order, in place of those still to come; afterwards requests are taken again. */
  answer(...answers: readonly Answer[]): void;
  /** The SETs that came, oldest first; `delivered` are those that were answered with 202. */
  sets(): LoggedSet[];
  /** All requests that were answered, oldest first. */
  requests(): readonly InboxRequest[];
  close(): Promise<void>;
}

const path = '/events';
/** Requests that are kept, and the characters of their bodies together; the oldest are forgotten. */
const KEPT = 2_000;
const KEPT_CHARACTERS = 32 * 1024 * 1024;

/** Opens an inbox. Rejects when the port cannot be had. */
export async function startInbox(options: StartInboxOptions = {}): Promise<Inbox> {
  const { origin, host, port, tls, authorization } = options;
  const log = new SetLog();
  let script: Answer[] = [];
  const requests: InboxRequest[] = [];
  let characters = 0;
  const taking = createPushRoute({
    path,
    authorization: () => authorization,
    examine: () => Promise.resolve({ refusal: null, later: false }),
  });

  async function take(request: Request): Promise<Response> {
    const scripted = script.shift();
    if (scripted !== undefined) return respond(scripted, request.signal);
    return taking.resolve({ request, params: {} });
  }

  function keep(request: Request, body: string, status: number | null): void {
    const { method, headers } = request;
    requests.push({ method, headers: Object.fromEntries(headers), body, status });
    characters += body.length;
    while (requests.length > KEPT || characters > KEPT_CHARACTERS)
      characters -= requests.shift()?.body.length ?? 0;
    const answered = status === null ? 'no answer was given' : `answered with status ${status}`;
    if (status === 202) log.add(null, body, { state: 'delivered', detail: null });
    else log.add(null, body, { state: status === 400 ? 'refused' : 'failed', detail: answered });
  }

  const routes: readonly Route[] = [
    {
      method: '*',
      path,
      async resolve({ request }) {
        arrivalOf(request);
        const body = await request.clone().text();
        try {
          const response = await take(request);
          keep(request, body, response.type === 'error' ? null : response.status);
          return response;
        } catch (error) {
          keep(request, body, null);
          throw error;
        }
      },
    },
  ];
  const listener = await serve(routes, { origin, host, port, tls });
  return {
    origin: listener.origin,
    routes,
    url: `${listener.origin}${path}`,
    answer(...answers) {
      script = [...answers];
    },
    sets: () => log.sets(),
    requests: () => [...requests],
    close: () => listener.close(),
  };
}
