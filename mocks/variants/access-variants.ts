import { empty } from '../transmitter/reply.ts';
import type { Variant } from './variant.ts';

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Freedoms of discovery, keys and access. */
export const accessVariants: readonly Variant[] = [
  {
    name: 'issuer-with-final-slash',
    freedom: 'The issuer ends in a slash, which is dropped for the well-known URL only (SSF 7.2.1).',
    start: () => ({ path: '/tenants/one/' }),
  },
  {
    name: 'other-versions',
    freedom: 'spec_version names a later version (SSF 7.1).',
    start: () => ({ seams: { metadata: (document) => ({ ...document, spec_version: '1_1' }) } }),
  },
  {
    name: 'several-schemes',
    freedom: 'authorization_schemes names mutual TLS before OAuth, with further members (SSF 7.1.1).',
    start: () => ({
      seams: {
        metadata: (document) => ({
          ...document,
          authorization_schemes: [
            { spec_urn: 'urn:ietf:rfc:8705', certificates: [] },
            { spec_urn: 'urn:ietf:rfc:6749', token_endpoint: 'https://login.example.com/token' },
          ],
        }),
      },
    }),
  },
  {
    name: 'keys-as-jwk-set',
    freedom:
      'The keys are served as application/jwk-set+json (RFC 7517 8.5.2), a signing key twice for two algorithms.',
    start: () => ({
      seams: {
        jwks: ({ keys }) => ({
          keys: [
            ...keys,
            ...keys.filter(({ kty }) => kty === 'RSA').map((key) => ({ ...key, alg: 'PS256' })),
          ],
        }),
        after: (reply, { operation }) =>
          operation === 'jwks'
            ? { ...reply, headers: { ...reply.headers, 'content-type': 'application/jwk-set+json' } }
            : reply,
      },
    }),
  },
  {
    name: 'query-not-looked-at',
    freedom: 'A token in the query is an unknown parameter like any other (RFC 6750 2.3 is optional).',
    start: () => ({
      seams: {
        after: (reply, { operation, request }) => {
          const isTwice = reply.status === 400 && new URL(request.url).searchParams.has('access_token');
          return isTwice && operation === 'list-streams'
            ? { status: 200, headers: { 'content-type': 'application/json' }, body: [] }
            : reply;
        },
      },
    }),
  },
  {
    name: 'log-in-page',
    freedom: 'Unknown paths are redirected to a page for people (SSF 7.2.3 asks for the applicable status).',
    start: () => ({
      seams: {
        routes: () => [
          {
            method: 'GET',
            path: '/.well-known/ssf-configuration/:issuer',
            resolve: () => new Response(null, { status: 302, headers: { location: '/login' } }),
          },
          {
            method: 'GET',
            path: '/.well-known/risc-configuration',
            resolve: () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
          },
        ],
      },
    }),
  },
  {
    name: 'curt-token-response',
    freedom: 'scope is left out of a token response where it is the one that was asked for (RFC 6749 5.1).',
    start: () => ({
      seams: {
        token: (reply) =>
          reply.status === 200 && isObject(reply.body)
            ? { ...reply, body: { ...reply.body, scope: undefined } }
            : reply,
      },
    }),
  },
  {
    name: 'scopes-mean-nothing',
    freedom:
      'The authorization server grants whatever it is asked for, and scopes are not looked at (SSF 8).',
    // The server does not say what it granted in place of a scope that it does not know.
    warns: ['RFC6749-3.3-02'],
    start: () => ({
      seams: {
        quirks: { ignoreScope: true },
        token: (reply) => {
          if (!isObject(reply.body)) return reply;
          const { scope: _, ...rest } = reply.body;
          return rest.error === 'invalid_scope'
            ? {
                ...reply,
                status: 200,
                body: { access_token: 'b3BhcXVl', token_type: 'Bearer', expires_in: 60 },
              }
            : { ...reply, body: rest };
        },
      },
    }),
  },
  {
    name: 'foreign-streams-unauthorized',
    freedom: "Another Receiver's stream is answered 401: its token authorizes nothing there (SSF 8).",
    start: () => ({
      seams: {
        after: (reply, { client, streamId, operation }) =>
          reply.status === 404 && client === 'receiver-2' && streamId !== null && operation !== 'metadata'
            ? empty(401, { 'www-authenticate': 'Bearer realm="ssf", error="invalid_token"' })
            : reply,
      },
    }),
  },
];
