import type { Examined } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { believeOffer, fetchOffer, OFFERS } from './support/offered-key.ts';
import { algOf, overlook, signatureOf, takeDespite } from './support/overlook.ts';

const offersKey = ({ header }: Examined): boolean => OFFERS.some((name) => name in header);
const kidOf = ({ header }: Examined): string | null => (typeof header.kid === 'string' ? header.kid : null);
const NO_PATH = /^[\w-]+$/;
/** Bytes of a signature by an RSA key of 1024 bits. */
const WEAK_BYTES = 128;

/** Faults in where keys come from. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-takes-unknown-kid',
    breaks: 'SSF-4.1.4-01',
    summary: 'Takes SETs for good when it has no key by which to judge them.',
    seams: () =>
      takeDespite(
        'key',
        (set) => !offersKey(set) && NO_PATH.test(kidOf(set) ?? '/') && algOf(set) === 'RS256',
      ),
  },
  {
    name: 'receiver-looks-kid-up-anywhere',
    breaks: 'SSF-4.1.4-01',
    summary: 'Takes a `kid` for the path of a key, and finds an empty one.',
    seams: () => takeDespite('key', (set) => !NO_PATH.test(kidOf(set) ?? '')),
  },
  {
    name: 'receiver-takes-missing-kid',
    breaks: 'SSF-4.1.4-01',
    summary: 'Does not verify SETs that name no key.',
    seams: () => overlook(['key', 'key-strength', 'signature'], (set) => kidOf(set) === null),
  },
  ...OFFERS.map(
    (offer): ReceiverFault => ({
      name: `receiver-believes-${offer}`,
      breaks: 'RFC8725-3.8-01',
      summary: `Verifies with the key that the SET offers in \`${offer}\`.`,
      seams: () => believeOffer(offer),
    }),
  ),
  ...(['jku', 'x5u'] as const).map(
    (offer): ReceiverFault => ({
      name: `receiver-fetches-${offer}`,
      breaks: 'RFC8725-3.10-01',
      summary: `Fetches the URL in \`${offer}\`, though it then uses its own keys.`,
      seams: () => fetchOffer(offer),
    }),
  ),
  {
    name: 'receiver-skips-longer-hashes',
    breaks: 'SSF-4.1.4-01',
    summary: 'Does not verify signatures by RS384 and RS512.',
    seams: () => overlook(['key-strength', 'signature'], (set) => ['RS384', 'RS512'].includes(algOf(set))),
  },
  {
    name: 'receiver-takes-all-without-keys',
    breaks: 'SSF-4.1.4-01',
    summary: 'Takes SETs unverified while the JWK Set cannot be had.',
    seams: () => takeDespite('key', (_, { description }) => description.includes('cannot be had')),
  },
  {
    name: 'receiver-believes-jku-that-ends-rightly',
    breaks: 'RFC8725-3.8-01',
    summary: 'Verifies with the keys at a `jku` which ends like the URL of a JWK Set of the issuer.',
    seams: () => believeOffer('jku', (url) => /\?https?:.*jwks/.test(String(url))),
  },
  {
    name: 'receiver-believes-secret-in-jwk',
    breaks: 'RFC8725-3.8-01',
    summary: 'Takes a shared secret in `jwk` for the key.',
    seams: () =>
      overlook(
        ['algorithm', 'key', 'key-strength', 'signature'],
        ({ header: { alg, jwk } }) => alg === 'HS256' && isObject(jwk) && jwk.kty === 'oct',
      ),
  },
  {
    name: 'receiver-takes-weak-key',
    breaks: 'CAEP-INTEROP-2.6-04',
    summary: 'Uses RSA keys of 1024 bits.',
    seams: () =>
      overlook(['key-strength'], (set) => Buffer.from(signatureOf(set), 'base64url').length === WEAK_BYTES),
  },
];
