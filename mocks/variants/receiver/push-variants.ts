import { setTimeout as sleep } from 'node:timers/promises';
import type { PushReply, PushSeen } from '../../receiver/seams.ts';
import { bodyOf, otherCode, withBody } from './seams.ts';
import type { ReceiverVariant } from './variant.ts';

const hosted = { form: 'hosted' } as const;
const push = { form: 'managed', deliveries: ['push'] } as const;

function refusal(status: number, err: string, headers: Record<string, string> = {}): PushReply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-language': 'en', ...headers },
    body: JSON.stringify({ err, description: 'Refused.' }),
  };
}

const busy = (status: 429 | 503): PushReply => ({ status, headers: { 'retry-after': '1' }, body: '' });

/** Changes the members of a JSON reply. */
function told(reply: PushReply, members: Record<string, unknown>): PushReply {
  const body = JSON.parse(reply.body) as Record<string, unknown>;
  return { ...reply, body: JSON.stringify({ ...body, ...members }) };
}

/** Freedoms of a push endpoint (RFC 8935). */
export const pushVariants: readonly ReceiverVariant[] = [
  {
    name: 'push-only',
    freedom: 'Takes SETs by push only (SSF 6.1).',
    ...push,
    start: () => ({}),
  },
  {
    name: 'no-push-credentials',
    freedom:
      'Wants no credentials with pushes and registers none: authorization_header is optional (SSF 6.1.1).',
    ...push,
    start: () => {
      let expected = '';
      return {
        seams: {
          request(call) {
            const { delivery, ...body } = bodyOf(call);
            if (call.operation !== 'create-stream') return call;
            const { authorization_header: own, ...rest } = delivery as Record<string, string>;
            expected = own ?? '';
            return withBody(call, { ...body, delivery: rest });
          },
          beforePush(seen) {
            // For the reference, which wants what it made up.
            seen.headers.authorization = expected;
            return undefined;
          },
        },
      };
    },
  },
  {
    name: 'other-descriptions',
    freedom:
      'Speaks German and English, as Accept-Language prefers, and adds members to its errors (RFC 8935 2.3).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply(reply, { headers }) {
          if (reply.body === '') return reply;
          const german = prefersGerman(headers['accept-language'] ?? '');
          const language = german ? 'de-DE' : 'en-GB';
          const description = german ? 'Dieses SET wird nicht angenommen.' : 'This SET is not taken.';
          return told(
            {
              ...reply,
              headers: {
                ...reply.headers,
                'content-language': language,
                'content-type': 'application/json; charset=utf-8',
              },
            },
            { description, trace_id: 'a1' },
          );
        },
      },
    }),
  },
  {
    name: 'authentication-failed-as-400',
    freedom: 'Wrong push credentials are answered 400 with authentication_failed (RFC 8935 2.3, 2.4).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply: (reply) => (reply.status === 401 ? refusal(400, 'authentication_failed') : reply),
      },
    }),
  },
  {
    name: 'access-denied-as-403',
    freedom: 'Wrong push credentials are answered 403 (RFC 9110 15.5.4).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply: (reply) => (reply.status === 401 ? { status: 403, headers: {}, body: '' } : reply),
      },
    }),
  },
  {
    name: 'hidden-from-strangers',
    freedom:
      'Who has not the right push credentials is told that there is nothing here, 404 (RFC 9110 15.5.5).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply: (reply) => (reply.status === 401 ? { status: 404, headers: {}, body: '' } : reply),
      },
    }),
  },
  {
    name: 'invalid-request-for-signatures',
    freedom: 'What does not verify is invalid_request: it cannot be parsed as a SET (RFC 8935 2.4).',
    form: 'managed',
    start: () => ({ seams: otherCodes('invalid_request', 'algorithm', 'key', 'key-strength', 'signature') }),
  },
  {
    name: 'authentication-failed-for-signatures',
    freedom: 'What does not verify is authentication_failed (RFC 8935 2.4).',
    ...push,
    start: () => ({ seams: otherCodes('authentication_failed', 'key', 'key-strength', 'signature') }),
  },
  {
    name: 'no-issuer-is-invalid-issuer',
    freedom:
      'A missing iss, or one of another form, is invalid_issuer to it (RFC 8935 2.4 gives reasons, not checks).',
    ...hosted,
    start: () => ({ seams: otherCodes('invalid_issuer', 'issuer') }),
  },
  {
    name: 'plain-http-errors',
    freedom:
      'Other requests than pushes of SETs are answered by the server before it: no JSON, other statuses (RFC 8935 2.3).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply(reply) {
          const status = { 405: 404, 415: 400, 413: 413, 401: 401 }[reply.status];
          if (status === undefined) return reply;
          const { 'content-language': _, ...headers } = reply.headers;
          return {
            status,
            headers: { ...headers, 'content-type': 'text/html' },
            body: '<html><body>No.</body></html>',
          };
        },
      },
    }),
  },
  {
    name: 'not-implemented',
    freedom: 'Methods that it does not know are answered 501 (RFC 9110 15.6.2).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply: (reply) => (reply.status === 405 ? { status: 501, headers: {}, body: '' } : reply),
      },
    }),
  },
  {
    name: 'closes-connections',
    freedom: 'Closes the connection after each answer (RFC 9112 9.6).',
    ...hosted,
    start: () => ({
      seams: {
        pushReply: (reply) => ({ ...reply, headers: { ...reply.headers, connection: 'close', server: 'x' } }),
      },
    }),
  },
  {
    name: 'slow-answers',
    freedom: 'Each push is answered after 200 to 300 ms, in whatever order (RFC 8935 2 names no time).',
    ...push,
    start: () => {
      let n = 0;
      return {
        seams: {
          steps: {
            async form(_, reference) {
              n += 1;
              await sleep(200 + ((n * 37) % 100));
              return reference();
            },
          },
        },
      };
    },
  },
  {
    name: 'limits-the-rate',
    freedom: 'In a burst it puts off what is too much with 429 and Retry-After (RFC 6585 4, RFC 8935 5.4).',
    ...hosted,
    start: () => {
      const arrivals: number[] = [];
      return {
        seams: {
          beforePush() {
            const now = performance.now();
            while ((arrivals[0] ?? now) < now - 1000) arrivals.shift();
            if (arrivals.length >= 150) return busy(429);
            arrivals.push(now);
            return undefined;
          },
        },
      };
    },
  },
  {
    name: 'now-and-then-unavailable',
    freedom: 'Is restarted now and then: 503 with Retry-After for a moment (RFC 9110 15.6.4).',
    ...hosted,
    start: () => {
      let n = 0;
      return {
        seams: {
          beforePush() {
            n += 1;
            return n % 40 === 0 ? busy(503) : undefined;
          },
        },
      };
    },
  },
  {
    name: 'takes-any-content-type',
    freedom: 'Reads what comes without looking at its Content-Type (RFC 8935 2.1 obliges the Transmitter).',
    ...hosted,
    warns: ['RFC8935-2.1-06'],
    start: () => ({
      seams: {
        beforePush(seen: PushSeen) {
          seen.headers['content-type'] = 'application/secevent+jwt';
          return undefined;
        },
      },
    }),
  },
  {
    name: 'short-limit-of-length',
    freedom: 'Bodies of more than 16 KB are answered 413 (RFC 9110 15.5.14).',
    ...hosted,
    start: () => ({
      seams: {
        beforePush: ({ body }) => (body.length > 16_384 ? { status: 413, headers: {}, body: '' } : undefined),
      },
    }),
  },
  {
    name: 'wants-a-length',
    freedom: 'Bodies without Content-Length are answered 411 (RFC 9112 6.3).',
    ...hosted,
    start: () => ({
      seams: {
        beforePush: ({ headers, method }) =>
          method === 'POST' && headers['content-length'] === undefined
            ? { status: 411, headers: {}, body: '' }
            : undefined,
      },
    }),
  },
];

/** One code for whatever these steps refuse. */
function otherCodes(err: string, ...steps: Parameters<typeof otherCode>[0][]): ReturnType<typeof otherCode> {
  return { steps: Object.assign({}, ...steps.map((step) => otherCode(step, err).steps)) as object };
}

function prefersGerman(accept: string): boolean {
  const weights = new Map(
    accept.split(',').map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.find((one) => one.trim().startsWith('q='));
      return [tag.split('-')[0]?.toLowerCase(), q === undefined ? 1 : Number(q.trim().slice(2))];
    }),
  );
  return (weights.get('de') ?? 0) > (weights.get('en') ?? 0);
}
