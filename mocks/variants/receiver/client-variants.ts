import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingCall, ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { VERIFICATION } from '../../vocabulary/ssf-events.ts';
import { without } from '../seams.ts';
import { bodies, bodyOf, eventsIn, send } from './seams.ts';
import type { ReceiverVariant } from './variant.ts';

const managed = { form: 'managed' } as const;
/** What has nothing to do with delivery is tried with one method: that spares half of the time. */
const byPush = { form: 'managed', deliveries: ['push'] } as const;
const byPoll = { form: 'managed', deliveries: ['poll'] } as const;
const caep = 'https://schemas.openid.net/secevent/caep/event-type/';

/**
 * Does something else once it has a stream, when the reference reads its configuration. Gives up where the answer is
 * a configuration of another issuer, as the reference does (SSF 8.1.1.3).
 */
function onceItHasAStream(
  act: (
    call: OutgoingCall,
    place: { endpoint: string; streamId: string; of: (name: string) => string },
  ) => Promise<unknown>,
): ReceiverSeams {
  let metadata: Record<string, unknown> = {};
  return {
    async request(call) {
      if (call.operation === 'metadata') {
        const document = await send({ ...call, headers: {} }, 'GET', call.url).catch(() => undefined);
        metadata = isObject(document) ? document : {};
      }
      if (call.operation !== 'read-stream') return call;
      const url = new URL(call.url);
      const streamId = url.searchParams.get('stream_id');
      url.searchParams.delete('stream_id');
      if (streamId === null) return call;
      const of = (name: string): string => String(metadata[name]);
      const answer = await act(call, { endpoint: url.href, streamId, of });
      return isObject(answer) && answer.iss !== undefined && answer.iss !== metadata.issuer ? null : call;
    },
  };
}

/** Drops a request that is the same as the one before it. */
function neverTwice(): ReceiverSeams {
  let before = '';
  return {
    request(call) {
      const now = JSON.stringify([call.operation, call.url, call.body]);
      const again = now === before;
      before = now;
      return again && !['poll', 'jwks', 'metadata'].includes(call.operation) ? null : call;
    },
  };
}

/** Freedoms of what a managed Receiver asks of its Transmitter (SSF 7, 8). */
export const clientVariants: readonly ReceiverVariant[] = [
  {
    name: 'static-token',
    freedom: 'Has an access token that was given to it, and never asks for one (SSF 7.1.1).',
    ...byPush,
    start: () => ({ credentials: { accessToken: 'static-access-token-of-the-variant' } }),
  },
  {
    name: 'secret-in-the-body',
    freedom: 'Sends its client credentials in the body of the token request (RFC 6749 2.3.1).',
    ...byPoll,
    start: () => ({
      seams: {
        request(call) {
          if (call.operation !== 'token') return call;
          const { authorization = '', ...headers } = call.headers;
          const pair = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
          const [id = '', secret = ''] = pair.split(':').map(decodeURIComponent);
          const form = new URLSearchParams(call.body ?? '');
          form.set('client_id', id);
          form.set('client_secret', secret);
          return { ...call, headers, body: form.toString() };
        },
      },
    }),
  },
  {
    name: 'no-scope',
    freedom: 'Asks for no scope: it is optional (RFC 6749 4.4.2).',
    ...byPush,
    start: () => ({
      seams: {
        request(call) {
          if (call.operation !== 'token') return call;
          const form = new URLSearchParams(call.body ?? '');
          form.delete('scope');
          return { ...call, body: form.toString() };
        },
      },
    }),
  },
  {
    name: 'never-reads',
    freedom:
      'Believes the answer to its create request, and reads neither configuration nor status (SSF 8.1.1.2).',
    ...byPoll,
    start: () => ({
      seams: {
        request: (call) => (['read-stream', 'read-status'].includes(call.operation) ? null : call),
      },
    }),
  },
  {
    name: 'never-verifies',
    freedom: 'Asks for no verification (SSF 8.1.4.2: MAY).',
    ...managed,
    untested: {
      'receiver-streams/foreign-issuer-read':
        'It makes no use of its stream after it was read that it would not make anyway.',
    },
    start: () => ({ seams: { quirks: { neverVerifies: true } } }),
  },
  {
    name: 'creates-only',
    freedom: 'Creates its stream and does nothing else with it but take SETs (SSF 8.1).',
    ...managed,
    untested: {
      'receiver-requests/encoded-stream-id': 'It never names its stream in a query.',
    },
    start: () => ({
      seams: {
        quirks: { neverVerifies: true },
        request: (call) =>
          ['read-stream', 'read-status', 'delete-stream'].includes(call.operation) ? null : call,
      },
    }),
  },
  {
    name: 'verifies-thrice',
    freedom: 'Asks for verification three times, each time with another state (SSF 8.1.4.2).',
    ...byPoll,
    start: () => {
      const states = new Set<unknown>();
      let hurried = false;
      return {
        seams: {
          async request(call) {
            if (call.operation === 'read-stream') {
              const configuration = await send(call, 'GET', call.url).catch(() => undefined);
              hurried = isObject(configuration) && configuration.min_verification_interval === undefined;
            }
            // SSF 8.1.1: not more often than the Transmitter allows.
            if (call.operation !== 'verify' || !hurried) return call;
            for (const state of [`${Math.random()}`, `${Math.random()}`]) {
              states.add(state);
              await send(call, 'POST', call.url, { ...bodyOf(call), state });
            }
            return call;
          },
          steps: {
            async state({ claims }, reference) {
              const event = eventsIn(claims)[VERIFICATION];
              return isObject(event) && states.has(event.state) ? null : reference();
            },
          },
        },
      };
    },
  },
  {
    name: 'verifies-without-state',
    freedom: 'Asks for verification without state (SSF 8.1.4.2: OPTIONAL).',
    ...byPoll,
    start: () => ({ seams: bodies(['verify'], without('state')) }),
  },
  {
    name: 'lists',
    freedom: 'Looks at its stream in the list of all, not by its id (SSF 8.1.1.2).',
    ...byPush,
    start: () => ({
      seams: {
        request: (call) =>
          call.operation === 'read-stream' ? { ...call, url: call.url.replace(/\?.*$/, '') } : call,
      },
    }),
  },
  {
    name: 'no-description',
    freedom: 'Creates its stream without a description (SSF 8.1.1: OPTIONAL).',
    ...byPush,
    start: () => ({ seams: bodies(['create-stream'], without('description')) }),
  },
  {
    name: 'three-types',
    freedom: 'Asks for three event types only (SSF 8.1.1).',
    ...managed,
    start: () => ({
      seams: bodies(['create-stream'], (body) => ({
        ...body,
        events_requested: ['session-revoked', 'credential-change', 'device-compliance-change'].map(
          (name) => caep + name,
        ),
      })),
    }),
  },
  {
    name: 'no-events-requested',
    freedom: 'Does not say which types it wants (SSF 8.1.1: OPTIONAL).',
    ...byPush,
    start: () => ({ seams: bodies(['create-stream'], without('events_requested')) }),
  },
  {
    name: 'types-of-its-own',
    freedom: 'Asks for types that we do not know beside CAEP ones (SSF 8.1.1).',
    ...byPush,
    start: () => ({
      seams: bodies(['create-stream'], (body) => ({
        ...body,
        events_requested: [
          'https://schemas.example.com/secevent/tea-is-ready',
          'urn:example:event:coffee',
          ...(body.events_requested as unknown[]),
        ],
      })),
    }),
  },
  {
    name: 'unknown-members',
    freedom: 'Its create and poll requests have members that no standard names.',
    ...managed,
    start: () => ({
      seams: bodies(['create-stream', 'poll', 'verify'], (body) => ({ ...body, x_vendor: { a: 1 } })),
    }),
  },
  {
    name: 'starts-afresh',
    freedom: 'Deletes its stream as soon as it is there, and creates it anew (SSF 8.1.1.5).',
    ...managed,
    start: () => ({
      seams: {
        async request(call) {
          if (call.operation !== 'create-stream') return call;
          const first = await send(call, 'POST', call.url, bodyOf(call)).catch(() => undefined);
          if (isObject(first) && typeof first.stream_id === 'string') {
            const id = encodeURIComponent(first.stream_id);
            await send(call, 'DELETE', `${call.url}?stream_id=${id}`).catch(() => undefined);
            return call;
          }
          // Whatever kept it from its stream, even a Retry-After of a second, may be over by then.
          await sleep(1050);
          return call;
        },
      },
    }),
  },
  {
    name: 'looks-before-it-creates',
    freedom: 'Lists its streams before it creates one (SSF 8.1.1.2).',
    ...byPush,
    start: () => ({
      seams: {
        async request(call) {
          if (call.operation === 'create-stream') await send(call, 'GET', call.url).catch(() => undefined);
          return call;
        },
      },
    }),
  },
  {
    name: 'gives-up-on-conflict',
    freedom: 'Gives up when there is a stream already (SSF 8.1.1.1 says what 409 means, not what follows).',
    ...byPush,
    start: () => ({
      seams: { request: (call) => (call.operation === 'list-streams' ? null : call) },
    }),
  },
  {
    name: 'gives-up-at-once',
    freedom: 'Repeats no request that failed: somebody will start it again (no standard obliges it).',
    ...managed,
    warns: ['SSF-8.1.1.1-01'],
    start: () => ({ seams: neverTwice() }),
  },
  {
    name: 'replaces-streams',
    freedom: 'Changes an existing stream by PUT (SSF 8.1.1.4).',
    ...byPush,
    start: () => ({ seams: { quirks: { replacesStream: true } } }),
  },
  {
    name: 'updates-its-stream',
    freedom: 'Changes the description of its stream once it is there, by PATCH (SSF 8.1.1.3).',
    ...byPush,
    start: () => ({
      seams: onceItHasAStream((call, { endpoint, streamId }) =>
        send(call, 'PATCH', endpoint, { stream_id: streamId, description: 'Changed' }),
      ),
    }),
  },
  {
    name: 'puts-its-stream',
    freedom: 'Puts its stream with all members that it supplied (SSF 8.1.1.4).',
    ...byPoll,
    start: () => {
      let created: Record<string, unknown> = {};
      const once = onceItHasAStream((call, { endpoint, streamId }) =>
        send(call, 'PUT', endpoint, { ...created, stream_id: streamId }),
      );
      return {
        seams: {
          request(call) {
            if (call.operation === 'create-stream') created = bodyOf(call);
            return once.request?.(call) ?? call;
          },
        },
      };
    },
  },
  {
    name: 'pauses',
    freedom: 'Pauses its stream for a moment when it has it (SSF 8.1.2.2).',
    ...byPush,
    start: () => ({
      seams: onceItHasAStream(async (call, { streamId, of }) => {
        for (const status of ['paused', 'enabled']) {
          const json = { stream_id: streamId, status, reason: 'Trying out' };
          await send(call, 'POST', of('status_endpoint'), json);
        }
      }),
    }),
  },
  {
    name: 'adds-subjects',
    freedom: 'Adds two subjects and removes one of them (SSF 8.1.3).',
    ...byPoll,
    start: () => ({
      seams: onceItHasAStream(async (call, { streamId, of }) => {
        if (of('add_subject_endpoint') === 'undefined') return;
        const subjects = ['ada', 'grace'].map((name) => ({ format: 'email', email: `${name}@example.com` }));
        for (const subject of subjects) {
          await send(call, 'POST', of('add_subject_endpoint'), { stream_id: streamId, subject });
        }
        await send(call, 'POST', of('remove_subject_endpoint'), {
          stream_id: streamId,
          subject: subjects[1],
        });
      }),
    }),
  },
  {
    name: 'slow-start',
    freedom: 'Takes a while until it creates its stream.',
    ...byPoll,
    start: () => ({
      seams: {
        async request(call) {
          if (call.operation === 'create-stream') await sleep(600);
          return call;
        },
      },
    }),
  },
  {
    name: 'other-headers',
    freedom:
      'Header names in other case, Accept: */*, a charset, a new connection for each request (RFC 9110).',
    ...managed,
    start: () => ({
      seams: {
        request(call) {
          const { accept: _, authorization, 'content-type': type, ...rest } = call.headers;
          return {
            ...call,
            headers: {
              ...rest,
              ACCEPT: '*/*',
              'User-Agent': 'variant/1.0',
              Connection: 'close',
              ...(authorization === undefined
                ? {}
                : { AUTHORIZATION: authorization.replace(/^Bearer /, 'bearer ') }),
              ...(type === undefined
                ? {}
                : { 'Content-Type': type === 'application/json' ? 'Application/JSON; charset=utf-8' : type }),
            },
          };
        },
      },
    }),
  },
  {
    name: 'keys-for-each-set',
    freedom: 'Fetches the JWK Set for each SET; no standard says how long it may be kept.',
    ...managed,
    start: () => ({ seams: { quirks: { noKeyCache: true } } }),
  },
  {
    name: 'long-cooldown',
    freedom: 'Looks for new keys once in 800 ms at most (RFC 8725 and common sense).',
    ...byPush,
    start: () => ({ keyCooldownMs: 800 }),
  },
  {
    name: 'speaks-unicode',
    freedom: 'Its description has letters of every kind (RFC 8259 8.1).',
    ...byPush,
    start: () => ({
      seams: bodies(['create-stream'], (body) => ({
        ...body,
        description: 'Empf\u00e4nger \u{1f6f0} \u200f',
      })),
    }),
  },
];
