import {
  constants,
  createHmac,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { Quirks } from './seams.ts';

const generate = promisify(generateKeyPair);

/** A key pair with its identifier (RFC 7638 thumbprint). */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** Keys that a Transmitter is given in place of its own. */
export interface GivenKeys {
  /** RSA: signs. */
  rsa: SigningKey;
  /** P-256: published beside it. */
  ec: SigningKey;
}

type Kind = 'rsa' | 'weak-rsa' | 'ec';

async function makeKey(kind: Kind): Promise<SigningKey> {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: kind === 'weak-rsa' ? 1024 : 2048 });
  const publicJwk = await exportJWK(publicKey);
  return { kid: await calculateJwkThumbprint(publicJwk), privateKey, publicJwk };
}

// Keys take long to make, so the Transmitters of one process begin with the same ones.
const first = new Map<Kind | 'foreign', Promise<SigningKey>>();

function firstKey(kind: Kind | 'foreign'): Promise<SigningKey> {
  const key = first.get(kind) ?? makeKey(kind === 'foreign' ? 'rsa' : kind);
  first.set(kind, key);
  return key;
}

/** What a SET is signed with. */
export interface Signer {
  alg: string;
  kid: string | undefined;
  sign(input: string): Buffer;
}

/** The Transmitter's keys: RSA (at least 2048 bits, RFC 7518 3.3) to sign with, and a P-256 key beside it. */
export class KeyRing {
  readonly #quirks: Partial<Quirks>;
  #rsa: Promise<SigningKey>[];
  readonly #ec: Promise<SigningKey>;

  constructor(quirks: Partial<Quirks>, given?: GivenKeys) {
    this.#quirks = quirks;
    this.#rsa = [given ? Promise.resolve(given.rsa) : firstKey(quirks.weakKey ? 'weak-rsa' : 'rsa')];
    this.#ec = given ? Promise.resolve(given.ec) : firstKey('ec');
  }

  /** Makes a new key to sign with. The one before stays published, for SETs that are still under way. */
  async rotate(): Promise<void> {
    const fresh = await makeKey(this.#quirks.weakKey ? 'weak-rsa' : 'rsa');
    this.#rsa = [Promise.resolve(fresh), ...this.#rsa.slice(0, 1)];
  }

  /** The JWK Set (RFC 7517 section 5) with the public keys. */
  async jwks(): Promise<{ keys: Record<string, unknown>[] }> {
    const rsa = await Promise.all(this.#rsa);
    const alg = this.#quirks.algorithm === 'PS256' ? 'PS256' : 'RS256';
    const keys = [...rsa.map((key) => ({ key, alg })), { key: await this.#ec, alg: 'ES256' }];
    return {
      keys: await Promise.all(
        keys.map(async ({ key, alg }) => ({
          ...(this.#quirks.publishPrivateKeys ? await exportJWK(key.privateKey) : key.publicJwk),
          kid: key.kid,
          use: 'sig',
          alg,
        })),
      ),
    };
  }

  /** What the next SET is signed with: RS256, but for the quirks. */
  async signer(): Promise<Signer> {
    const { unsigned, foreignKey, algorithm = 'RS256' } = this.#quirks;
    if (unsigned) return { alg: 'none', kid: undefined, sign: () => Buffer.alloc(0) };
    const current = algorithm === 'ES256' ? this.#ec : this.#rsa[0];
    const key = await (foreignKey || current === undefined ? firstKey('foreign') : current);
    return { alg: algorithm, kid: key.kid, sign: (input) => signWith(algorithm, key.privateKey, input) };
  }
}

/** RFC 7518 section 3. By hand, because jose rightly refuses to make what the quirks ask for. */
function signWith(algorithm: Quirks['algorithm'], key: KeyObject, input: string): Buffer {
  const bytes = Buffer.from(input);
  switch (algorithm) {
    case 'RS256':
      return signBytes('sha256', bytes, key);
    case 'PS256':
      return signBytes('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    case 'ES256':
      return signBytes('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
    case 'HS256': {
      // The classic confusion of keys: the public key, which everybody knows, as the secret.
      const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      return createHmac('sha256', secret).update(bytes).digest();
    }
  }
}
