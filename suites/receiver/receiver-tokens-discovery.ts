import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { answeredObject, formIn, only, shown } from './support/calls.ts';
import { seenCalls, startsWithin, stoppingScene } from './support/managed.ts';
import { marks } from './support/marked-metadata.ts';

const FOREIGN = 'https://other-authorization-server.example';

/** RFC 8414 and RFC 9728: how a managed Receiver finds the authorization server and its scopes. */
export const checks = [
  receiverCheck({
    id: 'receiver-tokens/foreign-authorization-server',
    title: 'Authorization server metadata of another issuer is not used.',
    requirements: ['RFC8414-3.3-01'],
    what: 'Starts the target while the authorization server metadata names another issuer and a marked token endpoint: no token may be asked for there.',
    hooks: ['restart', 'client-credentials'],
    async run(r) {
      const right = only(await seenCalls(r), 'authorization-server-metadata')
        .map(answeredObject)
        .findLast((document) => typeof document?.token_endpoint === 'string');
      if (right === undefined || right === null) return r.notApplicable(NO_DISCOVERY);
      const { mark, isMarked } = marks(r);
      const body = { ...right, issuer: FOREIGN, token_endpoint: mark(String(right.token_endpoint)) };
      // Who keeps its token from life to life has to ask for another one.
      await startsWithin(r);
      await r.revokeTokens();
      const { calls } = await stoppingScene(r, {
        scene: {
          answers: [
            {
              operation: 'authorization-server-metadata',
              answers: [{ kind: 'reply', status: 200, body }],
              always: true,
            },
          ],
        },
      });
      if (only(calls, 'authorization-server-metadata').length === 0) return r.notApplicable(NO_DISCOVERY);
      const used = calls.find(({ request }) => isMarked(request.url));
      if (used === undefined) return;
      r.violates('RFC8414-3.3-01', {
        message:
          'The authorization server metadata names another issuer, but the Receiver takes its token endpoint and sends its credentials there.',
        expected: 'no use of metadata whose issuer is another one',
        actual: `${shown(used)}, taken from metadata of ${FOREIGN}`,
        exchange: used,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/foreign-resource',
    title: 'Protected resource metadata of another resource is not used.',
    requirements: ['RFC9728-3-02'],
    what: 'Starts the target while the protected resource metadata names another resource and scopes of its own: these may not be asked for.',
    hooks: ['restart', 'client-credentials'],
    async run(r) {
      const scopes = [`foreign.${r.random().slice(0, 8)}`];
      // Who keeps its token from life to life has to ask for another one.
      await startsWithin(r);
      await r.revokeTokens();
      const { calls } = await stoppingScene(r, {
        scene: {
          protectedResource: {
            resource: 'https://other-resource.example',
            authorization_servers: [r.issuer],
            scopes_supported: scopes,
          },
        },
      });
      if (!readResource(calls)) return r.notApplicable(NO_RESOURCE);
      const used = only(calls, 'token').find((call) => asksFor(call, scopes));
      if (used === undefined) return;
      r.violates('RFC9728-3-02', {
        message: 'The protected resource metadata is that of another resource, but the Receiver uses it.',
        expected: 'no use of metadata whose resource is another one',
        actual: `scope=${formIn(used)?.get('scope')}, which only that metadata names`,
        exchange: used,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-tokens/published-scopes',
    title: 'Where protected resource metadata is published, the Receiver takes its scopes from it.',
    requirements: ['CAEP-INTEROP-2509-2.7.2-02', 'CAEP-INTEROP-2509-2.7.2-01'],
    what: 'Starts the target while protected resource metadata names unusual scopes and looks at what it asks the token endpoint for. (Only the draft of September 2025 wants this.)',
    hooks: ['restart', 'client-credentials'],
    async run(r) {
      const suffix = r.random().slice(0, 8);
      const scopes = [`streams.${suffix}`, `events.${suffix}`];
      // Who keeps its token from life to life has to ask for another one.
      await startsWithin(r);
      await r.revokeTokens();
      const { calls } = await stoppingScene(r, {
        scene: {
          protectedResource: {
            resource: r.issuer,
            authorization_servers: [r.issuer],
            scopes_supported: scopes,
          },
        },
      });
      const asked = only(calls, 'token');
      const [first] = asked;
      if (first === undefined) return r.notTested('Started anew the target did not ask for a token.');
      r.expect(
        asked.some((call) => asksFor(call, scopes)),
        'CAEP-INTEROP-2509-2.7.2-02',
        {
          message: 'The Receiver does not take its scopes from the published protected resource metadata.',
          expected: `some of ${scopes.join(' ')}`,
          actual: `scope=${formIn(first)?.get('scope') ?? '(none)'}${
            readResource(calls) ? '' : '; it never asked for that metadata'
          }`,
          exchange: first,
        },
      );
    },
  }),
];

const NO_DISCOVERY = 'The target does not ask for authorization server metadata.';
const NO_RESOURCE = 'The target does not ask for protected resource metadata.';

function readResource(calls: readonly SeenCall[]): boolean {
  return only(calls, 'protected-resource-metadata').some(({ response }) => response?.status === 200);
}

function asksFor(call: SeenCall, scopes: readonly string[]): boolean {
  const asked = formIn(call)?.get('scope')?.split(' ') ?? [];
  return asked.some((name) => scopes.includes(name));
}
