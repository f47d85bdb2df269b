import { transmitterCheck } from '../harness/check.ts';
import { objectIn, outcomeOf, succeeded } from './support/answers.ts';
import { parseChallenges } from './support/challenge.ts';
import { isHttps } from './support/metadata.ts';
import { lifetimeOf } from './support/token-lifetime.ts';
import { ask, HOUR, tokenAnswer } from './support/token-requests.ts';

/** RFC 6749 at the token endpoint, as far as a Receiver with client credentials sees it. */
export const checks = [
  transmitterCheck({
    id: 'token-endpoint/success',
    title: 'A right token request over TLS is answered with access_token and token_type.',
    requirements: ['RFC6749-5.1-01', 'RFC6749-3.2-02'],
    what: 'Requests a token by client credentials: status 200, JSON, both members are strings. The URL is https, which is not asked of a target on plain http loopback.',
    hooks: ['client-credentials'],
    async run(t) {
      const exchange = await ask(t);
      t.expect(!t.https || isHttps(exchange.request.url), 'RFC6749-3.2-02', {
        message:
          'The token endpoint is reached without TLS, so client secrets and tokens travel in the clear.',
        expected: 'an https URL',
        actual: exchange.request.url,
        exchange,
      });
      if (!t.expectStatus(exchange, [200], 'RFC6749-5.1-01', 'A right token request')) return;
      t.expectJsonType(exchange, 'RFC6749-5.1-01', 'A right token request');
      const answer = objectIn(exchange) ?? {};
      for (const member of ['access_token', 'token_type']) {
        const value = answer[member];
        t.expect(typeof value === 'string' && value !== '', 'RFC6749-5.1-01', {
          message: `The token response has no ${member}.`,
          expected: `a string ${member}`,
          actual: typeof value,
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/expires-in',
    title: 'A token response says how long the token lives.',
    requirements: ['RFC6749-5.1-02'],
    what: 'The token response has the member expires_in.',
    hooks: ['client-credentials'],
    async run(t) {
      const { answer, exchange } = await tokenAnswer(t);
      t.expect('expires_in' in answer, 'RFC6749-5.1-02', {
        message: 'The token response does not say how long the token lives.',
        expected: 'expires_in, in seconds',
        actual: 'no expires_in',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/expires-in-number',
    title: 'expires_in is a non-negative integer.',
    requirements: ['RFC6749-A.14-01'],
    what: 'Reads expires_in of a token response. A number in quotation marks fails.',
    hooks: ['client-credentials'],
    async run(t) {
      const { answer, exchange } = await tokenAnswer(t);
      const value = answer.expires_in;
      if (value === undefined) return t.notApplicable('The token response has no expires_in.');
      t.expect(Number.isInteger(value) && (value as number) >= 0, 'RFC6749-A.14-01', {
        message: 'expires_in is no non-negative integer.',
        expected: 'a JSON number such as 3600',
        actual: value,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/short-lived',
    title: 'Access tokens live no longer than an hour.',
    requirements: ['RFC6750-5.3-02'],
    what: 'Reads the lifetime from expires_in and, where the token is a JWT, from its exp and nbf (iat); the longer one counts.',
    hooks: ['client-credentials'],
    async run(t) {
      const { answer, exchange } = await tokenAnswer(t);
      const lifetime = lifetimeOf(answer);
      if (lifetime === null)
        return t.notTested('Neither the response nor the token says how long the token lives.');
      t.expect(lifetime <= HOUR, 'RFC6750-5.3-02', {
        message: 'Access tokens live longer than an hour; whoever finds one can use it for long.',
        expected: `at most ${HOUR} s`,
        actual: `${lifetime} s`,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/not-stored',
    title: 'A token response may not be stored by caches.',
    requirements: ['RFC6749-5.1-03'],
    what: 'The token response has Cache-Control: no-store.',
    hooks: ['client-credentials'],
    async run(t) {
      const { exchange } = await tokenAnswer(t);
      const header = exchange.response?.headers['cache-control'];
      const directives = (header ?? '').split(',').map((directive) => directive.trim().toLowerCase());
      t.expect(directives.includes('no-store'), 'RFC6749-5.1-03', {
        message: 'The token response may be kept by caches.',
        expected: 'Cache-Control: no-store',
        actual: header ?? 'no Cache-Control',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/no-refresh-token',
    title: 'Client credentials give no refresh token.',
    requirements: ['RFC6749-4.4.3-01'],
    what: 'The token response of the client credentials grant has no refresh_token.',
    hooks: ['client-credentials'],
    async run(t) {
      const { answer, exchange } = await tokenAnswer(t);
      t.expect(!('refresh_token' in answer), 'RFC6749-4.4.3-01', {
        message: 'The client credentials grant gives a refresh token, which the client does not need.',
        expected: 'no refresh_token',
        actual: 'a refresh_token',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/granted-scope',
    title: 'A granted scope that is not the one asked for is stated.',
    requirements: ['RFC6749-3.3-02'],
    what: 'Asks for ssf.manage and a scope that nobody knows: either invalid_scope, or a response that says what was granted.',
    hooks: ['client-credentials'],
    async run(t) {
      const exchange = await ask(t, { scope: 'ssf.manage no-such-scope' });
      const answer = objectIn(exchange);
      if (answer === null || !succeeded(exchange)) return;
      const scope = answer.scope;
      t.expect(typeof scope === 'string', 'RFC6749-3.3-02', {
        message: 'An unknown scope was asked for, and the response does not say what was granted instead.',
        expected: 'scope in the response, or the error invalid_scope',
        actual: scope ?? 'no scope',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/errors',
    title: 'A wrong token request is refused with 400 and an error code.',
    requirements: ['RFC6749-5.2-01'],
    what: 'Sends a wrong secret (in the body) and a grant type that nobody knows: status 400, for the secret also 401, and JSON with the member error.',
    hooks: ['client-credentials'],
    async run(t) {
      await tokenAnswer(t);
      const cases = [
        // A client that shows itself by its certificate (RFC 8705 section 2) has no secret that could be wrong.
        ...(t.hooks.includes('client-secret')
          ? [
              {
                what: 'A token request with a wrong secret',
                exchange: await ask(t, { clientSecret: `wrong-${t.random()}` }),
                statuses: [400, 401],
                codes: ['invalid_client', 'invalid_request', 'unauthorized_client', 'invalid_grant'],
              },
            ]
          : []),
        {
          what: 'A token request with an unknown grant type',
          exchange: await ask(t, { grantType: 'urn:example:no-such-grant' }),
          statuses: [400],
          codes: ['unsupported_grant_type', 'unauthorized_client', 'invalid_request', 'invalid_grant'],
        },
      ];
      for (const { what, exchange, statuses, codes } of cases) {
        if (!t.expectStatus(exchange, statuses, 'RFC6749-5.2-01', what)) continue;
        const error = objectIn(exchange)?.error;
        t.expect(typeof error === 'string', 'RFC6749-5.2-01', {
          message: `${what} is refused without an error code.`,
          expected: '{"error": "..."}',
          actual: outcomeOf(exchange),
          exchange,
        });
        if (typeof error === 'string' && !codes.includes(error)) {
          t.warns('RFC6749-5.2-01', {
            message: `${what} is refused under an error code that is meant for something else.`,
            expected: codes[0],
            actual: error,
            exchange,
          });
        }
      }
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/basic-challenge',
    title: 'Wrong credentials in the Authorization header are refused with 401 and a challenge.',
    requirements: ['RFC6749-5.2-02'],
    what: 'Sends a wrong secret by HTTP Basic: status 401 with WWW-Authenticate of this scheme.',
    hooks: ['client-credentials', 'client-secret'],
    async run(t) {
      const right = await ask(t, { basic: true });
      if (!succeeded(right)) return t.notApplicable('The client cannot authenticate by HTTP Basic here.');
      const exchange = await ask(t, { basic: true, clientSecret: `wrong-${t.random()}` });
      if (!t.expectStatus(exchange, [401], 'RFC6749-5.2-02', 'A wrong secret by HTTP Basic')) return;
      const header = exchange.response?.headers['www-authenticate'];
      const schemes = parseChallenges(header).map(({ scheme }) => scheme);
      t.expect(schemes.includes('basic'), 'RFC6749-5.2-02', {
        message:
          schemes.length === 0
            ? 'A wrong secret by HTTP Basic is refused without a challenge.'
            : 'A wrong secret by HTTP Basic is refused with a challenge of another scheme only.',
        expected: 'WWW-Authenticate: Basic ..., the scheme that was used',
        actual: header ?? 'no WWW-Authenticate',
        exchange,
      });
    },
  }),
];
