import type { Condition, RequestKind } from '../condition.ts';

/** Sequences of conditions that several modules share. */

const FETCHED = ['discovery/document', 'discovery/json-object', 'discovery/issuer-form'];

/** Fetching the metadata; `delivery` adds whether the chosen delivery method is listed. */
export function metadata(options: { delivery: boolean }): Condition[] {
  return [
    {
      name: 'OIDSSFGetDynamicTransmitterConfiguration / OIDSSFGetStaticTransmitterConfiguration',
      about: 'the metadata can be fetched, is a JSON object and names its issuer',
      severity: 'F!',
      answer: { rule: 'metadata-fetched', checks: ['discovery/well-known-location', ...FETCHED] },
      weak: ['W-7'],
    },
    {
      name: 'EnsureHttpStatusCodeIs200',
      about: 'the metadata comes with status 200',
      severity: 'F',
      answer: { status: [200], of: 'metadata', checks: ['discovery/document'] },
    },
    {
      name: 'EnsureContentTypeJson',
      about: 'the metadata comes as application/json',
      severity: 'F',
      answer: { rule: 'json-type', of: 'metadata', checks: ['discovery/document'] },
    },
    ...(options.delivery
      ? [
          {
            name: 'OIDSSFEnsureDeliveryMethodIsSupported',
            about: 'delivery_methods_supported lists the chosen method',
            severity: 'F!',
            answer: { rule: 'delivery-supported', checks: ['metadata/delivery-methods'] },
            weak: ['W-7'],
          } satisfies Condition,
        ]
      : []),
  ];
}

const HOW_REFUSED = 'The harness sees that it is refused, not how; a server that just closes fails here.';

/** TLS at the host of the issuer. */
export const tls: readonly Condition[] = [
  {
    name: 'EnsureTLS12OrLater',
    about: 'the host of the issuer speaks TLS 1.2 or later',
    severity: 'F',
    answer: { rule: 'speaks-tls', checks: ['tls/version-1.2'] },
  },
  {
    name: 'DisallowTLS10',
    about: 'the host of the issuer refuses TLS 1.0',
    severity: 'F',
    answer: { checks: ['tls/old-versions'], atIssuer: true, oneWay: HOW_REFUSED },
    weak: ['W-12'],
  },
  {
    name: 'DisallowTLS11',
    about: 'the host of the issuer refuses TLS 1.1',
    severity: 'F',
    answer: { checks: ['tls/old-versions'], atIssuer: true, oneWay: HOW_REFUSED },
    weak: ['W-12'],
  },
  {
    name: 'EnsureTLS13OrLater',
    about: 'the host of the issuer speaks TLS 1.3',
    severity: 'W',
    answer: { checks: ['tls/version-1.3'], requirements: ['RFC9325-3.1.1-03'], atIssuer: true },
  },
  {
    name: 'EnsureTLS13PreferredOverTLS12',
    about: 'the host of the issuer prefers TLS 1.3',
    severity: 'F',
    answer: { checks: ['tls/version-1.3'], requirements: ['RFC9325-3.1.1-04'], atIssuer: true },
  },
];

const TOKEN_CHECKS = ['token-endpoint/success'];

/** The access token. */
export const token: readonly Condition[] = [
  {
    name: 'OIDSSFExtractTransmitterAccessTokenFromConfig',
    about: 'the token is taken from the configuration',
    severity: 'F!',
    when: { auth: 'static' },
    answer: { never: 'It succeeds without a token, too; the requests then fail.' },
  },
  {
    name: 'GetDynamicServerConfiguration',
    about: 'the metadata of the authorization server can be fetched',
    severity: 'F!',
    when: { auth: 'dynamic', serverMetadata: 'discovery' },
    answer: { checks: ['oauth-metadata/authorization-server-answer'] },
  },
  {
    name: 'CheckTokenEndpointHttpStatus200',
    about: 'the token endpoint answers 200',
    severity: 'F!',
    when: { auth: 'dynamic' },
    answer: { rule: 'token-status', checks: TOKEN_CHECKS },
  },
  {
    name: 'CheckIfTokenEndpointResponseError',
    about: 'the token response holds no error',
    severity: 'F!',
    when: { auth: 'dynamic' },
    answer: { rule: 'token-without-error', checks: TOKEN_CHECKS },
  },
  {
    name: 'CheckForAccessTokenValue',
    about: 'the token response holds an access token',
    severity: 'F!',
    when: { auth: 'dynamic' },
    answer: { rule: 'token-value', checks: TOKEN_CHECKS },
  },
  {
    name: 'ExtractExpiresInFromTokenEndpointResponse',
    about: 'the token response says how long the token lives',
    severity: 'W',
    when: { auth: 'dynamic' },
    answer: { rule: 'token-expires-in', checks: ['token-endpoint/expires-in'] },
  },
  {
    name: 'OIDSSFEnsureShortLivedToken',
    about: 'the token lives for an hour at most',
    severity: 'W',
    when: { auth: 'dynamic' },
    answer: { rule: 'token-short-lived', checks: ['token-endpoint/short-lived', 'token-endpoint/lifetime'] },
    weak: ['W-6'],
  },
];

/** Removing a stream that was left over; nothing of it counts. */
const clean: readonly Condition[] = [
  {
    name: 'EnsureHttpStatusCodeIs200Or404',
    about: 'reading what streams there are',
    severity: 'I',
    answer: { never: 'It is only told.' },
    weak: ['W-11'],
  },
  {
    name: 'EnsureHttpStatusCodeIs204Or404',
    about: 'deleting the first of them',
    severity: 'I',
    answer: { never: 'It is only told.' },
    weak: ['W-11'],
  },
];

/** What most modules begin with. */
export const start: readonly Condition[] = [...metadata({ delivery: true }), ...token, ...clean];
/** The same, with TLS. */
export const startWithTls: readonly Condition[] = [
  ...metadata({ delivery: true }),
  ...tls,
  ...token,
  ...clean,
];

/** A create request is answered in a form that can be read. */
export const create: readonly Condition[] = [
  {
    name: 'OIDSSFCreateStreamConfigCall',
    about: 'a create request is answered, with JSON unless it is refused',
    severity: 'F!',
    answer: { rule: 'call-answered-json', of: 'create', checks: ['create-stream/created'] },
    weak: ['W-35'],
  },
];

/** A stream is created and deleted, so that there is an id that nobody has. */
export const throwaway: readonly Condition[] = [
  ...create,
  {
    name: 'EnsureHttpStatusCodeIs201',
    about: 'a create request is answered 201',
    severity: 'W',
    answer: { status: [201], of: 'create', checks: ['create-stream/created'] },
  },
  {
    name: 'EnsureHttpStatusCodeIs204',
    about: 'the new stream is deleted with 204',
    severity: 'F!',
    answer: { status: [204], of: 'delete', checks: ['delete-stream/answer'] },
  },
];

/** A verification event is asked for. */
export const trigger: readonly Condition[] = [
  {
    name: 'OIDSSFTriggerVerificationEvent',
    about: 'there is a stream to verify, and the request is answered',
    severity: 'F!',
    answer: { rule: 'stream-known', of: 'verify', checks: ['create-stream/created', 'verification/request'] },
    weak: ['W-7'],
  },
  {
    name: 'EnsureHttpStatusCodeIs204',
    about: 'a verification request is answered 204',
    severity: 'F!',
    answer: {
      status: [204],
      of: 'verify',
      checks: ['verification/request', 'verification/event-arrives', 'caep-interop/verification'],
    },
    weak: ['W-33'],
    own: true,
  },
];

/** The status of an answer. */
export function status(
  of: RequestKind,
  expected: readonly number[],
  about: string,
  checks: readonly string[],
  severity: Condition['severity'],
): Condition {
  const name =
    expected.length > 1 && expected.join() !== '400,401'
      ? 'EnsureHttpStatusCodeIsAnyOf'
      : `EnsureHttpStatusCodeIs${expected.join('or')}`;
  return { name, about, severity, answer: { status: expected, of, checks }, own: true };
}

/** The issuer in an answer that holds the configuration. */
export function issuer(of: RequestKind, about: string, severity: Condition['severity']): Condition {
  return {
    name: 'OIDSSFCheckTransmitterMetadataIssuerMatchesIssuerInResponse',
    about: `iss in the answer to ${about} is the issuer of the metadata`,
    severity,
    answer: { rule: 'issuer-in-answer', of, checks: ['stream-configuration/iss', 'set/iss-of-stream'] },
    own: true,
  };
}
