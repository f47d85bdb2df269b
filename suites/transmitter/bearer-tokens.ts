import { transmitterCheck } from '../harness/check.ts';
import type { Exchange, Identity } from '../harness/exchange.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { type Answered, callEach, names } from './support/call-each.ts';
import { bearerChallenge, parseChallenges } from './support/challenge.ts';
import { tokenOf } from './support/credentials.ts';
import { bearerTokensUsed, metadataDocument } from './support/metadata.ts';
import { OPERATIONS } from './support/operations.ts';
import { runSets } from './support/run-sets.ts';

/** SSF 8 with RFC 9110 section 11.6.1 and RFC 6750: how bearer tokens travel, and what their refusal looks like. */
export const checks = [
  transmitterCheck({
    id: 'bearer-tokens/challenge',
    title: 'A 401 says in WWW-Authenticate how to authorize, and names Bearer where bearer tokens are used.',
    requirements: ['SSF-8-05', 'RFC9110-11.6.1-01', 'RFC6750-3-01'],
    what: 'Calls each advertised operation without a token, then with one that was never issued, and reads the header WWW-Authenticate of each 401.',
    async run(t) {
      const { document } = await metadataDocument(t);
      const toNobody = await callEach(t, 'nobody');
      await t.deleteOwnStreams();
      const refusals = [...toNobody, ...(await callEach(t, 'stranger'))].filter(
        ({ exchange }) => statusOf(exchange) === 401,
      );
      if (refusals.length === 0) t.notTested(NO_REFUSAL);
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
      const wrong = challenged.filter(({ parameters }) => parameters.error !== 'invalid_token');
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
      const error = bearerChallenge(exchange.response?.headers['www-authenticate'])?.parameters.error;
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
    what: 'Reads and lists streams and reads the status with "Authorization: Bearer TOKEN", then reads a stream with "bearer": names of schemes are case-insensitive (RFC 9110 section 11.1).',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const token = tokenOf(stream);
      if (token === null) return t.notTested('The Receiver works without a bearer token.');
      const { document } = await metadataDocument(t);
      for (const { operation, what, endpoint } of reading) {
        if (typeof document[endpoint] !== 'string') continue;
        const usual = await t.call(operation, operation === 'list-streams' ? {} : { streamId: stream.id });
        t.expect(statusOf(usual) !== 401, 'RFC6750-2.1-01', {
          message: `The token that was good for creating a stream is refused: ${what}.`,
          expected: 'status 200',
          actual: outcomeOf(usual),
          exchange: usual,
        });
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
    id: 'bearer-tokens/set-is-no-token',
    title: 'A SET that the Transmitter issued is not taken for an access token.',
    requirements: ['RFC8417-4.2-01'],
    what: 'Presents a delivered SET as bearer token when listing and reading streams.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      // Servers bound their headers, often at 8 KB in all: a longer one says nothing about tokens.
      const tokens = (await runSets(t)).map((set) => ({
        set,
        token: set.parsed.compact.replace(/[\s=]/g, ''),
      }));
      const found = tokens.find(
        ({ token }) => token.length <= 6_000 && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token),
      );
      if (found === undefined) return t.notTested('No SET was delivered that could be presented as a token.');
      const stream = await t.stream();
      let judged = 0;
      for (const [operation, options] of [
        ['list-streams', {}],
        ['read-stream', { streamId: stream.id }],
      ] as const) {
        // Who takes any token takes a SET too; that is judged elsewhere.
        if (succeeded(await t.call(operation, { ...options, as: 'stranger' }))) continue;
        judged += 1;
        const exchange = await t.call(operation, { ...options, as: { bearer: found.token } });
        t.expect(!succeeded(exchange), 'RFC8417-4.2-01', {
          message:
            'A SET is accepted as an access token: who receives events could use them to manage streams.',
          expected: 'status 401',
          actual: outcomeOf(exchange),
          hint: 'Check typ (at+jwt), aud and scope of a token, not only issuer and signature: SETs have those too.',
          exchange,
          set: found.set,
        });
      }
      if (judged === 0)
        t.notTested('Any token is accepted; the checks of the family authorization judge that.');
    },
  }),
];

const reading = OPERATIONS.filter(({ operation }) =>
  ['read-stream', 'list-streams', 'read-status'].includes(operation),
);

const NO_BEARER = 'authorization_schemes names neither urn:ietf:rfc:6749 nor urn:ietf:rfc:6750.';

const NO_REFUSAL = 'Nothing was answered 401; the checks of the family authorization judge that.';

/** The answers of status 401; ends the check where there is none. */
async function refusalsOf<R extends RequirementId>(
  t: TransmitterProbe<R>,
  as: Identity,
): Promise<Answered[]> {
  const refusals = (await callEach(t, as)).filter(({ exchange }) => statusOf(exchange) === 401);
  if (refusals.length === 0) t.notTested(NO_REFUSAL);
  return refusals;
}

/** Those of the answers that have a Bearer challenge, with its parameters. */
function challengedBy(answers: readonly Answered[]): (Answered & { parameters: Record<string, string> })[] {
  return answers.flatMap((answer) => {
    const challenge = bearerChallenge(answer.exchange.response?.headers['www-authenticate']);
    return challenge === undefined ? [] : [{ ...answer, parameters: challenge.parameters }];
  });
}
