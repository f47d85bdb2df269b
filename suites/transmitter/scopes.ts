import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { Exchange, Identity } from '../harness/exchange.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { isRefusedToAll, prepareAttempt } from './support/attempt.ts';
import { callEach, dueToCredentials, names } from './support/call-each.ts';
import { bearerChallenge } from './support/challenge.ts';
import { readOnlyIdentity } from './support/credentials.ts';
import { bearerTokensUsed, metadataDocument } from './support/metadata.ts';
import { OPERATIONS } from './support/operations.ts';

/** Operations that change something or make something be sent: a token for ssf.read is not enough for them. */
const managing = OPERATIONS.filter(
  ({ operation }) => !['read-stream', 'list-streams', 'read-status'].includes(operation),
);

/** The three that the profile's table names (CAEP-INTEROP 2.7.3). */
const inProfile = managing.filter(({ operation }) =>
  ['create-stream', 'verify', 'delete-stream'].includes(operation),
);

/** The 403 row of each operation, and the scopes of the interoperability profile. */
export const checks: readonly TransmitterCheck[] = [
  // Verification has no 403 row, and SSF itself does not say which right it takes; the profile does.
  ...managing
    .filter(({ operation }) => operation !== 'verify')
    .map((entry) =>
      transmitterCheck({
        id: `scopes/${entry.operation}`,
        title: `A Receiver that may only read is refused with 403 when ${entry.what}.`,
        requirements: [entry.forbidden],
        what: `Tries ${entry.what} with a token that has the scope ssf.read only, and looks whether anything happened.`,
        hooks: ['scoped-token'],
        endpoints: [entry.endpoint],
        async run(t) {
          const as = await readOnlyIdentity(t);
          const stream = await t.stream();
          const attempt = await prepareAttempt(t, entry.operation, stream);
          const exchange = await t.call(entry.operation, { ...attempt.options, as });
          if (entry.operation === 'create-stream') t.adopt(exchange, stream.delivery);
          const status = statusOf(exchange);
          if (status === 429) return t.notTested('The target answered 429, too many requests.');
          const effect = await attempt.effect();
          if (effect !== null || succeeded(exchange)) {
            t.violates(entry.forbidden, {
              message: `A token for ssf.read is enough for ${entry.what}${effect === null ? '' : `: ${effect}`}.`,
              expected: 'status 403',
              actual: outcomeOf(exchange),
              hint: 'Check the scope of the token in every operation, not only that the token is valid.',
              exchange,
            });
            return;
          }
          if (status === 403) return;
          if (await isRefusedToAll(t, entry.operation, attempt.options, exchange)) {
            return t.notApplicable(
              `The Transmitter refuses ${entry.what} to everybody: the status is ${status}.`,
            );
          }
          t.expectStatus(exchange, [403], entry.forbidden, `${entry.what} with a token for ssf.read`);
        },
      }),
    ),

  transmitterCheck({
    id: 'scopes/insufficient-scope-error',
    title: 'The refusal of a token that does not reach far enough says insufficient_scope.',
    requirements: ['RFC6750-3.1-04', 'RFC6750-3-01'],
    what: 'Calls the operations that need more than ssf.read with a token for that scope: each 403 has a Bearer challenge with error="insufficient_scope".',
    hooks: ['scoped-token'],
    async run(t) {
      if (!bearerTokensUsed((await metadataDocument(t)).document)) {
        return t.notApplicable(
          'authorization_schemes names neither urn:ietf:rfc:6749 nor urn:ietf:rfc:6750.',
        );
      }
      const as = await readOnlyIdentity(t);
      const refusals = (await callEach(t, as, managing)).filter(({ exchange }) => statusOf(exchange) === 403);
      if (refusals.length === 0)
        return t.notTested('Nothing was answered 403; the other checks of the family judge that.');
      const withoutChallenge = refusals.filter(({ exchange }) => challengeOf(exchange) === undefined);
      const silent = await dueToCredentials(t, withoutChallenge);
      t.expect(silent.length === 0, 'RFC6750-3-01', {
        message: `A token that does not reach far enough is refused without a Bearer challenge: ${names(silent)}.`,
        expected: 'WWW-Authenticate: Bearer ..., error="insufficient_scope"',
        actual: silent[0]?.exchange.response?.headers['www-authenticate'] ?? 'no WWW-Authenticate',
        exchange: silent[0]?.exchange,
      });
      const otherError = refusals.filter(({ exchange }) => {
        const challenge = challengeOf(exchange);
        return challenge !== undefined && challenge.error !== 'insufficient_scope';
      });
      const other = await dueToCredentials(t, otherError);
      t.expect(other.length === 0, 'RFC6750-3.1-04', {
        message: `A token that does not reach far enough is refused under another error code: ${names(other)}.`,
        expected: 'error="insufficient_scope"',
        actual: other[0]?.exchange.response?.headers['www-authenticate'],
        exchange: other[0]?.exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'scopes/read-is-not-enough',
    title: 'Under the profile a token for ssf.read is not enough to create, verify or delete.',
    requirements: ['CAEP-INTEROP-2.7.2-04', 'CAEP-INTEROP-2.7.3-04'],
    what: 'Tries to create a stream, to request verification and to delete a stream with a token for ssf.read only.',
    hooks: ['scoped-token'],
    endpoints: ['configuration_endpoint', 'verification_endpoint'],
    async run(t) {
      for (const { operation, exchange, what } of await callEach(t, await readOnlyIdentity(t), inProfile)) {
        // Both drafts put creation and deletion under ssf.manage; of verification only the later one says so.
        const requirement = operation === 'verify' ? 'CAEP-INTEROP-2.7.3-04' : 'CAEP-INTEROP-2.7.2-04';
        t.expect(!succeeded(exchange), requirement, {
          message: `A token for ssf.read is enough for ${what}, which needs ssf.manage.`,
          expected: 'status 403',
          actual: outcomeOf(exchange),
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'scopes/insufficient-token-error',
    title: 'Under the profile an insufficient token is refused as RFC 6750 says: 403, insufficient_scope.',
    requirements: ['CAEP-INTEROP-2.7.2-05'],
    what: 'Looks at the status and at the error code with which a token for ssf.read is refused when it creates, verifies or deletes.',
    hooks: ['scoped-token'],
    endpoints: ['configuration_endpoint', 'verification_endpoint'],
    async run(t) {
      const answers = await callEach(t, await readOnlyIdentity(t), inProfile);
      const refusals = answers.filter(({ exchange }) => !succeeded(exchange) && isOffered(exchange));
      if (refusals.length === 0)
        return t.notTested('Nothing was refused; scopes/read-is-not-enough judges that.');
      const wrong = refusals.filter(({ exchange }) => !isInsufficientScope(exchange));
      for (const { exchange, what } of await dueToCredentials(t, wrong)) {
        t.violates('CAEP-INTEROP-2.7.2-05', {
          message: `A token for ssf.read is refused otherwise than RFC 6750 section 3.1 says: ${what}.`,
          expected: 'status 403, and error="insufficient_scope" where there is a challenge',
          actual: `${outcomeOf(exchange)}; ${exchange.response?.headers['www-authenticate'] ?? 'no challenge'}`,
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'scopes/read-reads',
    title: 'Under the profile a token for ssf.read is enough to read configuration and status.',
    requirements: ['CAEP-INTEROP-2.7.3-02'],
    what: 'Reads a stream and its status with a token for ssf.read only.',
    hooks: ['scoped-token'],
    endpoints: ['configuration_endpoint', 'status_endpoint'],
    async run(t) {
      const as: Identity = { scope: 'ssf.read' };
      const { id } = await t.stream();
      for (const [operation, what] of [
        ['read-stream', 'Reading a stream'],
        ['read-status', 'Reading the status'],
      ] as const) {
        const exchange = await t.call(operation, { streamId: id, as });
        if (exchange.request.headers.authorization === undefined) {
          return t.notTested('No token for the scope ssf.read alone could be had.');
        }
        t.expect(statusOf(exchange) !== 401 && statusOf(exchange) !== 403, 'CAEP-INTEROP-2.7.3-02', {
          message: `${what} takes more than a token for ssf.read.`,
          expected: 'status 200',
          actual: outcomeOf(exchange),
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'scopes/manage-manages',
    title: 'Under the profile a token for ssf.manage is enough to create, read, verify and delete.',
    requirements: ['CAEP-INTEROP-2.7.3-03'],
    what: 'Creates a stream, requests verification, reads configuration and status and deletes the stream, all with a token for ssf.manage only. A refusal to read is a warning: drafts of the profile differ.',
    hooks: ['client-credentials'],
    endpoints: ['configuration_endpoint', 'status_endpoint', 'verification_endpoint'],
    async run(t) {
      const as: Identity = { scope: 'ssf.manage' };
      const model = await t.stream();
      await t.deleteOwnStreams();
      const created = await t.call('create-stream', { body: model.request, as });
      if (created.request.headers.authorization === undefined) {
        return t.notTested(
          'No token for the scope ssf.manage could be had; token-endpoint/scopes judges that.',
        );
      }
      const stream = t.adopt(created, model.delivery);
      const needs = (exchange: Exchange, allowed: readonly number[], what: string): boolean =>
        !isOffered(exchange) ||
        t.expectStatus(exchange, allowed, 'CAEP-INTEROP-2.7.3-03', `${what} with a token for ssf.manage`);
      if (!needs(created, [200, 201, 409], 'Creating a stream') || stream === null) return;
      const streamId = stream.id;
      for (const operation of ['read-stream', 'read-status'] as const) {
        const exchange = await t.call(operation, { streamId, as });
        if (statusOf(exchange) === 403) {
          t.warns('CAEP-INTEROP-2.7.3-03', {
            message: `ssf.manage does not include reading (${operation}); the draft of July 2026 says that it does.`,
            expected: 'status 200',
            actual: outcomeOf(exchange),
            exchange,
          });
        }
      }
      const verified = await t.call('verify', { streamId, body: { state: t.random() }, as });
      if (statusOf(verified) !== 429) needs(verified, [200, 202, 204], 'Requesting verification');
      needs(await t.call('delete-stream', { streamId, as }), [200, 202, 204], 'Deleting the stream');
    },
  }),
];

/** A missing challenge is judged by RFC6750-3-01. */
function isInsufficientScope(exchange: Exchange): boolean {
  const error = challengeOf(exchange)?.error ?? 'insufficient_scope';
  return statusOf(exchange) === 403 && error === 'insufficient_scope';
}

/** Whether the Transmitter knows the operation at all; that it must is judged elsewhere. */
function isOffered(exchange: Exchange): boolean {
  return statusOf(exchange) !== 405 && statusOf(exchange) !== 501;
}

function challengeOf({ response }: Exchange): Record<string, string> | undefined {
  return bearerChallenge(response?.headers['www-authenticate'])?.parameters;
}
