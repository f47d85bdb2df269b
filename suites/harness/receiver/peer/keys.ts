import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { KeyName } from '../exchange.ts';
import { broken, keyFilePath, readKeyFile, type StoredKeys, writeKeyFile } from './key-file.ts';
import { signatureOf } from './signature.ts';

/** A key pair of ours; its `kid` is its RFC 7638 thumbprint. */
export interface PeerKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

const generate = promisify(generateKeyPair);

/** Those that stay the same from run to run, so that what the target knows of our issuer stays true. */
const KEPT = ['current', 'ec', 'next'] as const satisfies readonly KeyName[];

const RSA_BITS: Readonly<Record<Exclude<KeyName, 'ec'>, number>> = {
  current: 2048,
  next: 2048,
  weak: 1024,
  attacker: 2048,
};

// RSA keys take long to make, so the sessions of one process share what they make.
const made = new Map<KeyName, Promise<PeerKey>>();

function make(name: KeyName): Promise<PeerKey> {
  const key =
    made.get(name) ??
    (name === 'ec'
      ? generate('ec', { namedCurve: 'P-256' })
      : generate('rsa', { modulusLength: RSA_BITS[name] })
    ).then(({ privateKey }) => asPeerKey(privateKey));
  made.set(name, key);
  return key;
}

async function asPeerKey(privateKey: KeyObject): Promise<PeerKey> {
  const publicJwk = await exportJWK(createPublicKey(privateKey));
  return { kid: await calculateJwkThumbprint(publicJwk), privateKey, publicJwk };
}

/** The keys of our issuer, and those of an attacker. */
export class PeerKeys {
  readonly #keys = new Map<KeyName, PeerKey>();

  /** `stateDir`: where they are kept from run to run; in memory without. Throws when the folder is of no use. */
  static async open(stateDir: string | undefined): Promise<PeerKeys> {
    const keys = new PeerKeys();
    if (stateDir !== undefined) await keys.#restore(stateDir);
    await keys.load(['current', 'ec']);
    return keys;
  }

  async get(name: KeyName): Promise<PeerKey> {
    const key = this.#keys.get(name) ?? (await make(name));
    this.#keys.set(name, key);
    return key;
  }

  /** Makes sure that these can be published. */
  async load(names: readonly KeyName[]): Promise<void> {
    await Promise.all(names.map((name) => this.get(name)));
  }

  /** The public JWK as our JWK Set has it. The key must have been loaded. */
  published(name: KeyName): Record<string, unknown> {
    const key = this.#keys.get(name);
    if (key === undefined) throw new Error(`The key ${name} was not loaded.`);
    return { ...key.publicJwk, kid: key.kid, use: 'sig', alg: name === 'ec' ? 'ES256' : 'RS256' };
  }

  async sign(name: KeyName, alg: string, input: string): Promise<string> {
    return signatureOf(alg, (await this.get(name)).privateKey, input);
  }

  async #restore(stateDir: string): Promise<void> {
    const stored = (await readKeyFile(stateDir, KEPT)) ?? (await this.#keep(stateDir));
    for (const name of KEPT) {
      try {
        const privateKey = createPrivateKey({ key: stored[name] ?? {}, format: 'jwk' });
        if (privateKey.asymmetricKeyType !== (name === 'ec' ? 'ec' : 'rsa'))
          throw new Error(`${name} is no such key`);
        this.#keys.set(name, await asPeerKey(privateKey));
      } catch (error) {
        throw broken(keyFilePath(stateDir), error);
      }
    }
  }

  async #keep(stateDir: string): Promise<StoredKeys> {
    const entries = await Promise.all(
      KEPT.map(async (name) => [name, await exportJWK((await make(name)).privateKey)] as const),
    );
    return writeKeyFile(stateDir, Object.fromEntries(entries));
  }
}
