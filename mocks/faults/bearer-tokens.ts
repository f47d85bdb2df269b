import { empty, json } from '../transmitter/reply.ts';
import type { Call, Operation, Reply, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { tokenOf } from './support/tokens.ts';

/** Changes the 401 answers to one operation. */
const refusalsOf =
  (operation: Operation, change: (reply: Reply, call: Call) => Reply) => (): TransmitterSeams => ({
    after: (reply, call) =>
      call.operation === operation && reply.status === 401 ? change(reply, call) : reply,
  });

/** Faults in how bearer tokens are taken and refused (RFC 6750, RFC 9110 section 11.6.1, RFC 8417 section 4.2). */
export const faults: readonly Fault[] = [
  {
    name: 'unauthorized-without-challenge',
    breaks: 'SSF-8-05',
    summary: 'Answers 401 without WWW-Authenticate when the status is read.',
    seams: refusalsOf('read-status', () => empty(401)),
  },
  {
    name: 'wrong-token-without-challenge',
    breaks: 'SSF-8-05',
    summary: 'Answers 401 without WWW-Authenticate when a subject is removed with a wrong token.',
    seams: refusalsOf('remove-subject', (reply, { request }) =>
      request.headers.has('authorization') ? empty(401) : reply,
    ),
  },
  {
    name: 'challenge-of-another-scheme',
    breaks: 'RFC6750-3-01',
    summary: 'Asks for Basic credentials when subjects are added, although it takes bearer tokens.',
    seams: refusalsOf('add-subject', () => empty(401, { 'www-authenticate': 'Basic realm="ssf"' })),
  },
  {
    name: 'error-without-token',
    breaks: 'RFC6750-3-02',
    summary: 'Tells a request without any token of an invalid one.',
    seams: refusalsOf('list-streams', () =>
      empty(401, { 'www-authenticate': 'Bearer realm="ssf", error="invalid_token"' }),
    ),
  },
  {
    name: 'wrong-token-without-error',
    breaks: 'RFC6750-3.1-02',
    summary: 'Does not say invalid_token when a stream is read with a wrong token.',
    seams: refusalsOf('read-stream', () => empty(401, { 'www-authenticate': 'Bearer realm="ssf"' })),
  },
  {
    name: 'two-methods-401',
    breaks: 'RFC6750-3.1-01',
    summary: 'Answers 401 to a request with its token in header and query.',
    seams: () => ({
      after: (reply, { request }) =>
        reply.status === 400 && new URL(request.url).searchParams.has('access_token')
          ? { ...reply, status: 401 }
          : reply,
    }),
  },
  {
    name: 'scheme-in-capitals-only',
    breaks: 'RFC6750-2.1-01',
    summary: 'Takes tokens only where the scheme is written Bearer.',
    seams: () => ({
      before: ({ request }) =>
        request.headers.get('authorization')?.startsWith('bearer ') === true
          ? empty(401, { 'www-authenticate': 'Bearer realm="ssf"' })
          : undefined,
    }),
  },
  {
    name: 'header-token-refused-for-status',
    breaks: 'RFC6750-2.1-01',
    summary: 'Refuses every token when the status is read.',
    seams: () => ({
      before: ({ operation, client }) =>
        operation === 'read-status' && client !== null
          ? empty(401, { 'www-authenticate': 'Bearer realm="ssf", error="invalid_token"' })
          : undefined,
    }),
  },
  {
    name: 'set-as-access-token',
    breaks: 'RFC8417-4.2-01',
    summary: 'Takes any token that it signed itself, SETs too, when streams are listed.',
    seams: () => ({
      before: (call) =>
        call.operation === 'list-streams' && tokenOf(call)?.split('.').length === 3
          ? json(200, [])
          : undefined,
    }),
  },
];
