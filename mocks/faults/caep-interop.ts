import { empty } from '../transmitter/reply.ts';
import type { Operation, Reply, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { type Configuration, inAnswers, showing, strings, withMembers } from './support/configurations.ts';

const without = (member: string) => (): TransmitterSeams => ({
  metadata: (document) => ({ ...document, [member]: undefined }),
});

const withMetadata = (members: Configuration) => (): TransmitterSeams => ({
  metadata: (document) => ({ ...document, ...members }),
});

const answering = (operation: Operation, change: (reply: Reply) => Reply) => (): TransmitterSeams => ({
  after: (reply, call) => (call.operation === operation && reply.status < 300 ? change(reply) : reply),
});

/** Event types that are no use case of the profile. */
const beyondTheProfile = (types: unknown): string[] =>
  strings(types).filter(
    (type) => !/\/(session-revoked|credential-change|device-compliance-change)$/.test(type),
  );

const rules: readonly Omit<Fault, 'profile'>[] = [
  ...(
    [
      ['spec_version', 'CAEP-INTEROP-2.3.1-01'],
      ['delivery_methods_supported', 'CAEP-INTEROP-2.3.2-01'],
      ['jwks_uri', 'CAEP-INTEROP-2.3.3-01'],
      ['configuration_endpoint', 'CAEP-INTEROP-2.3.4-01'],
      ['status_endpoint', 'CAEP-INTEROP-2.3.5-01'],
      ['verification_endpoint', 'CAEP-INTEROP-2.3.6-01'],
      ['authorization_schemes', 'CAEP-INTEROP-2.3.7-01'],
    ] as const
  ).map(([member, breaks]) => ({
    name: `profile-without-${member.replaceAll('_', '-')}`,
    breaks,
    summary: `Leaves ${member} out of the metadata, which the profile demands.`,
    seams: without(member),
  })),
  {
    name: 'profile-spec-version-of-a-draft',
    breaks: 'CAEP-INTEROP-2.3.1-02',
    summary: "Names an implementer's draft as its version.",
    seams: withMetadata({ spec_version: '1_0-ID3' }),
  },
  {
    name: 'profile-spec-version-with-dot',
    breaks: 'CAEP-INTEROP-2.3.1-02',
    summary: 'Writes the version with a dot.',
    seams: withMetadata({ spec_version: '1.0' }),
  },
  {
    name: 'profile-without-oauth-scheme',
    breaks: 'CAEP-INTEROP-2.3.7-02',
    summary: 'Names mutual TLS as its only authorization scheme.',
    seams: withMetadata({ authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:8705' }] }),
  },
  {
    name: 'profile-without-use-case',
    breaks: 'CAEP-INTEROP-3-01',
    summary: 'Supports none of the event types of the profile.',
    seams: () =>
      inAnswers(showing, (configuration) => ({
        ...configuration,
        events_supported: beyondTheProfile(configuration.events_supported),
        events_delivered: beyondTheProfile(configuration.events_delivered),
      })),
  },
  {
    name: 'profile-poll-stream-refused',
    breaks: 'CAEP-INTEROP-2.3.8.1-01',
    summary: 'Refuses to create poll streams although poll is listed.',
    seams: () => ({
      before: ({ operation, client, text }) =>
        operation === 'create-stream' && client !== null && text.includes('urn:ietf:rfc:8936')
          ? empty(400)
          : undefined,
    }),
  },
  {
    name: 'profile-delivery-not-shown',
    breaks: 'CAEP-INTEROP-2.3.8.1-02',
    summary: 'Shows no delivery when a stream is read.',
    seams: () => withMembers(['read-stream'], { delivery: undefined }),
  },
  {
    name: 'profile-delivery-method-of-a-draft',
    breaks: 'CAEP-INTEROP-2.3.8.1-03',
    summary: 'Shows the push method under the URI of an old draft when a stream is read.',
    seams: answering(
      'read-stream',
      withMethod('https://schemas.openid.net/secevent/risc/delivery-method/push'),
    ),
  },
  {
    name: 'profile-delivery-method-changed',
    breaks: 'CAEP-INTEROP-2.3.8.1-04',
    summary: 'Says push of every stream that is read.',
    seams: answering('read-stream', withMethod('urn:ietf:rfc:8935')),
  },
  {
    name: 'profile-read-answers-204',
    breaks: 'CAEP-INTEROP-2.3.8.2-04',
    summary: 'Answers 204 when a stream is read.',
    seams: answering('read-stream', () => empty(204)),
  },
  {
    name: 'profile-status-not-read',
    breaks: 'CAEP-INTEROP-2.3.8.2-05',
    summary: 'Answers the status request without a status.',
    seams: answering('read-status', (reply) => ({ ...reply, body: { state: 'enabled' } })),
  },
  {
    name: 'profile-status-not-updated',
    breaks: 'CAEP-INTEROP-2509-2.3.5-01',
    summary: 'Answers 405 to POST at the status endpoint.',
    seams: () => ({
      before: ({ operation }) => (operation === 'update-status' ? empty(405, { allow: 'GET' }) : undefined),
    }),
  },
  {
    name: 'profile-status-paused-refused',
    breaks: 'CAEP-INTEROP-2509-2.3.5-02',
    summary: 'Does not know the status paused.',
    seams: () => ({
      before: ({ operation, client, text }) =>
        operation === 'update-status' && client !== null && text.includes('paused') ? empty(400) : undefined,
    }),
  },
  {
    name: 'profile-verification-refused',
    breaks: 'CAEP-INTEROP-2.3.6-02',
    summary: 'Answers 501 to every verification request.',
    seams: () => ({
      before: ({ operation, client }) => (operation === 'verify' && client !== null ? empty(501) : undefined),
    }),
  },
  {
    name: 'profile-verification-silent',
    breaks: 'CAEP-INTEROP-2.3.8.2-06',
    summary: 'Accepts verification requests and sends nothing.',
    seams: () => ({ quirks: { verificationSilent: true } }),
  },
  {
    name: 'profile-delete-answers-200',
    breaks: 'CAEP-INTEROP-2.3.8.2-07',
    summary: 'Answers 200 when a stream is deleted.',
    seams: answering('delete-stream', () => ({ status: 200, headers: {}, body: undefined })),
  },
  {
    name: 'profile-signing-key-not-published',
    breaks: 'CAEP-INTEROP-2.3.3-02',
    summary: 'Signs with a key that is not in its JWK Set.',
    seams: () => ({ quirks: { foreignKey: true } }),
  },
  {
    name: 'profile-signed-with-es256',
    breaks: 'CAEP-INTEROP-2.6-01',
    summary: 'Signs with ES256.',
    seams: () => ({ quirks: { algorithm: 'ES256' } }),
  },
  {
    name: 'profile-short-signing-key',
    breaks: 'CAEP-INTEROP-2.6-02',
    summary: 'Signs with an RSA key of 1024 bits, which the profile forbids.',
    seams: () => ({ quirks: { weakKey: true } }),
  },
  {
    name: 'profile-two-events',
    breaks: 'CAEP-INTEROP-2.8.1-01',
    summary: 'Puts a second event into each SET.',
    seams: () => ({
      claims: (claims) => ({
        ...claims,
        events: { ...(claims.events as object), 'https://events.example.com/heartbeat': {} },
      }),
    }),
  },
  {
    name: 'profile-token-refused-for-status',
    breaks: 'CAEP-INTEROP-2.7.2-01',
    summary: 'Refuses every token when the status is read.',
    seams: () => ({
      before: ({ operation, client }) =>
        operation === 'read-status' && client !== null
          ? empty(401, { 'www-authenticate': 'Bearer realm="ssf", error="invalid_token"' })
          : undefined,
    }),
  },
  {
    name: 'profile-token-in-query',
    breaks: 'CAEP-INTEROP-2.7.2-02',
    summary: 'Takes access tokens from the query.',
    seams: () => ({ quirks: { tokenInQuery: true } }),
  },
  {
    name: 'profile-any-token-reads',
    breaks: 'CAEP-INTEROP-2.7.2-03',
    summary: 'Takes any token when a stream is read.',
    seams: () => ({ quirks: { noAuthorization: ['read-stream'] } }),
  },
];

/** Faults that count under the CAEP Interoperability Profile; several break a rule of SSF as well. */
export const faults: readonly Fault[] = rules.map((rule) => ({ ...rule, profile: 'caep-interop' }));

function withMethod(method: string): (reply: Reply) => Reply {
  return (reply) => {
    const body = reply.body as Configuration;
    return { ...reply, body: { ...body, delivery: { ...(body.delivery as Configuration), method } } };
  };
}
