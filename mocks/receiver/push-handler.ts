import { timingSafeEqual } from 'node:crypto';
import { arrivalOf } from '../http/arrival.ts';
import type { Route } from '../http/route.ts';
import { refuse } from './examination/refuse.ts';
import type { PushReply, PushSeen, ReceiverSeams, Refusal } from './seams.ts';

export interface PushRouteOptions {
  path: string;
  /** Value that Authorization must have; undefined when pushes need none. */
  authorization: () => string | undefined;
  /** `later`: it cannot be judged now. */
  examine(compact: string): Promise<{ refusal: Refusal | null; later: boolean }>;
  /** Told of a push that was refused for the request that it is, so that no SET was examined. */
  unexamined?(body: string, why: string): void;
  seams?: ReceiverSeams | undefined;
}

/** Longest SET that is taken, bytes. */
const MAX_SET_BYTES = 1024 * 1024;

/** The endpoint that SETs are pushed to (RFC 8935). */
export function createPushRoute(options: PushRouteOptions): Route {
  const { seams = {} } = options;
  return {
    // Wrong methods come here too, so that seams see them.
    method: '*',
    path: options.path,
    async resolve({ request }) {
      const push: PushSeen = {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
        bodyMs: performance.now() - arrivalOf(request).at,
      };
      const before = seams.beforePush?.(push);
      const { reply, refusal } = before ? { reply: before, refusal: null } : await receive(push, options);
      const changed = seams.pushReply ? seams.pushReply(reply, push, refusal) : reply;
      return changed === null ? Response.error() : toResponse(changed);
    },
  };
}

interface Outcome {
  reply: PushReply;
  refusal: Refusal | null;
}

async function receive(push: PushSeen, options: PushRouteOptions): Promise<Outcome> {
  const refused = requestFault(push, options);
  if (refused !== null) {
    const { reply, refusal } = refused;
    options.unexamined?.(push.body, `status ${reply.status}: ${refusal?.description ?? ''}`);
    return refused;
  }
  const { refusal, later } = await options.examine(push.body);
  // With 400 the Transmitter would give a SET up that may be a good one.
  if (refusal !== null) return later ? failure(503, refusal, { 'retry-after': '1' }) : failure(400, refusal);
  return { reply: { status: 202, headers: {}, body: '' }, refusal: null };
}

/** The refusal of a push for what is wrong with its request; null where its SET is to be examined. */
function requestFault(push: PushSeen, options: PushRouteOptions): Outcome | null {
  const expected = options.authorization();
  // What is wrong with the request and not with a SET has the status that HTTP has for it (RFC 8935 section 2.3).
  if (push.method !== 'POST') {
    return failure(405, refuse('invalid_request', 'SETs are pushed with POST.'), { allow: 'POST' });
  }
  if (expected !== undefined && !isSame(push.headers.authorization ?? '', expected)) {
    // Challenges with the scheme that was agreed upon; the credential itself stays untold.
    const scheme = expected.includes(' ') ? expected.slice(0, expected.indexOf(' ')) : 'Bearer';
    return failure(401, refuse('authentication_failed', 'The credentials are missing or not right.'), {
      'www-authenticate': `${scheme} realm="push"`,
    });
  }
  // RFC 9110 8.3.1: parameters may follow, and case does not matter.
  const type = (push.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/secevent+jwt') {
    return failure(415, refuse('invalid_request', 'The content type is not application/secevent+jwt.'), {
      accept: 'application/secevent+jwt',
    });
  }
  if (push.body.length > MAX_SET_BYTES) {
    return failure(413, refuse('invalid_request', `A SET may have ${MAX_SET_BYTES} bytes at most.`));
  }
  return null;
}

/** RFC 8935 section 2.3: JSON with `err` and `description`, in a language that is named. */
function failure(status: number, refusal: Refusal, headers: Record<string, string> = {}): Outcome {
  const { err, description } = refusal;
  return {
    reply: {
      status,
      headers: { 'content-type': 'application/json', 'content-language': 'en', ...headers },
      body: JSON.stringify({ err, description }),
    },
    refusal,
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function toResponse({ status, headers, body }: PushReply): Response {
  return new Response(body === '' ? null : body, { status, headers });
}
