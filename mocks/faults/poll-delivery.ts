import type { Call, Reply } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { answers, empty, isObject, json, type Members, members, refusals } from './support/edits.ts';

const setsOf = (body: unknown): Members => (isObject(body) && isObject(body.sets) ? body.sets : {});
const isEmpty = (body: unknown): boolean => Object.keys(setsOf(body)).length === 0;

/** Changes the answers that hold no SETs. */
const emptyAnswers = (edit: (reply: Reply) => Reply) =>
  answers('poll', (reply) => (isEmpty(reply.body) ? edit(reply) : reply));

/** Changes `sets` of the answers that hold some. */
const sets = (edit: (sets: Members) => unknown) =>
  members('poll', (body) => (isEmpty(body) ? body : { ...body, sets: edit(setsOf(body)) }));

const isGetOfPollUrl = ({ operation, request }: Call): boolean =>
  operation === 'other-method' && request.method === 'GET' && request.url.includes('/poll/');

function claimsIn(compact: unknown): unknown {
  return JSON.parse(Buffer.from(String(compact).split('.')[1] ?? '', 'base64url').toString());
}

/** Faults of the poll endpoint and its answers (RFC 8936, SSF 7.1.1). */
export const faults: readonly Fault[] = [
  {
    name: 'poll-201',
    breaks: 'RFC8936-2.3-01',
    summary: 'Polls are answered 201.',
    seams: () => answers('poll', (reply) => ({ ...reply, status: 201 })),
  },
  {
    name: 'poll-as-list',
    breaks: 'RFC8936-2.3-01',
    summary: 'Polls are answered with an array of SETs.',
    seams: () => answers('poll', (reply) => ({ ...reply, body: Object.values(setsOf(reply.body)) })),
  },
  {
    name: 'poll-as-text',
    breaks: 'RFC8936-2-01',
    summary: 'Poll answers are declared as text/plain.',
    seams: () =>
      answers('poll', (reply) => ({ ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } })),
  },
  {
    name: 'poll-sets-renamed',
    breaks: 'RFC8936-2.5-03',
    summary: 'The SETs stand in the member events; there is no sets.',
    seams: () => members('poll', ({ sets: events, ...rest }) => ({ ...rest, events })),
  },
  {
    name: 'poll-keys-counted',
    breaks: 'RFC8936-2.3-02',
    summary: 'The members of sets are numbered, not named by jti.',
    seams: () =>
      sets((before) => Object.fromEntries(Object.values(before).map((set, n) => [`set-${n}`, set]))),
  },
  {
    name: 'poll-sets-unpacked',
    breaks: 'RFC8936-2.3-02',
    summary: 'The values in sets are the claims as JSON objects, without signature.',
    seams: () =>
      sets((before) => Object.fromEntries(Object.entries(before).map(([jti, set]) => [jti, claimsIn(set)]))),
  },
  {
    name: 'poll-sets-array',
    breaks: 'RFC8936-2.3-02',
    summary: 'The member sets is an array.',
    seams: () => sets((before) => Object.values(before)),
  },
  {
    name: 'poll-empty-204',
    breaks: 'RFC8936-2.3-03',
    summary: 'A poll for which there is nothing is answered 204.',
    seams: () => emptyAnswers(() => empty(204)),
  },
  {
    name: 'poll-empty-without-sets',
    breaks: 'RFC8936-2.3-03',
    summary: 'With nothing to deliver the answer has no sets.',
    seams: () => emptyAnswers((reply) => ({ ...reply, body: {} })),
  },
  {
    name: 'poll-empty-sets-null',
    breaks: 'RFC8936-2.3-03',
    summary: 'With nothing to deliver sets is null.',
    seams: () => emptyAnswers((reply) => ({ ...reply, body: { sets: null } })),
  },
  {
    name: 'poll-empty-sets-array',
    breaks: 'RFC8936-2.3-03',
    summary: 'With nothing to deliver sets is an empty array.',
    seams: () => emptyAnswers((reply) => ({ ...reply, body: { sets: [] } })),
  },
  {
    name: 'poll-more-available-string',
    breaks: 'RFC8936-2.3-08',
    summary: 'moreAvailable is a string.',
    seams: () => members('poll', (body) => ({ ...body, moreAvailable: String(body.moreAvailable) })),
  },
  {
    name: 'poll-get-answered',
    breaks: 'RFC8936-2.1-03',
    summary: 'A GET on the poll URL is answered 200.',
    seams: () => ({ before: (call) => (isGetOfPollUrl(call) ? json(200, { sets: {} }) : undefined) }),
  },
  {
    name: 'poll-broken-json-500',
    breaks: 'RFC8936-2.5.1-03',
    summary: 'A poll that is broken JSON is answered 500.',
    seams: () => refusals('poll', 400, empty(500), (call) => call.body === undefined),
  },
  {
    name: 'poll-broken-json-ignored',
    breaks: 'RFC8936-2.5.1-03',
    summary: 'A poll that is broken JSON is answered as one with returnImmediately.',
    seams: () => refusals('poll', 400, json(200, { sets: {} }), (call) => call.body === undefined),
  },
  {
    name: 'poll-wrong-types-ignored',
    breaks: 'RFC8936-2.2-15',
    summary: 'Members of the wrong type in a poll are ignored.',
    seams: () => refusals('poll', 400, json(200, { sets: {} }), (call) => call.body !== undefined),
  },
  {
    name: 'poll-open-to-all',
    breaks: 'SSF-7.1.1-01',
    summary: 'Polling needs no credentials.',
    seams: () => ({ quirks: { noAuthorization: ['poll'] } }),
  },
  {
    name: 'poll-401-without-challenge',
    breaks: 'RFC8936-3-02',
    summary: 'The 401 to a poll has no WWW-Authenticate.',
    seams: () => refusals('poll', 401, empty(401)),
  },
  {
    name: 'poll-without-token-403',
    breaks: 'RFC8936-2.5.1-01',
    summary: 'A poll without credentials is answered 403.',
    seams: () => refusals('poll', 401, empty(403)),
  },
  {
    name: 'poll-url-plain-http',
    breaks: 'RFC8936-2-08',
    summary: 'The poll URL in the configuration that is read is an http URL.',
    seams: () =>
      members('read-stream', (body) => {
        const { delivery } = body;
        if (!isObject(delivery) || delivery.method !== 'urn:ietf:rfc:8936') return body;
        const url = String(delivery.endpoint_url).replace(/^https:/, 'http:');
        return { ...body, delivery: { ...delivery, endpoint_url: url } };
      }),
  },
  {
    name: 'poll-tls-without-1.3',
    breaks: 'RFC8936-4.3-03',
    summary: 'TLS 1.3 is not supported.',
    seams: () => ({ tls: { maxVersion: 'TLSv1.2' } }),
  },
  {
    name: 'poll-tls-1.0',
    breaks: 'RFC8936-4.3-04',
    summary: 'TLS 1.0 is still spoken.',
    seams: () => ({ tls: { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } }),
  },
  {
    name: 'token-outlives-its-lifetime',
    breaks: 'RFC8936-4.4-02',
    summary: 'Tokens are said to live for a second but are taken for much longer.',
    seams: () => ({
      token: (reply) => (isObject(reply.body) ? { ...reply, body: { ...reply.body, expires_in: 1 } } : reply),
    }),
  },
];
