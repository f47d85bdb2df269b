import { transmitterCheck } from '../harness/check.ts';
import type { TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { lifetimeOf } from './support/token-lifetime.ts';
import { ask, HOUR, tokenAnswer } from './support/token-requests.ts';

/** What the CAEP Interoperability Profile asks of tokens and of who issues them (2.7). */
export const checks = [
  transmitterCheck({
    id: 'token-endpoint/lifetime',
    title: 'Under the profile an access token lives for 60 minutes at most.',
    requirements: ['CAEP-INTEROP-2.7.1-03', 'CAEP-INTEROP-2509-2.7.1-01'],
    what: 'Reads the lifetime from expires_in and, where the token is a JWT, from its exp and nbf (iat); the longer one counts.',
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

/** ssf.manage where it can be had; undefined leaves the choice to the authorization server. */
async function workingScope<R extends RequirementId>(t: TransmitterProbe<R>): Promise<string | undefined> {
  return succeeded(await ask(t, { scope: 'ssf.manage' })) ? 'ssf.manage' : undefined;
}
