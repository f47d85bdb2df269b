import { receiverCheck } from '../harness/receiver/check.ts';
import type { SetSpec } from '../harness/receiver/probe.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE, STREAM_UPDATED } from '../standard/vocabulary.ts';
import { knownSecrets, withCodeOf } from './support/known-secrets.ts';
import { expectRefusals, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forHeader, forSignature } from './support/right-codes.ts';
import { withFlippedByte, withMembers, withParts } from './support/token.ts';

/** SETs whose signature proves nothing. */
export const checks = [
  receiverCheck({
    id: 'refuse-signature/changed-token',
    title: 'A SET that was changed after it was signed is refused.',
    requirements: [
      'RFC8417-5.1-06',
      'CAEP-INTEROP-2.6-03',
      'RFC8935-2-02',
      'RFC7515-5.2-01',
      'RFC7519-7.2-01',
      'RFC8725-3.3-01',
      'RFC8935-2.4-02',
    ],
    what: 'Delivers SETs of which the claims, the header or a byte of the signature were changed, or whose signature is that of another SET or too short, also with events of other types, each between two good ones.',
    delivery: 'each',
    async run(r) {
      const other = await r.craft();
      await expectRefusals(r, changedTokens(other.compact), {
        what: 'A SET that does not fit its signature',
        requirement: 'RFC8417-5.1-06',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/stripped',
    title: 'A SET whose signature was taken off is refused.',
    requirements: [
      'RFC7515-5.2-01',
      'CAEP-INTEROP-2.6-03',
      'RFC8417-5.1-06',
      'RFC8935-2-02',
      'RFC7519-7.2-01',
      'RFC8935-2.4-02',
    ],
    what: 'Delivers a SET whose header says RS256 and whose signature is empty, and such ones whose header names no algorithm at all.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, [{ what: 'with an empty signature', set: { compact: stripped } }], {
        what: 'A SET without a signature whose header promises one',
        requirement: 'RFC7515-5.2-01',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
      await expectRefusals(r, [undefined, null, ''].map(withoutAlgorithm), {
        what: 'A SET without a signature whose header names no algorithm',
        requirement: 'RFC7515-5.2-01',
        hint: '`alg` has to be there (RFC 7515 section 4.1.1), and to be one that you accept.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/alg-none',
    title: 'An unsecured SET is refused, however `none` is spelled.',
    requirements: [
      'RFC7518-3.6-01',
      'CAEP-INTEROP-2.6-03',
      'RFC7519-6-01',
      'RFC8725-3.2-01',
      'RFC8725-3.1-01',
      'RFC8417-5.1-06',
      'RFC8935-2-02',
      'RFC8935-2.4-02',
    ],
    what: 'Delivers SETs with `alg` none, None, NONE and nOnE, with an empty signature, with the one that the SET had before, and without the place for one.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, [...['none', 'None', 'NONE', 'nOnE'].flatMap(unsecured), twoParts], {
        what: 'A SET with `alg` none',
        requirement: 'RFC7518-3.6-01',
        hint: 'Name the algorithms that you accept (RS256) when you verify; never let the token choose.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/public-key-as-secret',
    title: 'A SET that is authenticated with the public key as a shared secret is refused.',
    requirements: [
      'RFC7515-10.7-01',
      'CAEP-INTEROP-2.6-03',
      'RFC8725-3.1-01',
      'RFC8417-5.1-06',
      'RFC8935-2-02',
      'RFC8935-2.4-02',
    ],
    what: 'Delivers SETs with `alg` HS256 and HS512 whose code is keyed with our public RSA key (in PEM, in DER, as JWK, or its modulus), with its `kid` or with nothing: anybody can compute that.',
    delivery: 'each',
    async run(r) {
      const secrets = knownSecrets(await r.publicJwk('current'));
      const variants = secrets.map(
        ({ what, secret }): Variant => ({ what, set: withCodeOf('HS256', secret) }),
      );
      const [pem] = secrets;
      if (pem !== undefined) variants.push({ what: 'PEM, HS512', set: withCodeOf('HS512', pem.secret) });
      await expectRefusals(r, variants, {
        what: 'A SET with HS256 and the public key as its secret',
        requirement: 'RFC7515-10.7-01',
        hint: 'Bind the algorithm to the key: an RSA key of the JWK Set is for RS256 only.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/algorithm-of-the-key',
    title: 'A signature by another algorithm than the header names, or the key is for, is refused.',
    requirements: ['RFC7515-4.1.1-02', 'RFC8725-3.1-01', 'RFC8935-2.4-02'],
    what: 'Delivers SETs signed with RS256 whose header says ES256 or an algorithm that does not exist; and one signed with PS256 by a key whose JWK says RS256.',
    delivery: 'each',
    async run(r) {
      const codes = { requirement: 'RFC8935-2.4-02', right: forSignature } as const;
      await expectRefusals(r, ['ES256', 'RS999'].map(named), {
        what: 'A SET whose `alg` does not fit its signature and its key',
        requirement: 'RFC7515-4.1.1-02',
        codes,
      });
      await expectRefusals(r, [{ what: 'PS256', set: { alg: 'PS256' } }], {
        what: 'A SET signed with PS256 by a key that is for RS256',
        requirement: 'RFC8725-3.1-01',
        // Who signed it is beyond doubt; what is missed is one algorithm for each key.
        atMost: 'warn',
        hint: 'Look at `alg` of the JWK too.',
        codes,
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/es256-form',
    title: 'An ES256 signature of another form than 64 bytes is refused.',
    requirements: ['RFC7515-4.1.1-02', 'RFC7515-5.2-01', 'RFC8725-3.3-01', 'RFC8935-2.4-02'],
    what: 'Delivers SETs signed with ES256 whose signature is encoded in DER, too short, too long or all zero (RFC 7518 section 3.4).',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, es256Forms, {
        what: 'A SET whose ES256 signature is not r and s of 32 bytes each',
        requirement: 'RFC7515-5.2-01',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-signature/critical-header',
    title: 'A SET whose header demands an extension that the Receiver does not know is refused.',
    requirements: ['RFC7515-4.1.11-01', 'RFC7515-5.2-01', 'RFC8935-2.4-01'],
    what: 'Delivers rightly signed SETs whose `crit` names an extension that does not exist, or `b64` with the value false, which RFC 7797 section 7 keeps out of JWTs. Without `crit` the latter is only noted.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, criticalHeaders, {
        what: 'A SET with a critical header parameter that is not understood',
        requirement: 'RFC7515-4.1.11-01',
        codes: { requirement: 'RFC8935-2.4-01', right: forHeader },
      });
      await noteWhatIsTaken(
        r,
        [{ what: 'b64 false without crit', set: { header: (header) => ({ ...header, b64: false }) } }],
        { what: 'A SET with `b64` false that is not critical', requirement: 'RFC7515-4.1.11-01' },
      );
    },
  }),
];

function changedTokens(other: string): Variant[] {
  return [
    {
      what: 'another subject in the claims',
      set: {
        compact: (token) =>
          withParts(token, ({ payload }) => ({
            payload: withMembers(payload, { sub_id: { format: 'email', email: 'victim@example.com' } }),
          })),
      },
    },
    {
      what: 'another member in the header',
      set: {
        compact: (token) =>
          withParts(token, ({ header }) => ({ header: withMembers(header, { cty: 'changed' }) })),
      },
    },
    {
      what: 'a changed byte in the signature',
      set: {
        compact: (token) => withParts(token, ({ signature }) => ({ signature: withFlippedByte(signature) })),
      },
    },
    {
      what: 'the signature of another SET',
      set: { compact: (token) => withParts(token, () => ({ signature: other.split('.')[2] ?? '' })) },
    },
    ...otherTypes.map(
      (type): Variant => ({
        what: `a changed byte in the signature of an event of type ${type.split('/').at(-1)}`,
        set: {
          type,
          compact: (token) =>
            withParts(token, ({ signature }) => ({ signature: withFlippedByte(signature) })),
        },
      }),
    ),
    {
      what: 'a changed byte in an ES256 signature',
      set: {
        key: 'ec',
        compact: (token) => withParts(token, ({ signature }) => ({ signature: withFlippedByte(signature) })),
      },
    },
    {
      what: 'half of the signature',
      set: {
        compact: (token) => withParts(token, ({ signature }) => ({ signature: firstBytes(signature, 128) })),
      },
    },
  ];
}

/** Types that a Receiver may treat apart: of the stream itself, of the other profile, and one that it cannot know. */
const otherTypes: readonly string[] = [
  STREAM_UPDATED,
  `${RISC_EVENT_BASE}account-disabled`,
  `${CAEP_EVENT_BASE}credential-change`,
  'https://example.com/unknown-event',
];

/** A prefix of whole bytes, so that nothing is wrong with how it is encoded. */
function firstBytes(signature: string, count: number): string {
  return Buffer.from(signature, 'base64url').subarray(0, count).toString('base64url');
}

function stripped(token: string): string {
  return withParts(token, () => ({ signature: '' }));
}

function unsecured(alg: string): Variant[] {
  const renamed = (token: string): string =>
    withParts(token, ({ header }) => ({ header: withMembers(header, { alg }) }));
  return [
    { what: `${alg}, empty signature`, set: { compact: (token) => stripped(renamed(token)) } },
    { what: `${alg}, left-over signature`, set: { compact: renamed } },
  ];
}

const twoParts: Variant = {
  what: 'none, and nothing behind the claims',
  set: { compact: (token) => unsigned(token, { alg: 'none' }).slice(0, -1) },
};

/** An empty signature, and `alg` with this value. */
function withoutAlgorithm(alg: unknown): Variant {
  return {
    what: alg === undefined ? 'without alg' : `alg ${JSON.stringify(alg)}`,
    set: { compact: (token) => unsigned(token, { alg }) },
  };
}

function unsigned(token: string, members: Record<string, unknown>): string {
  return stripped(withParts(token, ({ header }) => ({ header: withMembers(header, members) })));
}

/** The header, which is signed, names an algorithm that did not make the signature. */
function named(alg: string): Variant {
  return { what: `alg ${alg}`, set: { header: (header) => ({ ...header, alg }) } };
}

const es256Forms: readonly Variant[] = [
  { what: 'DER', set: es256((raw) => toDer(raw)) },
  { what: 'one byte short', set: es256((raw) => raw.subarray(0, -1)) },
  { what: 'one byte long', set: es256((raw) => Buffer.concat([raw, Buffer.of(0)])) },
  { what: 'all zero', set: es256((raw) => Buffer.alloc(raw.length)) },
];

function es256(change: (raw: Buffer) => Buffer): SetSpec {
  return {
    key: 'ec',
    compact: (token) =>
      withParts(token, ({ signature }) => ({
        signature: change(Buffer.from(signature, 'base64url')).toString('base64url'),
      })),
  };
}

/** r and s as a SEQUENCE of two INTEGERs (RFC 3279 section 2.2.3), as most crypto libraries give them. */
function toDer(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const body = Buffer.concat([derInteger(raw.subarray(0, half)), derInteger(raw.subarray(half))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function derInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const trimmed = start < 0 ? Buffer.of(0) : bytes.subarray(start);
  const positive = (trimmed[0] ?? 0) < 0x80 ? trimmed : Buffer.concat([Buffer.of(0), trimmed]);
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
}

const UNKNOWN = 'https://example.com/unknown-extension';

const criticalHeaders: readonly Variant[] = [
  {
    what: 'crit with a name that is not in the header',
    set: { header: (header) => ({ ...header, crit: [UNKNOWN] }) },
  },
  {
    what: 'crit that is a string',
    set: { header: (header) => ({ ...header, crit: UNKNOWN, [UNKNOWN]: true }) },
  },
  {
    what: 'crit with an unknown name',
    set: { header: (header) => ({ ...header, crit: [UNKNOWN], [UNKNOWN]: true }) },
  },
  {
    // Signed over the encoded claims, so that who ignores it finds nothing wrong.
    what: 'crit with b64 false',
    set: { header: (header) => ({ ...header, crit: ['b64'], b64: false }) },
  },
];
