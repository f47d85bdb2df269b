import { empty } from '../transmitter/reply.ts';
import type { Reply, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { ScopedTokens } from './support/tokens.ts';

type Body = Record<string, unknown>;

const bodyOf = (reply: Reply): Body => reply.body as Body;

/** Puts members into successful token responses; `undefined` takes one out. */
const granting = (members: Body) => (): TransmitterSeams => ({
  token: (reply) => (reply.status === 200 ? { ...reply, body: { ...bodyOf(reply), ...members } } : reply),
});

/** Changes the answers to token requests that are refused with one error code. */
const refusing = (error: string, change: (reply: Reply) => Reply) => (): TransmitterSeams => ({
  token: (reply) => (bodyOf(reply).error === error ? change(reply) : reply),
});

const without = (name: string, { headers, ...reply }: Reply): Reply => ({
  ...reply,
  headers: Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)),
});

const aDay = 24 * 3600;

/** Faults of the authorization server (RFC 6749, RFC 6750). */
export const faults: readonly Fault[] = [
  {
    name: 'token-without-type',
    breaks: 'RFC6749-5.1-01',
    summary: 'Leaves token_type out of the token response.',
    seams: granting({ token_type: undefined }),
  },
  {
    name: 'token-without-lifetime',
    breaks: 'RFC6749-5.1-02',
    summary: 'Does not say how long a token lives.',
    seams: granting({ expires_in: undefined }),
  },
  {
    name: 'token-lifetime-in-quotes',
    breaks: 'RFC6749-A.14-01',
    summary: 'Gives expires_in as a string.',
    seams: granting({ expires_in: '3600' }),
  },
  {
    name: 'token-lives-a-day',
    breaks: 'RFC6750-5.3-02',
    summary: 'Gives tokens that live for a day.',
    seams: granting({ expires_in: aDay }),
  },
  {
    name: 'token-response-may-be-stored',
    breaks: 'RFC6749-5.1-03',
    summary: 'Lets caches store the token response.',
    seams: () => ({ token: (reply) => without('cache-control', reply) }),
  },
  {
    name: 'token-with-refresh-token',
    breaks: 'RFC6749-4.4.3-01',
    summary: 'Gives a refresh token for client credentials.',
    seams: granting({ refresh_token: 'bm90LW5lZWRlZC1hdC1hbGw' }),
  },
  {
    name: 'token-scope-silently-cut',
    breaks: 'RFC6749-3.3-02',
    summary: 'Ignores an unknown scope and does not say what it grants instead.',
    seams: refusing('invalid_scope', (reply) => ({
      ...reply,
      status: 200,
      body: { access_token: 'Z3JhbnRlZC1pbi1wYXJ0LW9ubHk', token_type: 'Bearer', expires_in: 3600 },
    })),
  },
  {
    name: 'token-error-without-code',
    breaks: 'RFC6749-5.2-01',
    summary: 'Refuses an unknown grant type without an error code.',
    seams: refusing('unsupported_grant_type', (reply) => ({ ...reply, body: { message: 'Bad Request' } })),
  },
  {
    name: 'token-error-500',
    breaks: 'RFC6749-5.2-01',
    summary: 'Answers 500 to an unknown grant type.',
    seams: refusing('unsupported_grant_type', (reply) => ({ ...reply, status: 500 })),
  },
  {
    name: 'token-error-without-challenge',
    breaks: 'RFC6749-5.2-02',
    summary: 'Refuses wrong Basic credentials without WWW-Authenticate.',
    seams: refusing('invalid_client', (reply) => without('www-authenticate', reply)),
  },
  {
    name: 'token-error-challenges-for-bearer',
    breaks: 'RFC6749-5.2-02',
    summary: 'Refuses wrong Basic credentials with a challenge for bearer tokens.',
    seams: refusing('invalid_client', (reply) => ({
      ...reply,
      headers: { ...reply.headers, 'www-authenticate': 'Bearer realm="oauth"' },
    })),
  },
  {
    name: 'profile-token-lives-a-day',
    breaks: 'CAEP-INTEROP-2.7.1-03',
    summary: 'Gives tokens that live for a day, which the profile forbids.',
    seams: granting({ expires_in: aDay }),
    profile: 'caep-interop',
  },
  {
    name: 'fresh-token-refused',
    breaks: 'CAEP-INTEROP-2.7-01',
    summary: 'Refuses tokens of its authorization server that were asked for with the scope ssf.manage.',
    seams() {
      const tokens = new ScopedTokens('ssf.manage');
      return {
        token: (reply) => tokens.note(reply),
        before: (call) =>
          tokens.has(call) ? empty(401, { 'www-authenticate': 'Bearer error="invalid_token"' }) : undefined,
      };
    },
    profile: 'caep-interop',
  },
  {
    name: 'no-token-for-ssf-read',
    breaks: 'CAEP-INTEROP-2.7.3-06',
    summary: 'Does not know the scope ssf.read.',
    seams: () => ({
      token: (reply) =>
        bodyOf(reply).scope === 'ssf.read'
          ? { ...reply, status: 400, body: { error: 'invalid_scope' } }
          : reply,
    }),
    profile: 'caep-interop',
  },
];
