import { createHmac } from 'node:crypto';
import type { Examined } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { algOf, blame, overlook, signatureOf } from './support/overlook.ts';
import { isOf } from './support/refuse-when.ts';

/** Bytes of an RSA signature of 2048 bits, and of one with ES256. */
const RSA_BYTES = 256;
const ES256_BYTES = 64;

const bytesOf = (set: Examined): Buffer => Buffer.from(signatureOf(set), 'base64url');
const saysNone = (set: Examined): boolean => algOf(set).toLowerCase() === 'none';
const unsecured = ['algorithm', 'key-strength', 'signature'] as const;

/** Whether the token is authenticated by HS256 with this secret. */
function hasCodeOf(set: Examined, secret: string): boolean {
  const input = set.compact.slice(0, set.compact.lastIndexOf('.'));
  return algOf(set) === 'HS256' && createHmac('sha256', secret).update(input).digest().equals(bytesOf(set));
}

function hasCritical({ header }: Examined, name: string): boolean {
  return Array.isArray(header.crit) && header.crit.includes(name);
}

/** Faults in how the signature is judged. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-skips-signature',
    breaks: 'RFC8417-5.1-06',
    summary: 'Does not verify RS256 signatures as long as they have the right length.',
    seams: () =>
      overlook(['signature'], (set) => algOf(set) === 'RS256' && bytesOf(set).length === RSA_BYTES),
  },
  {
    name: 'receiver-takes-short-signature',
    breaks: 'RFC8417-5.1-06',
    summary: 'Takes an RS256 signature that is too short for good.',
    seams: () =>
      overlook(['signature'], (set) => {
        const { length } = bytesOf(set);
        return algOf(set) === 'RS256' && length > 0 && length < RSA_BYTES;
      }),
  },
  {
    name: 'receiver-takes-stripped-signature',
    breaks: 'RFC7515-5.2-01',
    summary: 'Verifies a signature only where there is one.',
    seams: () => overlook(['signature'], (set) => !saysNone(set) && signatureOf(set) === ''),
  },
  {
    name: 'receiver-takes-alg-none',
    breaks: 'RFC7518-3.6-01',
    summary: 'Takes SETs with alg none.',
    seams: () => overlook(unsecured, (set) => algOf(set) === 'none' && signatureOf(set) === ''),
  },
  {
    name: 'receiver-takes-alg-none-in-capitals',
    breaks: 'RFC7518-3.6-01',
    summary: 'Refuses alg none, but not None, NONE and nOnE.',
    seams: () => overlook(unsecured, (set) => saysNone(set) && algOf(set) !== 'none'),
  },
  {
    name: 'receiver-takes-alg-none-with-a-signature',
    breaks: 'RFC7518-3.6-01',
    summary: 'Takes alg none where something stands in the place of the signature.',
    seams: () => overlook(unsecured, (set) => saysNone(set) && signatureOf(set) !== ''),
  },
  {
    name: 'receiver-takes-hmac',
    breaks: 'RFC7515-10.7-01',
    summary: 'Takes the public key for a shared secret when the header says HS256.',
    seams: () => overlook(unsecured, (set) => algOf(set) === 'HS256'),
  },
  {
    name: 'receiver-takes-hs512',
    breaks: 'RFC7515-10.7-01',
    summary: 'Refuses HS256, but takes the public key for a shared secret when the header says HS512.',
    seams: () => overlook(unsecured, (set) => algOf(set) === 'HS512'),
  },
  {
    name: 'receiver-keys-hmac-with-kid',
    breaks: 'RFC7515-10.7-01',
    summary: 'Takes the kid of the header for a shared secret.',
    seams: () => overlook(unsecured, (set) => hasCodeOf(set, String(set.header.kid))),
  },
  {
    name: 'receiver-keys-hmac-with-nothing',
    breaks: 'RFC7515-10.7-01',
    summary: 'Verifies HS256 with an empty secret, because its keys have none.',
    seams: () => overlook(unsecured, (set) => hasCodeOf(set, '')),
  },
  {
    name: 'receiver-takes-missing-alg',
    breaks: 'RFC7515-5.2-01',
    summary: 'Has nothing to verify when the header names no algorithm.',
    seams: () => overlook(unsecured, (set) => algOf(set) === '' && signatureOf(set) === ''),
  },
  {
    name: 'receiver-skips-signature-of-stream-updated',
    breaks: 'RFC8417-5.1-06',
    summary: 'Does not verify the signature of stream-updated events.',
    seams: () => overlook(['signature'], (set) => isOf(set, 'stream-updated')),
  },
  {
    name: 'receiver-ignores-alg',
    breaks: 'RFC7515-4.1.1-02',
    summary: 'Verifies with RS256 whatever algorithm the header names.',
    seams: () => ({
      steps: {
        algorithm: async (set, reference) => {
          if (['ES256', 'RS999'].includes(algOf(set)) && bytesOf(set).length === RSA_BYTES) {
            set.header = { ...set.header, alg: 'RS256' };
          }
          return reference();
        },
      },
    }),
  },
  {
    name: 'receiver-ignores-alg-of-the-key',
    breaks: 'RFC8725-3.1-01',
    summary: 'Uses a key that is for RS256 with PS256 too.',
    seams: () => overlook(['key-strength'], (set) => algOf(set) === 'PS256'),
  },
  {
    name: 'receiver-takes-der-signature',
    breaks: 'RFC7515-5.2-01',
    summary: 'Takes ES256 signatures in DER.',
    seams: () =>
      overlook(['signature'], (set) => {
        const bytes = bytesOf(set);
        return algOf(set) === 'ES256' && bytes.length > ES256_BYTES + 1 && bytes[0] === 0x30;
      }),
  },
  {
    name: 'receiver-takes-zero-signature',
    breaks: 'RFC7515-5.2-01',
    summary: 'Takes an ES256 signature of r = 0 and s = 0 for good.',
    seams: () =>
      overlook(
        ['signature'],
        (set) =>
          algOf(set) === 'ES256' && bytesOf(set).every((byte) => byte === 0) && signatureOf(set) !== '',
      ),
  },
  {
    name: 'receiver-ignores-crit',
    breaks: 'RFC7515-4.1.11-01',
    summary: 'Takes SETs whose header demands an extension that it does not know.',
    seams: () => overlook(['critical'], (set) => 'crit' in set.header && !hasCritical(set, 'b64')),
  },
  {
    name: 'receiver-ignores-crit-that-is-no-array',
    breaks: 'RFC7515-4.1.11-01',
    summary: 'Does not look at a crit that is no array.',
    seams: () => overlook(['critical'], ({ header }) => 'crit' in header && !Array.isArray(header.crit)),
  },
  {
    name: 'receiver-ignores-b64',
    breaks: 'RFC7515-4.1.11-01',
    summary: 'Takes SETs with b64 false in crit and decodes them as ever.',
    seams: () => overlook(['critical'], (set) => hasCritical(set, 'b64')),
  },
  {
    name: 'receiver-blames-issuer-for-signature',
    breaks: 'RFC8935-2.4-02',
    summary: 'Says invalid_issuer when a signature does not verify.',
    seams: () => blame('signature', 'invalid_issuer'),
  },
  {
    name: 'receiver-blames-audience-for-crit',
    breaks: 'RFC8935-2.4-01',
    summary: 'Says invalid_audience when the header demands an unknown extension.',
    seams: () => blame('critical', 'invalid_audience'),
  },
];
