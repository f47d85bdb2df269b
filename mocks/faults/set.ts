import type { SetContext, TransmitterSeams } from '../transmitter/seams.ts';
import { VERIFICATION } from '../vocabulary/ssf-events.ts';
import type { Fault } from './fault.ts';
import { claimsOf, isObject, type Members, members, without } from './support/edits.ts';

/** Changes the claims of every SET. */
const claims = (edit: (claims: Members, set: SetContext) => Members): TransmitterSeams => ({ claims: edit });

/** Replaces or adds claims. */
const claim = (members: Members) => claims((before) => ({ ...before, ...members }));

/** Changes the JOSE header of every SET. */
const header = (edit: (header: Members) => Members): TransmitterSeams => ({ header: edit });

/** Changes the compact token of every SET, part by part. */
const token = (edit: (header: string, claims: string, signature: string) => string): TransmitterSeams => ({
  compact: (compact) => {
    const [head = '', body = '', tail = ''] = compact.split('.');
    return edit(head, body, tail);
  },
});

/** Changes the JSON text of the claims, which is then signed as it is. */
const text = (edit: (json: string) => string): TransmitterSeams => ({ claimsText: edit });

/** Changes the event objects of verification SETs. */
const verification = (edit: (event: Members) => Members) =>
  claimsOf(VERIFICATION, (before, event) => ({ ...before, events: { [VERIFICATION]: edit(event) } }));

/** Changes the claims of SETs with opt-in events only, so that all others show the other rules kept. */
const optIn = (edit: (claims: Members, event: Members) => Members): TransmitterSeams =>
  claimsOf(OPT_IN, edit);

const isPush = ({ configuration: { delivery } }: SetContext) =>
  isObject(delivery) && delivery.method === 'urn:ietf:rfc:8935';

/** Adds a second member to `events` of verification SETs. */
const secondEvent = (type: () => string, event?: Members) =>
  claimsOf(VERIFICATION, (before, first) => ({
    ...before,
    events: { [VERIFICATION]: first, [type()]: event ?? first },
  }));

/** Another key of the same kind: nobody can sign with it, but who looks at it cannot tell. */
function successorOf({ n, ...key }: Members): Members {
  if (typeof n !== 'string') return { ...key, kid: `${String(key.kid)}-next`, use: 'enc' };
  const modulus = Buffer.from(n, 'base64url');
  modulus.subarray(1, -1).reverse();
  return { ...key, kid: `${String(key.kid)}-next`, n: modulus.toString('base64url') };
}

const seconds = () => Math.floor(Date.now() / 1000);

/** Changes the event lists in the answers to create requests. */
const eventLists = (edit: (types: unknown[]) => unknown[]): TransmitterSeams =>
  members('create-stream', (configuration) => {
    const { events_supported: supported, events_delivered: delivered } = configuration;
    return {
      ...configuration,
      ...(Array.isArray(supported) ? { events_supported: edit(supported) } : {}),
      ...(Array.isArray(delivered) ? { events_delivered: edit(delivered) } : {}),
    };
  });

const OPT_IN = 'https://schemas.openid.net/secevent/risc/event-type/opt-in';
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

/** Faults of SETs as tokens, and of the claims of their envelope. */
export const faults: readonly Fault[] = [
  // The token (RFC 8417 2, RFC 7515 3.1).
  {
    name: 'set-padded',
    breaks: 'RFC8417-2-01',
    summary: 'The parts of SETs are padded with "=".',
    seams: () => token((head, body, tail) => `${head}==.${body}.${tail}`),
  },
  {
    name: 'set-broken-lines',
    breaks: 'RFC8417-2-01',
    summary: 'SETs end with a line break.',
    seams: () => ({ compact: (compact) => `${compact}\n` }),
  },
  {
    name: 'set-claims-an-array',
    breaks: 'RFC8417-2-01',
    summary: 'The claims set of opt-in SETs is wrapped in an array.',
    seams: () => ({ claimsText: (json, set) => (set.eventType === OPT_IN ? `[${json}]` : json) }),
  },
  {
    name: 'set-byte-order-mark',
    breaks: 'RFC8725-3.7-01',
    summary: 'The claims of SETs begin with a byte order mark.',
    seams: () => text((json) => `\uFEFF${json}`),
  },
  {
    name: 'set-claim-twice',
    breaks: 'RFC7519-4-01',
    summary: 'SETs have the claim aud twice.',
    seams: () => text((json) => json.replace(/^\{/, '{"aud":"https://other.example",')),
  },
  {
    name: 'set-event-twice',
    breaks: 'RFC8417-2.2-10',
    summary: 'Verification SETs have the event identifier twice in events.',
    seams: () =>
      text((json) =>
        json.replace(`"events":{"${VERIFICATION}"`, `"events":{"${VERIFICATION}":{},"${VERIFICATION}"`),
      ),
  },

  // The header (SSF 4.1.1, RFC 7515 4.1).
  {
    name: 'set-without-typ',
    breaks: 'SSF-4.1.1-01',
    summary: 'SETs have no typ.',
    seams: () => header((before) => without(before, 'typ')),
  },
  {
    name: 'set-typ-jwt',
    breaks: 'SSF-4.1.1-01',
    summary: 'SETs have the typ JWT.',
    seams: () => header((before) => ({ ...before, typ: 'JWT' })),
  },
  {
    name: 'set-typ-with-prefix',
    breaks: 'RFC8417-2.3-03',
    summary: 'SETs have the typ application/secevent+jwt.',
    seams: () => header((before) => ({ ...before, typ: 'application/secevent+jwt' })),
  },
  {
    name: 'set-without-alg',
    breaks: 'RFC7515-4.1.1-01',
    summary: 'opt-in SETs do not say by which algorithm they are signed.',
    seams: () => ({ header: (before, set) => (set.eventType === OPT_IN ? without(before, 'alg') : before) }),
  },
  {
    name: 'set-without-kid',
    breaks: 'RFC7515-6-01',
    summary: 'SETs do not say with which of the published keys they are signed.',
    seams: () => ({
      ...header((before) => without(before, 'kid')),
      jwks: ({ keys }) => ({ keys: keys.flatMap((key) => [key, successorOf(key)]) }),
    }),
  },
  {
    name: 'set-kid-a-number',
    breaks: 'RFC7515-4.1.4-01',
    summary: 'SETs name their key by a number, as the JWK Set does.',
    seams: () => ({
      ...header((before) => ({ ...before, kid: 7 })),
      jwks: ({ keys }) => ({ keys: keys.map((key) => (key.kty === 'RSA' ? { ...key, kid: 7 } : key)) }),
    }),
  },

  // The signature (RFC 8417 5.1, SSF 4.1.4).
  {
    name: 'set-tampered',
    breaks: 'RFC8417-5.1-05',
    summary: 'The claims of SETs are changed after signing.',
    seams: () =>
      token((head, body, tail) => {
        const before: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
        const after = { ...(isObject(before) ? before : {}), tampered: true };
        return `${head}.${Buffer.from(JSON.stringify(after)).toString('base64url')}.${tail}`;
      }),
  },
  {
    name: 'set-signature-empty',
    breaks: 'RFC8417-5.1-05',
    summary: 'SETs name an algorithm, but their signature is empty.',
    seams: () => token((head, body) => `${head}.${body}.`),
  },
  {
    name: 'set-hmac-with-public-key',
    breaks: 'RFC8417-5.1-05',
    summary: 'SETs are signed with HS256, and the secret is the public key.',
    seams: () => ({ quirks: { algorithm: 'HS256' } }),
  },
  {
    name: 'set-alg-forbidden-by-key',
    breaks: 'RFC8417-5.1-05',
    summary: 'SETs are signed with PS256 by a key whose alg is RS256.',
    seams: () => ({
      quirks: { algorithm: 'PS256' },
      jwks: ({ keys }) => ({ keys: keys.map((key) => (key.kty === 'RSA' ? { ...key, alg: 'RS256' } : key)) }),
    }),
  },
  {
    name: 'set-key-for-encryption',
    breaks: 'RFC8417-5.1-05',
    summary: 'SETs are signed by a key whose use is enc.',
    seams: () => ({
      jwks: ({ keys }) => ({ keys: keys.map((key) => (key.kty === 'RSA' ? { ...key, use: 'enc' } : key)) }),
    }),
  },
  {
    name: 'set-foreign-key',
    breaks: 'SSF-4.1.4-01',
    summary: 'SETs are signed with a key that is not in the JWK Set.',
    seams: () => ({ quirks: { foreignKey: true } }),
  },
  {
    name: 'set-kid-unknown',
    breaks: 'SSF-4.1.4-01',
    summary: 'SETs name a key that is not in the JWK Set.',
    seams: () => header((before) => ({ ...before, kid: 'retired-2019' })),
  },
  {
    name: 'set-unsigned',
    breaks: 'RFC8417-2.4-01',
    summary: 'SETs are not signed (alg none).',
    seams: () => ({ quirks: { unsigned: true } }),
  },

  // iss (SSF 4.1.6).
  {
    name: 'set-without-iss',
    breaks: 'RFC8417-2.2-01',
    summary: 'opt-in SETs have no iss.',
    seams: () => optIn((before) => without(before, 'iss')),
  },
  {
    name: 'set-iss-an-object',
    breaks: 'RFC7519-4.1.1-01',
    summary: 'iss of opt-in SETs is an object.',
    seams: () => optIn((before) => ({ ...before, iss: { url: before.iss } })),
  },
  {
    name: 'set-iss-with-slash',
    breaks: 'SSF-4.1.6-01',
    summary: 'iss of SETs has a slash at its end that iss of the stream has not.',
    seams: () => claims((before) => ({ ...before, iss: `${String(before.iss)}/` })),
  },

  // iat (RFC 8417 2.2).
  {
    name: 'set-without-iat',
    breaks: 'RFC8417-2.2-02',
    summary: 'SETs have no iat.',
    seams: () => claims((before) => without(before, 'iat')),
  },
  {
    name: 'set-iat-a-string',
    breaks: 'RFC7519-4.1.6-01',
    summary: 'iat of SETs is a string.',
    seams: () => claims((before) => ({ ...before, iat: String(before.iat) })),
  },
  {
    name: 'set-iat-in-milliseconds',
    breaks: 'RFC7519-2-01',
    summary: 'iat of SETs is in milliseconds.',
    seams: () => claims((before) => ({ ...before, iat: Date.now() })),
  },
  {
    name: 'set-iat-in-the-future',
    breaks: 'RFC8417-2.2-02',
    summary: 'iat of SETs is an hour ahead.',
    seams: () => claims((before) => ({ ...before, iat: seconds() + 3600 })),
  },
  {
    name: 'set-iat-stale',
    breaks: 'RFC8417-2.2-02',
    summary: 'iat of verification SETs is a day old.',
    seams: () => claimsOf(VERIFICATION, (before) => ({ ...before, iat: seconds() - 86_400 })),
  },

  // jti (RFC 8417 2.2).
  {
    name: 'set-without-jti',
    breaks: 'RFC8417-2.2-03',
    summary: 'SETs have no jti.',
    seams: () => claims((before) => without(before, 'jti')),
  },
  {
    name: 'set-jti-a-number',
    breaks: 'RFC8417-2.2-03',
    summary: 'jti of SETs is a number.',
    seams: () => {
      let last = 0;
      return claims((before) => ({ ...before, jti: ++last }));
    },
  },
  {
    name: 'set-jti-of-stream',
    breaks: 'RFC8417-2.2-04',
    summary: 'All SETs of a push stream have the same jti.',
    seams: () => claims((before, set) => (isPush(set) ? { ...before, jti: `jti-${set.streamId}` } : before)),
  },
  {
    name: 'set-jti-counted-per-stream',
    breaks: 'RFC7519-4.1.7-01',
    summary: 'jti is a number that is counted up on each push stream for itself.',
    seams: () => {
      const last = new Map<string, number>();
      return claims((before, set) => {
        const { streamId } = set;
        if (!isPush(set)) return before;
        last.set(streamId, (last.get(streamId) ?? 0) + 1);
        return { ...before, jti: String(last.get(streamId)) };
      });
    },
  },

  // aud (SSF 4.1.8).
  {
    name: 'set-without-aud',
    breaks: 'RFC8417-2.2-06',
    summary: 'opt-in SETs have no aud.',
    seams: () => optIn((before) => without(before, 'aud')),
  },
  {
    name: 'set-without-aud-for-several',
    breaks: 'RFC8725-3.9-01',
    summary: 'opt-in SETs have no aud although the Transmitter serves several Receivers.',
    seams: () => optIn((before) => without(before, 'aud')),
  },
  {
    name: 'set-aud-an-object',
    breaks: 'SSF-4.1.8-01',
    summary: 'aud of opt-in SETs is an object.',
    seams: () => optIn((before) => ({ ...before, aud: { receiver: before.aud } })),
  },
  {
    name: 'set-aud-foreign',
    breaks: 'SSF-4.1.8-02',
    summary: 'aud of SETs is that of somebody else.',
    seams: () => claim({ aud: 'https://somebody-else.example' }),
  },
  {
    name: 'set-aud-with-another',
    breaks: 'SSF-4.1.8-02',
    summary: 'aud of SETs names a second Receiver beside that of the stream.',
    seams: () => claims((before) => ({ ...before, aud: [before.aud, 'https://second.example'].flat() })),
  },

  // txn (SSF 4.1.9).
  {
    name: 'set-without-txn',
    breaks: 'SSF-4.1.9-01',
    summary: 'opt-in SETs have no txn.',
    seams: () => optIn((before) => without(before, 'txn')),
  },
  {
    name: 'set-txn-a-number',
    breaks: 'SSF-4.1.9-04',
    summary: 'txn of SETs is a number.',
    seams: () => {
      let last = 8_675_309;
      return claims((before) => ({ ...before, txn: ++last }));
    },
  },
  {
    name: 'set-txn-constant',
    breaks: 'SSF-4.1.9-02',
    summary: 'All SETs have the same txn.',
    seams: () => claim({ txn: '8675309' }),
  },

  // Claims that SETs must not have (SSF 4.1.2, 4.1.7), and toe.
  {
    name: 'set-with-sub',
    breaks: 'SSF-4.1.2-01',
    summary: 'SETs have the claim sub.',
    seams: () => claim({ sub: 'user-1' }),
  },
  {
    name: 'set-with-exp',
    breaks: 'SSF-4.1.7-01',
    summary: 'SETs have the claim exp.',
    seams: () => claims((before) => ({ ...before, exp: seconds() + 600 })),
  },
  {
    name: 'set-toe-a-string',
    breaks: 'RFC8417-2.2-18',
    summary: 'toe of SETs is a date as a string.',
    seams: () => claims((before) => ({ ...before, toe: new Date().toISOString() })),
  },

  // events (RFC 8417 2.2, SSF 4.2.1).
  {
    name: 'set-events-an-array',
    breaks: 'RFC8417-2.2-09',
    summary: 'events of opt-in SETs is an array.',
    seams: () => optIn((before) => ({ ...before, events: [before.events] })),
  },
  {
    name: 'set-events-empty',
    breaks: 'RFC8417-2.2-09',
    summary: 'events of opt-in SETs is empty.',
    seams: () => optIn((before) => ({ ...before, events: {} })),
  },
  {
    name: 'set-event-null',
    breaks: 'RFC8417-2.2-14',
    summary: 'opt-in SETs have null in place of the event object.',
    seams: () => optIn((before) => ({ ...before, events: { [OPT_IN]: null } })),
  },
  {
    name: 'set-event-name-no-uri',
    breaks: 'RFC8417-1.2-01',
    summary: 'Verification SETs have a bare word beside the event type.',
    seams: () => secondEvent(() => 'verification'),
  },
  {
    name: 'set-event-name-varies',
    breaks: 'RFC8417-2.2-12',
    summary: 'Verification SETs have a second name for their event, with a number that counts up.',
    seams: () => {
      let last = 0;
      return secondEvent(() => `https://transmitter.example/events/verification?n=${++last}`);
    },
  },
  {
    name: 'set-two-names',
    breaks: 'SSF-4.2.1-01',
    summary: 'Verification SETs have two names for their event.',
    seams: () => secondEvent(() => 'https://transmitter.example/events/verification'),
  },
  {
    name: 'set-two-events',
    breaks: 'SSF-4.2.1-02',
    summary: 'Verification SETs also tell that a session was revoked.',
    seams: () => secondEvent(() => SESSION_REVOKED, { initiating_entity: 'policy' }),
  },

  // sub_id (SSF 3.1) and the names of event types.
  {
    name: 'set-without-sub-id',
    breaks: 'SSF-3.1-01',
    summary: 'opt-in SETs have no sub_id.',
    seams: () => optIn((before) => without(before, 'sub_id')),
  },
  {
    name: 'set-subject-inside-only',
    breaks: 'SSF-3.1.1-02',
    summary: 'opt-in SETs name their subject inside the event only.',
    seams: () =>
      optIn((before) => ({
        ...without(before, 'sub_id'),
        events: { [OPT_IN]: { subject: before.sub_id } },
      })),
  },
  {
    name: 'set-sub-id-an-array',
    breaks: 'RFC9493-4.1-01',
    summary: 'sub_id of opt-in SETs is an array.',
    seams: () => optIn((before) => ({ ...before, sub_id: [before.sub_id] })),
  },
  {
    name: 'set-subject-inside-too',
    breaks: 'SSF-3.1.2-02',
    summary: 'Verification events repeat the subject inside.',
    seams: () => verification((event) => ({ ...event, subject: { format: 'opaque', id: 'stream' } })),
  },
  {
    name: 'caep-types-on-another-base',
    breaks: 'CAEP-3-01',
    summary: 'The event lists of streams name a CAEP event type without event-type in its path.',
    seams: () =>
      eventLists((types) => types.map((type) => String(type).replace('/caep/event-type/risk', '/caep/risk'))),
  },
  {
    name: 'risc-types-on-another-base',
    breaks: 'RISC-2-01',
    summary: 'The event lists of streams name a RISC event type with http.',
    seams: () =>
      eventLists((types) =>
        types.map((type) =>
          String(type).endsWith('/account-purged') ? String(type).replace('https:', 'http:') : type,
        ),
      ),
  },
  {
    name: 'risc-sessions-revoked-only',
    breaks: 'RISC-2.11-05',
    summary: 'The Transmitter knows the deprecated sessions-revoked, but not session-revoked.',
    seams: () => eventLists((types) => types.filter((type) => type !== SESSION_REVOKED)),
  },
];
