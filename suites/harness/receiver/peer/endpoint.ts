import { arrivalOf } from '../../../../mocks/http/arrival.ts';
import type { Route } from '../../../../mocks/http/route.ts';
import { answer, match, refuse } from '../../../../mocks/http/router.ts';
import { identify, readCredentials } from '../../../../mocks/transmitter/authentication.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { PeerOperation, SeenCall } from '../exchange.ts';
import type { Access } from './access.ts';
import type { Attribution } from './attribution.ts';
import type { Answered, CallLog } from './call-log.ts';
import type { Issuer } from './issuer.ts';
import type { LateVerifications } from './late-verifications.ts';
import type { LearntSecrets } from './learn-secrets.ts';
import type { Offers } from './offers.ts';
import { isProtectedResourcePath } from './operations.ts';
import type { PeerStreams } from './peer-streams.ts';
import { recordOwn } from './record-own.ts';
import { type Scenes, scriptedResponse } from './scenes.ts';
import type { Wire } from './wire.ts';

/** What stands behind every listener of ours. */
export interface EndpointParts {
  log: CallLog;
  scenes: Scenes;
  access: Access;
  streams: PeerStreams;
  offers: Offers;
  late: LateVerifications;
  secrets: LearntSecrets;
  recorder: Recorder;
  attribution: Attribution;
  wire: Wire;
  life(): number;
}

/** Finds the call that a request became, for what happens inside the Transmitter. */
const callOf = new WeakMap<Request, SeenCall>();

export function seenCall(request: Request): SeenCall | undefined {
  return callOf.get(request);
}

/**
 * The one route of a listener: notes every request, whatever it is for, lets the scene's scripted answers go first,
 * and hands the rest to the issuers that stand there. `origin`: how the target reaches the listener.
 */
export function observedRoute(issuers: readonly Issuer[], origin: string, parts: EndpointParts): Route {
  const { log, scenes, access, streams, secrets, recorder } = parts;
  const routes = issuers.flatMap((issuer) => issuer.routes);

  async function take(request: Request): Promise<SeenCall> {
    const { pathname, search } = new URL(request.url);
    const url = new URL(origin + pathname + search);
    const body = Buffer.from(await request.clone().arrayBuffer());
    const text = body.toString('utf8');
    secrets.learn(request, text);
    const { operation, issuer } = recognize(issuers, request.method, url);
    if (operation === 'token') access.admit(request, text);
    const arrival = arrivalOf(request);
    const streamId = streamIdOf(operation, url, text);
    return log.begin({
      operation,
      streamId,
      client:
        issuer === null
          ? null
          : (identify(request, readCredentials(request, {}), issuer.introspect)?.client ?? null),
      life: streams.lifeOf(streamId) ?? parts.life(),
      method: request.method,
      url: url.href,
      rawHeaders: arrival.rawHeaders,
      body,
      bytes: Math.max(arrival.bodyBytes, body.length),
      at: arrival.at,
    });
  }

  async function respond(call: SeenCall, request: Request): Promise<Response> {
    const scripted = scenes.next(call.operation);
    if (scripted !== undefined) return scriptedResponse(scripted);
    if (call.operation === 'protected-resource-metadata') {
      const body = scenes.current.protectedResource;
      return scriptedResponse(
        body === undefined ? { kind: 'reply', status: 404 } : { kind: 'reply', status: 200, body },
      );
    }
    const matched = match(routes, request.method, new URL(request.url).pathname);
    if (matched.route === null) return refuse(matched.allow);
    const response = await answer(matched, request);
    if (response.status === 500) failed(await response.clone().text(), call.operation);
    return response;
  }

  /** Our own fault, which must not be taken for the target's. */
  function failed(error: unknown, operation: PeerOperation): Response {
    const why = error instanceof Error ? error.message : String(error).split('\n', 1)[0];
    recorder.omissions.add(`Our own Transmitter failed at the operation ${operation}: ${why}.`);
    return scriptedResponse({ kind: 'reply', status: 500 });
  }

  /** Notes the SETs of a poll answer: those of checks, and those that our Transmitter made. */
  async function noteSets(call: SeenCall, answered: Answered): Promise<void> {
    const { id, index, operation, streamId, answeredAtMs } = call;
    if (operation !== 'poll' || streamId === null) return;
    if ('kind' in answered || answered.status !== 200) return;
    let offered = false;
    for (const [key, token] of setsOf(answered.body)) {
      if (parts.offers.handedOut(streamId, key, index)) offered = true;
      else if (typeof token === 'string') {
        const { check } = parts.attribution;
        const atMs = answeredAtMs ?? 0;
        const where = { exchange: id, check, streamId, arrivedAtMs: atMs };
        const set = recordOwn(recorder, token, { ...where, delivery: 'poll' });
        parts.wire.tell({ kind: 'sent', delivery: 'poll', token, key, exchange: id, set, atMs });
      }
    }
    if (offered) await parts.late.release(streamId);
  }

  return {
    method: '*',
    path: '*',
    resolve: async ({ request }) => {
      const call = await take(request);
      callOf.set(request, call);
      const given = await respond(call, request).catch((error: unknown) => failed(error, call.operation));
      const { response, answered } = await read(given, request.signal);
      log.end(call, answered);
      await noteSets(call, answered);
      return response;
    },
  };
}

function recognize(
  issuers: readonly Issuer[],
  method: string,
  url: URL,
): { operation: PeerOperation; issuer: Issuer | null } {
  for (const issuer of issuers) {
    const operation = issuer.operationOf(method, url);
    if (operation !== null) return { operation, issuer };
  }
  const operation = isProtectedResourcePath(url.pathname) ? 'protected-resource-metadata' : 'unknown';
  return { operation, issuer: null };
}

/** stream_id of the poll URL, the query or the body. */
function streamIdOf(operation: PeerOperation, url: URL, body: string): string | null {
  if (operation === 'poll') {
    const segment = url.pathname.split('/').at(-1) ?? '';
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  }
  const inQuery = url.searchParams.get('stream_id');
  if (inQuery !== null) return inQuery;
  try {
    const id: unknown = (JSON.parse(body) as { stream_id?: unknown } | null)?.stream_id;
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

/** The response with its body, which is read once here and sent as it was. */
async function read(
  response: Response,
  gone: AbortSignal,
): Promise<{ response: Response; answered: Answered }> {
  if (response.type === 'error') {
    return { response, answered: { kind: 'reset', message: 'we reset the connection' } };
  }
  const { status, headers } = response;
  const body = Buffer.from(await response.arrayBuffer());
  const same = new Response(response.body === null ? null : new Uint8Array(body), { status, headers });
  if (gone.aborted) {
    const message = 'the target closed the connection before it had our answer';
    return { response: same, answered: { kind: 'reset', message } };
  }
  return { response: same, answered: { status, headers: [...headers], body } };
}

/** The members of `sets` in a poll answer. */
function setsOf(body: Buffer): [string, unknown][] {
  try {
    const { sets } = JSON.parse(body.toString('utf8')) as { sets?: unknown };
    return typeof sets === 'object' && sets !== null ? Object.entries(sets) : [];
  } catch {
    return [];
  }
}
