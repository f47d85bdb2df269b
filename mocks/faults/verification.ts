import { VERIFICATION } from '../vocabulary/ssf-events.ts';
import type { Fault } from './fault.ts';
import {
  answers,
  claimsOf,
  empty,
  inventedIds,
  isObject,
  json,
  type Members,
  refusals,
  requests,
  without,
} from './support/edits.ts';

/** Changes the event object of verification SETs. */
const event = (edit: (event: Members) => Members) =>
  claimsOf(VERIFICATION, (claims, before) => ({ ...claims, events: { [VERIFICATION]: edit(before) } }));

/** Changes the state of verification events that have one. */
const state = (edit: (state: string) => unknown) =>
  event((before) => (typeof before.state === 'string' ? { ...before, state: edit(before.state) } : before));

/** Says that verification may be asked for once in a second, in every stream configuration. */
function statesInterval(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(statesInterval);
  return isObject(body) && 'stream_id' in body && 'iss' in body
    ? { ...body, min_verification_interval: 1 }
    : body;
}

/** Refuses verification that comes within `ms` of the one before with the same key. */
function limited(
  ms: number,
  keyOf: (call: { client: string | null; streamId: string | null }) => string | null,
) {
  const last = new Map<string | null, number>();
  return {
    before(call: { operation: string; client: string | null; streamId: string | null; body: unknown }) {
      // What was read may be written back.
      if (isObject(call.body) && call.body.min_verification_interval === 1)
        delete call.body.min_verification_interval;
      if (call.operation !== 'verify' || call.streamId === null) return undefined;
      // Those with a state are let through, so that only what is about the interval is disturbed.
      if (isObject(call.body) && call.body.state !== undefined) return undefined;
      const now = Date.now();
      const left = (last.get(keyOf(call)) ?? 0) + ms - now;
      if (left > 0)
        return { status: 429, headers: { 'retry-after': String(Math.ceil(left / 1000)) }, body: undefined };
      last.set(keyOf(call), now);
      return undefined;
    },
    after: (reply: { status: number; headers: Record<string, string>; body: unknown }) => ({
      ...reply,
      body: statesInterval(reply.body),
    }),
  };
}

/** Faults of verification (SSF 8.1.4). */
export const faults: readonly Fault[] = [
  {
    name: 'verify-200',
    breaks: 'SSF-8.1.4.2-01',
    summary: 'A verification request is answered 200.',
    seams: () => answers('verify', () => empty(200)),
  },
  {
    name: 'verify-202',
    breaks: 'SSF-8.1.4.2-01',
    summary: 'A verification request is answered 202 with a body.',
    seams: () => answers('verify', () => json(202, { accepted: true })),
  },
  {
    name: 'verification-silent',
    breaks: 'SSF-8.1.4.2-17',
    summary: 'A verification request is answered 204, but no event follows.',
    seams: () => ({ quirks: { verificationSilent: true } }),
  },
  {
    name: 'verification-of-another-type',
    breaks: 'SSF-8.1.4.1-01',
    summary: 'The verification event has the type of the early drafts.',
    seams: () =>
      claimsOf(VERIFICATION, (claims, before) => ({
        ...claims,
        events: { 'https://schemas.openid.net/secevent/sse/event-type/verification': before },
      })),
  },
  {
    name: 'verification-subject-in-event',
    breaks: 'SSF-8.1.4.1-03',
    summary: 'The verification SET has its subject in the event and no sub_id.',
    seams: () =>
      claimsOf(VERIFICATION, ({ sub_id: subject, ...claims }, before) => ({
        ...claims,
        events: { [VERIFICATION]: { ...before, subject } },
      })),
  },
  {
    name: 'verification-subject-email',
    breaks: 'SSF-8.1.4.1-04',
    summary: 'The subject of the verification SET is an email subject.',
    seams: () =>
      claimsOf(VERIFICATION, (claims) => ({
        ...claims,
        sub_id: { format: 'email', email: 'stream@example.com' },
      })),
  },
  {
    name: 'verification-subject-complex',
    breaks: 'SSF-8.1.4.1-04',
    summary: 'The opaque subject of the verification SET is wrapped in a complex one.',
    seams: () =>
      claimsOf(VERIFICATION, (claims) => ({
        ...claims,
        sub_id: { format: 'complex', application: claims.sub_id },
      })),
  },
  {
    name: 'verification-subject-of-issuer',
    breaks: 'SSF-8.1.4.1-05',
    summary: 'The opaque subject of the verification SET is the issuer, not the stream.',
    seams: () =>
      claimsOf(VERIFICATION, (claims) => ({ ...claims, sub_id: { format: 'opaque', id: claims.iss } })),
  },
  {
    name: 'verification-state-dropped',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'The verification event never has a state.',
    seams: () => event((before) => without(before, 'state')),
  },
  {
    name: 'verification-state-ascii',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'What is not ASCII in a state comes back as question marks.',
    seams: () => state((before) => before.replace(/[^\u0020-\u007e]/g, '?')),
  },
  {
    name: 'verification-state-form-decoded',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'A + in a state comes back as a blank.',
    seams: () => state((before) => before.replaceAll('+', ' ')),
  },
  {
    name: 'verification-state-escaped',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'A state comes back with its quotes escaped for HTML.',
    seams: () => state((before) => before.replaceAll('"', '&quot;')),
  },
  {
    name: 'verification-state-plain-only',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'A state that has more than letters and digits is refused.',
    seams: () => ({
      before: (call) =>
        call.operation === 'verify' &&
        isObject(call.body) &&
        /\W/.test(JSON.stringify(call.body.state ?? '').slice(1, -1))
          ? empty(400)
          : undefined,
    }),
  },
  {
    name: 'verification-state-crash',
    breaks: 'SSF-8.1.4.2-04',
    summary: 'A state beyond ASCII is answered 500.',
    seams: () => ({
      before: (call) =>
        call.operation === 'verify' &&
        isObject(call.body) &&
        /[^\u0020-\u007e]/.test(typeof call.body.state === 'string' ? call.body.state : '')
          ? empty(500)
          : undefined,
    }),
  },
  {
    name: 'verification-unasked-with-state',
    breaks: 'SSF-8.1.4.2-06',
    summary: 'A new stream gets a verification event with a state that nobody gave.',
    seams: () => ({ quirks: { strayVerification: 'with-state' } }),
  },
  {
    name: 'verification-state-invented',
    breaks: 'SSF-8.1.4.2-07',
    summary: 'The event that answers a request without state has a made-up state.',
    seams: () => event((before) => ({ state: 'none', ...before })),
  },
  {
    name: 'verify-takes-state-object',
    breaks: 'SSF-8.1.4.2-11',
    summary: 'A verification request with an object as state is accepted.',
    seams: () =>
      requests('verify', (body) => {
        if (isObject(body.state)) body.state = JSON.stringify(body.state);
      }),
  },
  {
    name: 'verify-broken-json-500',
    breaks: 'SSF-8.1.4.2-11',
    summary: 'A verification request that is broken JSON is answered 500.',
    seams: () => refusals('verify', 400, empty(500), (call) => call.body === undefined),
  },
  {
    name: 'verify-without-stream-id-404',
    breaks: 'SSF-8.1.4.2-11',
    summary: 'A verification request without stream_id is answered 404.',
    seams: () => refusals('verify', 400, empty(404), (call) => isObject(call.body) && call.streamId === null),
  },
  {
    name: 'verify-unknown-stream-204',
    breaks: 'SSF-8.1.4.2-13',
    summary: 'Verification of a stream that does not exist is answered 204.',
    seams: () => inventedIds('verify', () => empty(204)),
  },
  {
    name: 'verify-thrice-the-interval',
    breaks: 'SSF-8.1.1-25',
    summary: 'Verification requests without state are refused for three times min_verification_interval.',
    seams: () => limited(3_000, ({ streamId }) => streamId),
  },
  {
    name: 'verify-interval-per-receiver',
    breaks: 'SSF-8.1.1-25',
    summary:
      'min_verification_interval is counted over all streams of a Receiver, deleted ones too, for requests without state.',
    seams: () => limited(1_000, ({ client }) => client),
  },
];
