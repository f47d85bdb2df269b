import { createAuthorizationServer } from '../authorization-server/authorization-server.ts';
import type { Route } from '../http/route.ts';
import { answer, match, refuse } from '../http/router.ts';
import type { TransmitterOptions } from './options.ts';
import type { PushAnswer } from './push-sender.ts';
import type { PushRequest } from './seams.ts';
import { createTransmitter, type Transmitter } from './transmitter.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
export const SESSION_REVOKED = `${caep}session-revoked`;
export const CREDENTIAL_CHANGE = `${caep}credential-change`;

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; `{}` when there is none. */
  json: Record<string, unknown>;
}

interface CallSpec {
  /** Whose token goes in the header; default `receiver-1`, null for none. */
  as?: string | null;
  /** Scopes of the token; default both. */
  scope?: string;
  token?: string;
  json?: unknown;
  text?: string;
}

/** A Transmitter with two Receivers whose routes are called in process, and whose pushes go to a script. */
export interface Bench {
  transmitter: Transmitter;
  call: (method: string, url: string, spec?: CallSpec) => Promise<Answer>;
  issue: (client: string, scope: string, expiresInS?: number) => string;
  /** Creates a stream and gives its configuration. */
  stream: (
    body?: Record<string, unknown>,
    as?: string,
  ) => Promise<Record<string, unknown> & { stream_id: string }>;
  /** Polls a stream at once; gives the SETs by jti. */
  poll: (streamId: string, body?: Record<string, unknown>) => Promise<Record<string, string>>;
  url: Record<'streams' | 'status' | 'add' | 'remove' | 'verify', string> & {
    poll: (streamId: string) => string;
  };
  pushes: PushRequest[];
  /** Waits until so many pushes came. */
  pushed: (count: number) => Promise<void>;
}

/** What a scripted Receiver does with the n-th push, from 0; `reset` gives no answer. */
export type Script = (index: number, push: PushRequest) => PushAnswer | 'reset';

export function bench(options: Partial<TransmitterOptions> & { script?: Script } = {}): Bench {
  const { script = () => ({ status: 202, headers: {} }), ...rest } = options;
  const issuer = rest.issuer ?? 'https://ssf.example.com';
  const clients = ['receiver-1', 'receiver-2'].map((id) => ({ id, secret: 'not so secret' }));
  const server = createAuthorizationServer({ issuer, clients, now: rest.now });
  const pushes: PushRequest[] = [];
  const waiting = new Set<() => void>();
  const transmitter = createTransmitter({
    receivers: clients,
    introspect: (token) => server.introspect(token),
    longPollMs: 20,
    push: { firstRetryMs: 1 },
    sender: async (push) => {
      pushes.push(push);
      for (const wake of waiting) wake();
      const answered = script(pushes.length - 1, push);
      if (answered === 'reset') throw new Error('reset');
      return answered;
    },
    ...rest,
    issuer,
  });
  const base = issuer.replace(/\/$/, '');
  const url = {
    streams: `${base}/ssf/streams`,
    status: `${base}/ssf/status`,
    add: `${base}/ssf/subjects/add`,
    remove: `${base}/ssf/subjects/remove`,
    verify: `${base}/ssf/verify`,
    poll: (id: string) => `${base}/ssf/poll/${id}`,
  };

  async function call(method: string, target: string, spec: CallSpec = {}): Promise<Answer> {
    const { as = 'receiver-1', scope = 'ssf.read ssf.manage' } = spec;
    const token = spec.token ?? (as === null ? null : server.issue(as, scope));
    const body = spec.text ?? (spec.json === undefined ? undefined : JSON.stringify(spec.json));
    const request = new Request(target, {
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
    return read(await dispatch(transmitter.routes, request));
  }

  return {
    transmitter,
    call,
    issue: (client, scope, expiresInS) => server.issue(client, scope, expiresInS),
    async stream(body = { events_requested: [SESSION_REVOKED, CREDENTIAL_CHANGE] }, as = 'receiver-1') {
      const { json } = await call('POST', url.streams, { json: body, as });
      return { ...json, stream_id: String(json.stream_id) };
    },
    async poll(streamId, body = { returnImmediately: true }) {
      const { json } = await call('POST', url.poll(streamId), { json: body });
      return json.sets as Record<string, string>;
    },
    url,
    pushes,
    async pushed(count) {
      while (pushes.length < count) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
    },
  };
}

/** Calls the route of a request, as a listener does. */
async function dispatch(routes: readonly Route[], request: Request): Promise<Response> {
  const matched = match(routes, request.method, new URL(request.url).pathname);
  return matched.route === null ? refuse(matched.allow) : answer(matched, request);
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // No JSON, no members.
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** The claims of a compact SET, not verified. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  const part = (token ?? '').split('.')[1] ?? '';
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}

export const pushDelivery = {
  method: 'urn:ietf:rfc:8935',
  endpoint_url: 'https://receiver.example.com/events',
};
