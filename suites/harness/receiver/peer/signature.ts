import { constants, createHmac, createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto';

const HASHES: Readonly<Record<string, string>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

/**
 * Signature of `input` in base64url (RFC 7518 section 3), empty for `none`. By hand, because libraries rightly refuse
 * what a hostile SET needs: HS256 keyed with the PEM of the public key, or a short RSA key. Throws on an algorithm
 * that does not exist or does not fit the key.
 */
export function signatureOf(alg: string, key: KeyObject, input: string): string {
  if (alg.toLowerCase() === 'none') return '';
  const [, family = '', bits = ''] = /^(RS|PS|ES|HS)(256|384|512)$/.exec(alg) ?? [];
  const hash = HASHES[bits];
  if (hash === undefined) throw new Error(`We cannot sign with the algorithm ${alg}.`);
  if (family === 'HS') {
    const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    return createHmac(hash, pem).update(input).digest('base64url');
  }
  const wanted = family === 'ES' ? 'ec' : 'rsa';
  if (key.asymmetricKeyType !== wanted) throw new Error(`The algorithm ${alg} needs another kind of key.`);
  const bytes = Buffer.from(input);
  switch (family) {
    case 'ES':
      return signBytes(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    case 'PS': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return signBytes(hash, bytes, { key, padding, saltLength: Number(bits) / 8 }).toString('base64url');
    }
    default:
      return signBytes(hash, bytes, key).toString('base64url');
  }
}
