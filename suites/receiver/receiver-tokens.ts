import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { isManagement, shown, succeeded, tokenPlaces } from './support/calls.ts';
import { atRest, harmlessScene, seenCalls, startsWithin } from './support/managed.ts';

/** RFC 6750 and SSF 7.1.1: how a managed Receiver uses access tokens. */
export const checks = [
  receiverCheck({
    id: 'receiver-tokens/authenticated',
    title:
      'The Receiver makes its management calls with an access token that our authorization server issued.',
    requirements: ['SSF-7.1.1-03', 'CAEP-INTEROP-2.4.3-01', 'CAEP-INTEROP-2.7-01'],
    what: 'Our metadata names OAuth 2.0 as the authorization scheme. Of each management operation that the target used, at least one call must have borne a good bearer token; a first try without one is no fault.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const calls = (await seenCalls(r)).filter(isManagement);
      if (!calls.some(hasCredentials) && calls.some(succeeded)) {
        return r.notTested(
          'The target shows no credentials, and none were configured for it, so that it was let in without (--receiver-access-token, or --receiver-client-id and --receiver-client-secret).',
          'client-credentials',
        );
      }
      const operations = new Set(calls.map(({ operation }) => operation));
      for (const operation of operations) {
        const these = calls.filter((call) => call.operation === operation);
        const [first] = these;
        if (first === undefined || these.some(bearsToken)) continue;
        r.violates('SSF-7.1.1-03', {
          message: `The Receiver never showed a good access token with ${operation}.`,
          expected: 'Authorization: Bearer and a token of our authorization server',
          actual: tokenPlaces(first).header ? 'other credentials' : 'no credentials',
          exchange: first,
        });
      }
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/in-header',
    title: 'Access tokens travel in the Authorization header, not in the URL and not in the body.',
    requirements: ['RFC6750-2.3-01', 'RFC6750-2.1-02'],
    what: 'Looks at every management and poll request for a token in the query or in a form body instead of the header.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const elsewhere = (await apiCalls(r)).filter((call) => !tokenPlaces(call).header);
      const inQuery = elsewhere.find((call) => tokenPlaces(call).query);
      const inBody = elsewhere.find((call) => tokenPlaces(call).body);
      if (inQuery !== undefined) {
        r.violates('RFC6750-2.3-01', {
          message: 'The Receiver puts its access token into the URL, where logs and proxies keep it.',
          expected: 'Authorization: Bearer',
          actual: `access_token in the query of ${inQuery.operation}`,
          exchange: inQuery,
        });
      }
      if (inBody !== undefined) {
        r.violates('RFC6750-2.1-02', {
          message: 'The Receiver sends its access token in the body of the request.',
          expected: 'Authorization: Bearer',
          actual: `access_token in the body of ${inBody.operation}`,
          exchange: inBody,
        });
      }
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/one-method',
    title: 'A request carries its access token by one method only.',
    requirements: ['RFC6750-2-01'],
    what: 'Looks at every management and poll request for a token both in the header and in the query or body.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const twice = (await apiCalls(r)).find((call) => {
        const { header, query, body } = tokenPlaces(call);
        return [header, query, body].filter(Boolean).length > 1;
      });
      if (twice === undefined) return;
      r.violates('RFC6750-2-01', {
        message: 'The Receiver sends its access token by two methods in one request.',
        expected: 'the Authorization header alone',
        actual: shown(twice),
        exchange: twice,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/unknown-members',
    title: 'Members of a token response that the Receiver does not know are ignored.',
    requirements: ['RFC6749-5.1-04'],
    what: 'Starts the target while token responses have members of no standard and waits for its stream.',
    hooks: ['restart', 'client-credentials'],
    async run(r) {
      // Who keeps its token from life to life has to ask for another one.
      await startsWithin(r);
      await r.revokeTokens();
      const { calls, stumbles } = await harmlessScene(r, {
        scene: { token: { x_harness_text: 'unknown', x_harness_object: { nested: [1, null] } } },
      });
      const answered = calls.find(
        ({ operation, response }) => operation === 'token' && response?.status === 200,
      );
      if (answered === undefined) return r.notTested('Started anew the target did not ask for a token.');
      r.expect(!stumbles, 'RFC6749-5.1-04', {
        message:
          'With unknown members in the token response the Receiver makes no stream; without them it does.',
        expected: 'a stream',
        actual: 'no stream',
        exchange: answered,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/renewal',
    title: 'When its access token is refused as expired, the Receiver gets a new one and goes on.',
    requirements: ['SSF-7.1.1-03', 'RFC6750-3.1-03'],
    what: 'With poll delivery all tokens lose their force in mid-run; otherwise the create request is answered 401 invalid_token once. Then waits for a call with a new token. No standard obliges a Receiver to renew, so this is a warning.',
    hooks: ['restart', 'client-credentials'],
    async run(r) {
      await startsWithin(r);
      const byPoll = r.deliveries.includes('poll');
      const operation = byPoll ? 'poll' : 'create-stream';
      const life = await r.freshLife({
        delivery: byPoll ? 'poll' : 'push',
        scene: byPoll ? {} : { answers: [{ operation, answers: [EXPIRED] }] },
      });
      const isGood = (call: SeenCall): boolean => call.operation === operation && call.client !== null;
      const first = await life.awaitCall(isGood, r.limits.start);
      if (first === null) return r.notTested(`The target made no ${operation} call with a good token.`);
      if (byPoll) await r.revokeTokens();
      const last = (await life.calls()).at(-1) ?? first;
      const from = byPoll ? last.index : first.index;
      // It may learn of it by one poll, and go on by the next.
      const again = await life.awaitCall(
        (call) => call.index > from && isGood(call),
        2 * r.limits.pollInterval,
      );
      if (again !== null) return;
      const calls = (await atRest(r, life)).filter(({ index }) => index > from);
      r.warns('SSF-7.1.1-03', {
        message: 'After its access token was refused as expired the Receiver does not go on with a new one.',
        expected: `a token request, then ${operation} with the new token`,
        actual:
          calls.length === 0
            ? 'no further request'
            : `${calls.length} further requests, none with a good token`,
        hint: 'On 401 with error="invalid_token" ask for a new token and repeat the request (RFC 6750 section 3.1).',
        exchange: calls[0] ?? first,
      });
    },
  }),
];

const EXPIRED = {
  kind: 'reply',
  status: 401,
  headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The token expired"' },
} as const;

function hasCredentials(call: SeenCall): boolean {
  const { header, query, body } = tokenPlaces(call);
  return header || query || body;
}

/** By whatever method; a tester who named no credentials lets in everybody, with or without a token. */
function bearsToken(call: SeenCall): boolean {
  const { header, query, body } = tokenPlaces(call);
  const bearer = header && /^bearer /i.test(call.request.headers.authorization ?? '');
  return call.client !== null && (bearer || query || body);
}

/** Every request that ought to bear a token. */
async function apiCalls(r: Parameters<typeof seenCalls>[0]): Promise<SeenCall[]> {
  return (await seenCalls(r)).filter((call) => isManagement(call) || call.operation === 'poll');
}
