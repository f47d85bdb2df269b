import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { isLoopback } from '../support/loopback.ts';
import { outcomeOf, statusOf } from './support/answers.ts';
import { orderSet } from './support/order-set.ts';
import { collectPushes, type Push } from './support/push.ts';
import { decided, expectOffered } from './support/write.ts';

/** A SET in compact serialization, signed or encrypted, and nothing around it. */
const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)?$/;

/** The push request (RFC 8935 section 2.1, SSF 6.1.1). What follows on a failed push is in push-delivery-retransmission. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'push-delivery/request',
    title: 'A SET is pushed by POST, typed as secevent+jwt, asking for JSON, and as nothing but itself.',
    requirements: ['RFC8935-2.1-01', 'RFC8935-2.1-02', 'RFC8935-2.1-03', 'RFC8935-2.1-04'],
    what: 'Orders a SET and looks at method, Content-Type, Accept and body of every push that comes.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      const { limitMs } = await orderSet(t, stream, { insist: true });
      const { pushes } = await collectPushes(t, stream, 0, limitMs, () => true);
      const arrival = pushes[0]?.arrival;
      if (arrival === undefined) return t.notTested('No push came.');
      const { method, headers, body } = arrival.request;
      t.expect(method === 'POST', 'RFC8935-2.1-01', {
        message: 'The SET is pushed by another method than POST.',
        expected: 'POST',
        actual: method,
        exchange: arrival,
      });
      const type = headers['content-type'];
      t.expect(type?.split(';')[0]?.trim().toLowerCase() === 'application/secevent+jwt', 'RFC8935-2.1-02', {
        message: 'The push is not declared as a SET.',
        expected: 'Content-Type: application/secevent+jwt',
        actual: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
        exchange: arrival,
      });
      const accept = headers.accept;
      const accepts = accept?.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase()) ?? [];
      t.expect(accepts.includes('application/json'), 'RFC8935-2.1-03', {
        message: 'The push does not ask for answers in JSON.',
        expected: 'Accept: application/json',
        actual: accept === undefined ? 'no Accept' : `Accept: ${accept}`,
        hint: 'Many HTTP clients send Accept: */* unless told otherwise.',
        exchange: arrival,
      });
      if (body !== null && COMPACT.test(body)) return;
      const expected = 'the compact JWT and nothing else';
      if (body !== null && COMPACT.test(body.trim())) {
        t.warns('RFC8935-2.1-04', {
          message: 'There is white space around the pushed SET.',
          expected,
          actual: endsOf(body),
          exchange: arrival,
        });
        return;
      }
      t.violates('RFC8935-2.1-04', {
        message: 'The body of the push is not the bare SET.',
        expected,
        actual: body === null ? 'no body' : body.slice(0, 120),
        exchange: arrival,
      });
    },
  }),

  transmitterCheck({
    id: 'push-delivery/tls',
    title: 'No SET is pushed to an endpoint without TLS.',
    requirements: ['RFC8935-5.3-01', 'CAEP-INTEROP-2.1-02'],
    what: 'Offers a push endpoint without TLS: it is refused, or a SET that is ordered never comes there.',
    delivery: 'push',
    https: true,
    async run(t) {
      // A create request that is refused for something else would pass: one with TLS has to work.
      const control = t.inboxHttps ? await t.stream() : null;
      if (control !== null) await t.call('delete-stream', { streamId: control.id });
      const created = await t.call('create-stream', {
        body: await t.streamRequest({ badEndpoint: 'plain-http' }),
      });
      const stream = t.adopt(created, 'push');
      if (stream === null) {
        const status = statusOf(created);
        if (control !== null && status !== null && status >= 400 && status < 500) return;
        return t.notTested(
          `A push endpoint without TLS was not taken (${outcomeOf(created)}), but it is not sure that this was why.`,
        );
      }
      const { state, limitMs } = await orderSet(t, stream);
      const { pushes } = await collectPushes(t, stream, 0, limitMs, () => true);
      const arrival = pushes[0]?.arrival;
      if (arrival === undefined) {
        // Our endpoint on loopback is in its reach.
        if (isLoopback(new URL(t.issuer).hostname)) return;
        return t.notTested(
          'A push endpoint without TLS was taken. Nothing came there, but it is on loopback, out of reach of the target.',
          'local-target',
        );
      }
      t.violates('RFC8935-5.3-01', {
        message: 'The Transmitter takes a push endpoint without TLS and sends SETs to it.',
        expected: 'an endpoint_url with http is refused, or never used',
        actual: `a push to ${new URL(arrival.request.url).origin}${state === null ? '' : ` (state ${state})`}`,
        hint: 'RFC 8935 knows no exception for loopback. Where it is one of a test deployment, switch it off and give the harness an https push endpoint (--public-url).',
        exchange: arrival,
      });
    },
  }),

  transmitterCheck({
    id: 'push-delivery/authorization-header',
    title: 'Each push carries the authorization_header of the stream unchanged.',
    requirements: ['SSF-6.1.1-06'],
    what: 'Creates a push stream with a random authorization_header, orders a SET and compares the Authorization header of every push.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      const { isMet, limitMs } = await orderSet(t, stream);
      const ours = ({ set }: Push): boolean => isMet(set);
      const { pushes } = await collectPushes(t, stream, 0, limitMs, ours);
      if (pushes.length === 0) return t.notTested('No push came.');
      for (const { arrival } of pushes) {
        const actual = arrival.request.headers.authorization;
        const holds = t.expect(actual === stream.authorizationHeader, 'SSF-6.1.1-06', {
          message:
            actual === undefined
              ? 'The push has no Authorization header although the stream has an authorization_header.'
              : 'The Authorization header of the push is not the authorization_header of the stream.',
          expected: 'the registered value, character by character',
          actual:
            actual === undefined ? 'no Authorization header' : differs(actual, stream.authorizationHeader),
          exchange: arrival,
        });
        if (!holds) return;
      }
    },
  }),

  transmitterCheck({
    id: 'push-delivery/no-authorization-header',
    title: 'Pushes of a stream without authorization_header have no Authorization header.',
    requirements: ['SSF-6.1.1-07'],
    what: 'Creates a push stream without authorization_header, orders a SET and looks for an Authorization header.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream({ authorization: false });
      const { isMet, limitMs } = await orderSet(t, stream);
      const ours = ({ set }: Push): boolean => isMet(set);
      const { pushes } = await collectPushes(t, stream, 0, limitMs, ours);
      if (pushes.length === 0) return t.notTested('No push came.');
      const guilty = pushes.find(({ arrival }) => arrival.request.headers.authorization !== undefined);
      t.expect(guilty === undefined, 'SSF-6.1.1-07', {
        message: 'The push has an Authorization header that nobody configured.',
        expected: 'no Authorization header',
        actual: 'an Authorization header',
        exchange: guilty?.arrival,
      });
    },
  }),

  transmitterCheck({
    id: 'push-delivery/changed-authorization-header',
    title: 'A changed authorization_header is used from then on.',
    requirements: ['SSF-6.1.1-08'],
    what: 'Changes authorization_header by PATCH, with the same endpoint_url, and looks at the push of a SET ordered afterwards.',
    delivery: 'push',
    async run(t) {
      const stream = await t.stream();
      const fresh = `${stream.authorizationHeader}-${t.random().slice(0, 4)}`;
      const delivery = { ...(stream.request.delivery as object), authorization_header: fresh };
      const changed = await decided(t, () =>
        t.call('update-stream', { streamId: stream.id, body: { delivery } }),
      );
      expectOffered(t, 'update-stream', changed);
      if (statusOf(changed) === 202) {
        return t.notApplicable('The change is answered 202 and nothing more: when it counts is not said.');
      }
      if (statusOf(changed) !== 200) {
        return t.notTested(`The change of delivery was not answered 200: ${outcomeOf(changed)}.`);
      }
      const { isMet, limitMs } = await orderSet(t, stream);
      const ours = ({ set }: Push): boolean => isMet(set);
      const { hit } = await collectPushes(t, stream, 0, limitMs, ours);
      if (hit === null) return t.notTested('The SET that was ordered did not come.');
      const actual = hit.arrival.request.headers.authorization;
      if (actual === fresh) return;
      if (actual !== stream.authorizationHeader && !(await heedsAuthorization(t))) {
        return t.notTested('The authorization_header is not sent as it should be, changed or not.');
      }
      t.violates('SSF-6.1.1-08', {
        message: 'After a change of authorization_header the push does not carry the new value.',
        expected: 'the new value',
        actual:
          actual === stream.authorizationHeader
            ? 'the value from before the change'
            : actual === undefined
              ? 'no Authorization header'
              : differs(actual, fresh),
        exchange: hit.arrival,
      });
    },
  }),
];

/** Tells how a header value differs without showing it: it is a credential. */
function differs(actual: string, expected: string | null): string {
  const bare = expected?.replace(/^Bearer /, '') ?? '';
  if (actual === `Bearer ${expected}`) return 'the value with a second scheme put in front';
  if (actual === bare) return 'the value without its scheme';
  return `another value (${actual.length} characters)`;
}

/** Whether a fresh stream gets its authorization_header with each push: then what is missing, the change took away. */
async function heedsAuthorization<R extends RequirementId>(t: TransmitterProbe<R>): Promise<boolean> {
  await t.deleteOwnStreams();
  const stream = await t.stream();
  const { isMet, limitMs } = await orderSet(t, stream);
  const ours = ({ set }: Push): boolean => isMet(set);
  const { hit } = await collectPushes(t, stream, 0, limitMs, ours);
  return hit?.arrival.request.headers.authorization === stream.authorizationHeader;
}

/** How a body begins and ends, the white space escaped: a whole SET would be masked, and its white space unseen. */
function endsOf(body: string): string {
  const before = body.slice(0, body.length - body.trimStart().length).slice(-20);
  const after = body.slice(body.trimEnd().length).slice(0, 20);
  const bare = body.trim();
  return `begins ${JSON.stringify(before + bare.slice(0, 3))}, ends ${JSON.stringify(bare.slice(-3) + after)}`;
}
