import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { parseChallenges } from './support/challenge.ts';
import { isHttps } from './support/metadata.ts';
import { lifetimeOf } from './support/token-lifetime.ts';

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
    what: 'Reads the lifetime from expires_in, or from exp and nbf (iat) of a token that is a JWT.',
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
        {
          what: 'A token request with a wrong secret',
          exchange: await ask(t, { clientSecret: `wrong-${t.random()}` }),
          statuses: [400, 401],
          codes: ['invalid_client', 'invalid_request', 'unauthorized_client', 'invalid_grant'],
        },
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
    what: 'Sends a wrong secret by HTTP Basic: status 401 with WWW-Authenticate.',
    hooks: ['client-credentials'],
    async run(t) {
      const right = await ask(t, { basic: true });
      if (!succeeded(right)) return t.notApplicable('The client cannot authenticate by HTTP Basic here.');
      const exchange = await ask(t, { basic: true, clientSecret: `wrong-${t.random()}` });
      if (!t.expectStatus(exchange, [401], 'RFC6749-5.2-02', 'A wrong secret by HTTP Basic')) return;
      const header = exchange.response?.headers['www-authenticate'];
      t.expect(parseChallenges(header).length > 0, 'RFC6749-5.2-02', {
        message: 'A wrong secret by HTTP Basic is refused without a challenge.',
        expected: 'WWW-Authenticate that matches the scheme that was used',
        actual: header ?? 'no WWW-Authenticate',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/lifetime',
    title: 'Under the profile an access token lives for 60 minutes at most.',
    requirements: ['CAEP-INTEROP-2.7.1-03', 'CAEP-INTEROP-2509-2.7.1-01'],
    what: 'Reads the lifetime from expires_in, or from exp and nbf (iat) of a token that is a JWT.',
    hooks: ['client-credentials'],
    async run(t) {
      const { answer, exchange } = await tokenAnswer(t);
      const lifetime = lifetimeOf(answer);
      if (lifetime === null)
        return t.notTested('Neither the response nor the token says how long the token lives.');
      t.expect(lifetime <= HOUR, 'CAEP-INTEROP-2.7.1-03', {
        message: 'An access token lives longer than 60 minutes.',
        expected: `at most ${HOUR} s`,
        actual: `${lifetime} s`,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/oauth-roles',
    title: 'Under the profile the Transmitter takes the tokens of the authorization server.',
    requirements: ['CAEP-INTEROP-2.7-01'],
    what: 'Requests a fresh token at the token endpoint and lists the streams with it.',
    hooks: ['client-credentials'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { answer } = await tokenAnswer(t, await workingScope(t));
      const exchange = await t.call('list-streams', { as: { bearer: String(answer.access_token) } });
      t.expect(
        statusOf(exchange) !== null && ![401, 403].includes(statusOf(exchange) ?? 0),
        'CAEP-INTEROP-2.7-01',
        {
          message: 'The Transmitter refuses a fresh token of the authorization server.',
          expected: 'status 200',
          actual: outcomeOf(exchange),
          exchange,
        },
      );
    },
  }),

  transmitterCheck({
    id: 'token-endpoint/scopes',
    title: 'Under the profile client credentials give tokens for the scopes ssf.read and ssf.manage.',
    requirements: ['CAEP-INTEROP-2.7.3-06', 'CAEP-INTEROP-2509-2.7.2-03', 'CAEP-INTEROP-2.7.1-02'],
    what: 'Asks for a token by the client credentials grant, then for each of the two scopes alone; the granted scope, where it is stated, has what was asked for. The other grant that the profile allows, by code, needs a person.',
    hooks: ['client-credentials'],
    async run(t) {
      const plain = await ask(t);
      if (!t.expectStatus(plain, [200], 'CAEP-INTEROP-2.7.1-02', 'A token request by client credentials'))
        return;
      for (const scope of ['ssf.read', 'ssf.manage']) {
        const exchange = await ask(t, { scope });
        if (!t.expectStatus(exchange, [200], 'CAEP-INTEROP-2.7.3-06', `A token request for ${scope}`))
          continue;
        const granted = objectIn(exchange)?.scope;
        t.expect(typeof granted !== 'string' || granted.split(' ').includes(scope), 'CAEP-INTEROP-2.7.3-06', {
          message: `A token was asked for ${scope} and grants something else.`,
          expected: scope,
          actual: granted,
          exchange,
        });
      }
    },
  }),
];

const HOUR = 3600;
const NO_ENDPOINT = 'No token endpoint is configured, and none was found by RFC 8414.';

/** One request to the token endpoint; ends the check where none is known. */
async function ask<R extends RequirementId>(
  t: TransmitterProbe<R>,
  spec: { scope?: string; grantType?: string; clientSecret?: string; basic?: boolean } = {},
): Promise<Exchange> {
  if (t.tokenEndpoint === null) t.notTested(NO_ENDPOINT);
  return t.requestToken(spec);
}

/** A successful token answer; ends the check where there is none. */
async function tokenAnswer<R extends RequirementId>(
  t: TransmitterProbe<R>,
  scope?: string,
): Promise<{ answer: JsonObject; exchange: Exchange }> {
  const exchange = await ask(t, scope === undefined ? {} : { scope });
  const answer = objectIn(exchange);
  if (answer === null || !succeeded(exchange) || typeof answer.access_token !== 'string') {
    t.notTested('A right token request gave no token; token-endpoint/success judges that.');
  }
  return { answer, exchange };
}

/** ssf.manage where it can be had; undefined leaves the choice to the authorization server. */
async function workingScope<R extends RequirementId>(t: TransmitterProbe<R>): Promise<string | undefined> {
  return succeeded(await ask(t, { scope: 'ssf.manage' })) ? 'ssf.manage' : undefined;
}
