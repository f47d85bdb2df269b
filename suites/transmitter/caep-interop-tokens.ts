import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { Identity } from '../harness/exchange.ts';
import { alteredToken } from './support/altered-token.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { callEach, names } from './support/call-each.ts';
import { tokenOf } from './support/credentials.ts';

/** The Transmitter as a resource server (CAEP-INTEROP 2.7.2). What scopes are for is in the family scopes. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'caep-interop/token-in-header',
    title: 'Access tokens are taken from the Authorization header.',
    requirements: ['CAEP-INTEROP-2.7.2-01'],
    what: 'Reads a stream and its status with the token in the header.',
    endpoints: ['configuration_endpoint', 'status_endpoint'],
    async run(t) {
      const { id } = await t.stream();
      for (const operation of ['read-stream', 'read-status'] as const) {
        const exchange = await t.call(operation, { streamId: id });
        t.expect(statusOf(exchange) !== 401, 'CAEP-INTEROP-2.7.2-01', {
          message: `The token that was good for creating a stream is refused by ${operation}.`,
          expected: 'status 200',
          actual: outcomeOf(exchange),
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'caep-interop/token-in-query',
    title: 'Access tokens in the query are not accepted.',
    requirements: ['CAEP-INTEROP-2.7.2-02'],
    what: 'Calls each advertised operation with the token as query parameter access_token and without an Authorization header.',
    async run(t) {
      let accepted = (await callEach(t, 'in-query')).filter(({ exchange }) => succeeded(exchange));
      if (accepted.length > 0) {
        // Who lets in anybody does not look at the query; that is judged elsewhere.
        await t.deleteOwnStreams();
        const inAnyCase = new Set(
          (await callEach(t, 'nobody'))
            .filter(({ exchange }) => succeeded(exchange))
            .map(({ operation }) => operation),
        );
        accepted = accepted.filter(({ operation }) => !inAnyCase.has(operation));
      }
      t.expect(accepted.length === 0, 'CAEP-INTEROP-2.7.2-02', {
        message: `An access token in the query is accepted: ${names(accepted)}. It ends up in logs and histories.`,
        expected: 'status 401 or 400',
        actual: accepted[0] === undefined ? '' : outcomeOf(accepted[0].exchange),
        exchange: accepted[0]?.exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/token-validity',
    title: 'Validity and integrity of an access token are checked.',
    requirements: ['CAEP-INTEROP-2.7.2-03'],
    what: 'Reads a stream with a token that was never issued, and with the own token after one character was changed (of a JWT, in its signature): 401 each time.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const token = tokenOf(stream);
      const altered = token === null ? null : alteredToken(token);
      const intruders: [Identity, string][] = [['stranger', 'a token that was never issued']];
      if (altered !== null) intruders.push([{ bearer: altered }, 'an altered token']);
      for (const [as, which] of intruders) {
        const exchange = await t.call('read-stream', { streamId: stream.id, as });
        t.expectStatus(exchange, [401], 'CAEP-INTEROP-2.7.2-03', `Reading a stream with ${which}`);
      }
    },
  }),
];
