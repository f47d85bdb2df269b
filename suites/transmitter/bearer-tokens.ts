import { transmitterCheck } from '../harness/check.ts';
import type { Exchange, Identity } from '../harness/exchange.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { prepareAttempt } from './support/attempt.ts';
import { bearerChallenge, parseChallenges } from './support/challenge.ts';
import { tokenOf } from './support/credentials.ts';
import { bearerTokensUsed, metadataDocument } from './support/metadata.ts';
import { OPERATIONS } from './support/operations.ts';

/** SSF 8 with RFC 9110 section 11.6.1 and RFC 6750: how bearer tokens travel, and what their refusal looks like. */
export const checks = [
  transmitterCheck({
    id: 'bearer-tokens/challenge',
    title: 'A 401 says in WWW-Authenticate how to authorize, and names Bearer where bearer tokens are used.',
    requirements: ['SSF-8-05', 'RFC9110-11.6.1-01', 'RFC6750-3-01'],
    what: 'Calls each advertised operation without a token and reads the header WWW-Authenticate of each 401.',
    async run(t) {
      const { document } = await metadataDocument(t);
      const refusals = await refusalsOf(t, 'nobody');
      const header = ({ response }: Exchange): string | undefined => response?.headers['www-authenticate'];
      const without = refusals.filter(({ exchange }) => parseChallenges(header(exchange)).length === 0);
      if (without[0] !== undefined) {
        t.violates('SSF-8-05', {
          message: `A 401 names no authentication scheme: ${names(without)}.`,
          expected: 'WWW-Authenticate with at least one challenge',
          actual: header(without[0].exchange) ?? 'no WWW-Authenticate',
          hint: 'Gateways and frameworks often answer 401 before the code that adds the header is reached.',
          exchange: without[0].exchange,
        });
      }
      if (!bearerTokensUsed(document)) return;
      const other = refusals.filter(
        (refusal) => !without.includes(refusal) && bearerChallenge(header(refusal.exchange)) === undefined,
      );
      if (other[0] !== undefined) {
        t.violates('RFC6750-3-01', {
          message: `A 401 does not name the scheme Bearer, although bearer tokens are used: ${names(other)}.`,
          expected: 'WWW-Authenticate: Bearer ...',
          actual: header(other[0].exchange),
          exchange: other[0].exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/no-error-without-token',
    title: 'The challenge to a request without any token gives no error code.',
    requirements: ['RFC6750-3-02'],
    what: 'Calls each advertised operation without a token: the Bearer challenge of the 401 has no parameter error.',
    async run(t) {
      if (!bearerTokensUsed((await metadataDocument(t)).document)) return t.notApplicable(NO_BEARER);
      const challenged = challengedBy(await refusalsOf(t, 'nobody'));
      if (challenged.length === 0)
        return t.notTested('No 401 has a Bearer challenge; bearer-tokens/challenge judges that.');
      const wrong = challenged.filter(({ parameters }) => 'error' in parameters);
      t.expect(wrong.length === 0, 'RFC6750-3-02', {
        message: `A request without a token is told of an error in its token: ${names(wrong)}.`,
        expected: 'a Bearer challenge without error',
        actual: wrong[0]?.parameters,
        exchange: wrong[0]?.exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/invalid-token-error',
    title: 'The challenge to a wrong token says invalid_token.',
    requirements: ['RFC6750-3.1-02'],
    what: 'Calls each advertised operation with a token that was never issued: the Bearer challenge of the 401 has error="invalid_token".',
    async run(t) {
      if (!bearerTokensUsed((await metadataDocument(t)).document)) return t.notApplicable(NO_BEARER);
      const challenged = challengedBy(await refusalsOf(t, 'stranger'));
      if (challenged.length === 0)
        return t.notTested('No 401 has a Bearer challenge; bearer-tokens/challenge judges that.');
      const wrong = challenged.filter(({ parameters }) => parameters['error'] !== 'invalid_token');
      t.expect(wrong.length === 0, 'RFC6750-3.1-02', {
        message: `A wrong token is not called invalid_token: ${names(wrong)}.`,
        expected: 'error="invalid_token"',
        actual: wrong[0]?.parameters,
        hint: 'Receivers fetch a new token when they read invalid_token; without it they cannot tell why they are refused.',
        exchange: wrong[0]?.exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/two-methods',
    title: 'A request with the token in header and query at once is refused with invalid_request.',
    requirements: ['RFC6750-3.1-01'],
    what: 'Lists the streams with the token sent by both methods. A Transmitter that does not look at the query at all is only noted.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      if (!bearerTokensUsed((await metadataDocument(t)).document)) return t.notApplicable(NO_BEARER);
      const exchange = await t.call('list-streams', { as: 'in-header-and-query' });
      if (succeeded(exchange)) {
        // RFC 6750 3.1 speaks of requests that fail; who knows no query method sees an unknown parameter.
        t.notes('RFC6750-3.1-01', {
          message: 'A token in the query is ignored where the header has one too.',
          expected: '400 with error="invalid_request"',
          actual: outcomeOf(exchange),
          exchange,
        });
        return;
      }
      if (!t.expectStatus(exchange, [400], 'RFC6750-3.1-01', 'A request with its token by two methods'))
        return;
      const error = bearerChallenge(exchange.response?.headers['www-authenticate'])?.parameters['error'];
      t.expect(error === undefined || error === 'invalid_request', 'RFC6750-3.1-01', {
        message: 'A request with its token by two methods is refused under another error code.',
        expected: 'error="invalid_request"',
        actual: error,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/header-method',
    title: 'Access tokens are taken from the Authorization header, however the scheme is capitalized.',
    requirements: ['RFC6750-2.1-01'],
    what: 'Reads a stream with "Authorization: Bearer TOKEN", then with "bearer": names of schemes are case-insensitive (RFC 9110 section 11.1).',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const token = tokenOf(stream);
      if (token === null) return t.notTested('The Receiver works without a bearer token.');
      const usual = await t.call('read-stream', { streamId: stream.id });
      if (statusOf(usual) === 401) {
        t.violates('RFC6750-2.1-01', {
          message: 'The token that was good for creating a stream is refused when the stream is read.',
          expected: 'status 200',
          actual: outcomeOf(usual),
          exchange: usual,
        });
        return;
      }
      const lower = await t.request({
        method: 'GET',
        url: await t.endpoint('configuration_endpoint'),
        query: { stream_id: stream.id },
        as: 'nobody',
        headers: { authorization: `bearer ${token}` },
      });
      if (statusOf(lower) !== 401) return;
      t.warns('RFC6750-2.1-01', {
        message: 'The token is refused when the scheme is written in lower case.',
        expected: '"bearer" is as good as "Bearer" (RFC 9110 section 11.1)',
        actual: outcomeOf(lower),
        exchange: lower,
      });
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/query-method',
    title: 'Access tokens in the query are not accepted.',
    requirements: ['CAEP-INTEROP-2.7.2-02'],
    what: 'Calls each advertised operation with the token as query parameter access_token and without an Authorization header.',
    async run(t) {
      const answers = await callEach(t, 'in-query');
      const accepted = answers.filter(({ exchange }) => succeeded(exchange));
      t.expect(accepted.length === 0, 'CAEP-INTEROP-2.7.2-02', {
        message: `An access token in the query is accepted: ${names(accepted)}. It ends up in logs and histories.`,
        expected: 'status 401 or 400',
        actual: accepted[0] === undefined ? '' : outcomeOf(accepted[0].exchange),
        exchange: accepted[0]?.exchange,
      });
      for (const { exchange, what } of answers.filter((answer) => !accepted.includes(answer))) {
        t.expectStatus(exchange, '4xx', 'CAEP-INTEROP-2.7.2-02', `A token in the query, ${what}`);
      }
    },
  }),

  transmitterCheck({
    id: 'bearer-tokens/set-is-no-token',
    title: 'A SET that the Transmitter issued is not taken for an access token.',
    requirements: ['RFC8417-4.2-01'],
    what: 'Presents a delivered SET as bearer token when listing and reading streams.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      // Servers bound their headers, often at 8 KB in all: a longer one says nothing about tokens.
      const set = (await t.seenSets()).find(
        ({ parsed: { compact } }) => compact.length <= 6_000 && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(compact),
      );
      if (set === undefined) return t.notTested('No SET was delivered that could be presented as a token.');
      const as = { bearer: set.parsed.compact };
      for (const [operation, options] of [
        ['list-streams', { as }],
        ['read-stream', { as, streamId: stream.id }],
      ] as const) {
        const exchange = await t.call(operation, options);
        const status = statusOf(exchange);
        // No answer, or a server error, is not nice, but lets nobody in.
        const isRefused = t.expect(status === null || status >= 400, 'RFC8417-4.2-01', {
          message:
            'A SET is accepted as an access token: who receives events could act as the Transmitter itself.',
          expected: 'status 401',
          actual: outcomeOf(exchange),
          hint: 'Check typ (at+jwt), aud and scope of a token, not only issuer and signature: SETs have those too.',
          exchange,
          set,
        });
        if (isRefused && status !== 401) {
          t.notes('RFC8417-4.2-01', {
            message: 'A SET presented as an access token is refused, but not with 401.',
            expected: 'status 401',
            actual: outcomeOf(exchange),
            exchange,
          });
        }
      }
    },
  }),
];

const NO_BEARER = 'authorization_schemes names neither urn:ietf:rfc:6749 nor urn:ietf:rfc:6750.';

interface Answered {
  operation: string;
  what: string;
  exchange: Exchange;
}

/** Calls every advertised operation on one stream as somebody who is to be refused. */
async function callEach<R extends RequirementId>(t: TransmitterProbe<R>, as: Identity): Promise<Answered[]> {
  const { document } = await metadataDocument(t);
  const stream = await t.stream();
  const answers: Answered[] = [];
  for (const { operation, what, endpoint } of OPERATIONS) {
    if (typeof document[endpoint] !== 'string') continue;
    const { options } = await prepareAttempt(t, operation, stream);
    const exchange = await t.call(operation, { ...options, as });
    if (operation === 'create-stream') t.adopt(exchange, stream.delivery);
    answers.push({ operation, what, exchange });
  }
  return answers;
}

/** The answers of status 401; ends the check where there is none. */
async function refusalsOf<R extends RequirementId>(
  t: TransmitterProbe<R>,
  as: Identity,
): Promise<Answered[]> {
  const refusals = (await callEach(t, as)).filter(({ exchange }) => statusOf(exchange) === 401);
  if (refusals.length === 0)
    t.notTested('Nothing was answered 401; the checks of the family authorization judge that.');
  return refusals;
}

/** Those of the answers that have a Bearer challenge, with its parameters. */
function challengedBy(answers: readonly Answered[]): (Answered & { parameters: Record<string, string> })[] {
  return answers.flatMap((answer) => {
    const challenge = bearerChallenge(answer.exchange.response?.headers['www-authenticate']);
    return challenge === undefined ? [] : [{ ...answer, parameters: challenge.parameters }];
  });
}

function names(answers: readonly Answered[]): string {
  return answers.map(({ operation }) => operation).join(', ');
}
