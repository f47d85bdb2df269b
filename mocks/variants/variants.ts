import { accessVariants } from './access-variants.ts';
import { deliveryVariants } from './delivery-variants.ts';
import { paceVariants } from './pace-variants.ts';
import { configurations, type Document, isDocument, onlyMethod, POLL, PUSH, without } from './seams.ts';
import { streamVariants } from './stream-variants.ts';
import type { Variant } from './variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'single-stream',
    freedom: 'One stream per Receiver, a second one is answered 409 (SSF 8.1.1.1).',
    start: () => ({ singleStream: true }),
  },
  {
    name: 'push-only',
    freedom: 'Only push is supported; a create request without delivery is answered 400 (SSF 8.1.1.1).',
    start: () => ({
      seams: {
        metadata: (document) => ({ ...document, delivery_methods_supported: [PUSH] }),
        before: onlyMethod(PUSH),
      },
    }),
  },
  {
    name: 'poll-only',
    freedom: 'Only poll is supported (SSF 6.1).',
    start: () => ({
      seams: {
        metadata: (document) => ({ ...document, delivery_methods_supported: [POLL] }),
        before: onlyMethod(POLL),
      },
    }),
  },
  {
    name: 'issuer-with-path',
    freedom: 'The issuer has a path: the well-known name stands between host and path (SSF 7.2.1).',
    start: () => ({ path: '/tenants/one' }),
  },
  {
    name: 'no-verification',
    freedom: 'Verification cannot be requested: its endpoint is only recommended (SSF 7.1, 8).',
    warns: ['SSF-8-04'],
    start: () => ({ seams: { metadata: without('verification_endpoint') } }),
  },
  {
    name: 'sparse-metadata',
    freedom: 'Every OPTIONAL member and endpoint is left out (SSF 7.1).',
    warns: ['SSF-7.1-32', 'SSF-7.1-08', 'SSF-8-04'],
    start: () => ({
      seams: {
        metadata: without(
          'status_endpoint',
          'add_subject_endpoint',
          'remove_subject_endpoint',
          'verification_endpoint',
          'critical_subject_members',
          'default_subjects',
          'authorization_schemes',
          'spec_version',
          'delivery_methods_supported',
        ),
      },
    }),
  },
  {
    name: 'sparse-configuration',
    freedom: 'OPTIONAL members of the stream configuration are not given back (SSF 8.1.1).',
    start: () => ({
      seams: {
        after: configurations((configuration) =>
          without('events_supported', 'min_verification_interval', 'inactivity_timeout')(configuration),
        ),
      },
    }),
  },
  {
    name: 'unknown-members',
    freedom: 'Further members stand in metadata, configurations, SETs and events (SSF 4.2.3, 7.2.3, 8.1.1).',
    start: () => ({
      seams: {
        metadata: (document) => ({ ...document, x_vendor: { a: [1] } }),
        after: configurations((configuration) => ({ ...configuration, x_vendor: 'yes', format: 'v2' })),
        claims: (claims) => ({
          ...claims,
          x_vendor: 1,
          events: Object.fromEntries(
            Object.entries(isDocument(claims.events) ? claims.events : {}).map(([type, event]) => [
              type,
              isDocument(event) ? { ...event, x_vendor: true } : event,
            ]),
          ),
        }),
      },
    }),
  },
  {
    name: 'charset-parameter',
    freedom: 'Media types carry parameters (RFC 9110 8.3.1).',
    start: () => ({
      seams: {
        after: (reply) =>
          reply.body === null || reply.body === undefined
            ? reply
            : { ...reply, headers: { ...reply.headers, 'content-type': 'application/json; charset=utf-8' } },
        push: (request) => ({
          ...request,
          headers: { ...request.headers, accept: 'application/json, */*;q=0.1' },
        }),
      },
    }),
  },
  {
    name: 'audience-array',
    freedom: '`aud` is an array, in configurations and in SETs (SSF 8.1.1, RFC 7519 4.1.3).',
    start: () => {
      const list = (document: Document): Document => ({
        ...document,
        aud: Array.isArray(document.aud) ? document.aud : [document.aud],
      });
      return { seams: { after: configurations(list), claims: list } };
    },
  },
  {
    name: 'audience-array-in-configuration',
    freedom: 'The configuration names several audiences, a SET one of them (SSF 4.1.8).',
    start: () => ({
      seams: {
        after: configurations((configuration) => ({
          ...configuration,
          aud: [configuration.aud, 'https://other-name.example.com'].flat(),
        })),
        before: ({ body }) => {
          // What the Receiver read it may write back.
          if (isDocument(body) && Array.isArray(body.aud)) body.aud = (body.aud as unknown[])[0];
          return undefined;
        },
      },
    }),
  },
  {
    name: 'es256',
    freedom: 'SETs are signed with ES256 (RFC 7518); only the interoperability profile asks for RS256.',
    start: () => ({ seams: { quirks: { algorithm: 'ES256' } } }),
  },
  {
    name: 'stray-verification',
    freedom: 'A new stream gets a verification event that nobody asked for, without state (SSF 8.1.4.2).',
    start: () => ({ seams: { quirks: { strayVerification: 'without-state' } } }),
  },
  {
    name: 'verification-interval',
    freedom: 'min_verification_interval is 1 s and is enforced with 429 (SSF 8.1.1, 8.1.4.2).',
    start: () => ({ minVerificationIntervalS: 1 }),
  },
  {
    name: 'foreign-streams-forbidden',
    freedom: "Another Receiver's stream is answered 403 instead of 404 (SSF 8, notes on 8-02).",
    start: () => ({
      seams: {
        after: (reply, { client, streamId, operation }) =>
          reply.status === 404 && client === 'receiver-2' && streamId !== null && operation !== 'metadata'
            ? { status: 403, headers: { 'content-type': 'application/json' }, body: { err: 'access_denied' } }
            : reply,
      },
    }),
  },
  {
    name: 'pending-changes',
    freedom:
      'PATCH, PUT and status changes are answered 202 with an empty body and show later (SSF 8.1.1.3, 8.1.1.4, 8.1.2.2).',
    start: () => ({
      seams: {
        after: (reply, { operation }) =>
          reply.status === 200 && ['update-stream', 'replace-stream', 'update-status'].includes(operation)
            ? { status: 202, headers: {}, body: null }
            : reply,
      },
    }),
  },
  {
    name: 'other-client-errors',
    freedom: 'A subject that is malformed is answered 404, as one that is not recognized (SSF 8.1.3.2).',
    start: () => ({
      seams: {
        after: (reply, { operation, body, streamId }) => {
          const subject = isDocument(body) ? body.subject : undefined;
          return reply.status === 400 &&
            operation.endsWith('-subject') &&
            isDocument(subject) &&
            streamId !== null
            ? { ...reply, status: 404 }
            : reply;
        },
      },
    }),
  },
  {
    name: 'secrets-not-given-back',
    freedom:
      'authorization_header does not come back in configurations; nothing says that it must (SSF 6.1.1).',
    start: () => ({
      seams: {
        after: configurations((configuration) => {
          const { delivery } = configuration;
          if (!isDocument(delivery)) return configuration;
          return { ...configuration, delivery: without('authorization_header')(delivery) };
        }),
      },
    }),
  },
  {
    name: 'fewer-events-delivered',
    freedom: 'events_delivered holds fewer types than requested and supported (SSF 8.1.1).',
    start: () => {
      // The reference delivers all that was requested; RISC types are not shown, and what is shown may be written back.
      const some = (types: unknown): unknown[] =>
        Array.isArray(types) ? types.filter((type) => !String(type).includes('/risc/')) : [];
      const whole = new Map<unknown, unknown>();
      return {
        seams: {
          after: configurations((configuration) => {
            whole.set(configuration.stream_id, configuration.events_delivered);
            return { ...configuration, events_delivered: some(configuration.events_delivered) };
          }),
          before: ({ body, streamId }) => {
            if (!isDocument(body) || !Array.isArray(body.events_delivered)) return undefined;
            const shown = some(whole.get(streamId));
            const given = new Set<unknown>(body.events_delivered);
            const same = given.size === shown.length && shown.every((type) => given.has(type));
            if (same) body.events_delivered = whole.get(streamId);
            return undefined;
          },
        },
      };
    },
  },
  {
    name: 'further-keys',
    freedom: 'The JWK Set holds keys of other kinds and uses beside the signing keys (RFC 7517 5).',
    start: () => ({
      seams: {
        jwks: ({ keys }) => ({
          x_vendor: 1,
          keys: [
            {
              kty: 'OKP',
              crv: 'Ed25519',
              x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
              kid: 'ed',
              use: 'sig',
            },
            { kty: 'FUTURE', kid: 'future', blob: 'x' },
            {
              kty: 'EC',
              crv: 'P-256',
              x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
              y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
              kid: 'enc',
              use: 'enc',
            },
            ...keys,
          ],
        }),
      },
    }),
  },
  {
    name: 'one-key-without-kid',
    freedom: 'With one key in the set, neither it nor the SETs need a kid (RFC 7515 6).',
    start: () => ({
      seams: {
        jwks: ({ keys }) => ({ keys: keys.filter(({ kty }) => kty === 'RSA').map(without('kid')) }),
        header: without('kid'),
      },
    }),
  },
  {
    name: 'one-key-for-the-algorithm',
    freedom: 'SETs need no kid where alg tells which of the keys signed them (RFC 7515 6).',
    start: () => ({
      seams: {
        jwks: ({ keys }) => ({
          keys: [
            {
              kty: 'OKP',
              crv: 'Ed25519',
              x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
              kid: 'ed',
              use: 'sig',
            },
            ...keys.filter(({ kty }) => kty === 'RSA'),
          ],
        }),
        header: without('kid'),
      },
    }),
  },
  {
    name: 'key-without-kid',
    freedom:
      'SETs have a kid and the published key has none: a kid is a hint (RFC 7515 4.1.4, RFC 7517 4.5).',
    warns: ['SSF-4.1.4-01'],
    start: () => ({ seams: { jwks: ({ keys }) => ({ keys: keys.map(without('kid')) }) } }),
  },
  {
    name: 'proprietary-events',
    freedom: 'Verification SETs have two names, which tell themselves apart by the fragment (RFC 3986 3.5).',
    warns: ['SSF-4.2.1-01'],
    start: () => {
      let last = 0;
      return {
        seams: {
          claims: (claims, { eventType }) => {
            const events = isDocument(claims.events) ? claims.events : {};
            const name = ++last % 2 === 0 ? 'alive' : 'verified';
            return eventType.endsWith('/verification')
              ? {
                  ...claims,
                  events: { ...events, [`https://vendor.example/events#${name}`]: events[eventType] },
                }
              : claims;
          },
        },
      };
    },
  },
  {
    name: 'several-challenges',
    freedom: 'A lower-case scheme and several challenges in WWW-Authenticate (RFC 9110 11.6.1).',
    start: () => ({
      seams: {
        after: (reply) => {
          const challenge = reply.headers['www-authenticate'];
          return challenge === undefined
            ? reply
            : {
                ...reply,
                headers: {
                  ...reply.headers,
                  'www-authenticate': `DPoP algs="ES256", ${challenge.replace(/^Bearer/, 'bearer')}`,
                },
              };
        },
      },
    }),
  },
  {
    name: 'optional-reply-members',
    freedom:
      'The status reply repeats a reason, and moreAvailable is always there (SSF 8.1.2.1, RFC 8936 2.3).',
    start: () => ({
      seams: {
        after: (reply, { operation }) => {
          if (!isDocument(reply.body) || reply.status !== 200) return reply;
          if (operation === 'read-status')
            return { ...reply, body: { reason: 'as you asked', ...reply.body } };
          if (operation === 'poll') return { ...reply, body: { moreAvailable: false, ...reply.body } };
          return reply;
        },
      },
    }),
  },
  {
    name: 'defaults-none',
    freedom: 'default_subjects is NONE: events come only for subjects that were added (SSF 8.1.3.1).',
    start: () => ({ defaultSubjects: 'NONE' }),
  },
  {
    name: 'slow-verification',
    freedom: 'Verification events take a while (SSF 8.1.4.2 sets no time).',
    start: () => ({
      seams: {
        compact: (token) => new Promise((resolve) => setTimeout(resolve, 150, token)),
      },
    }),
  },
  ...accessVariants,
  ...deliveryVariants,
  ...streamVariants,
  ...paceVariants,
];
