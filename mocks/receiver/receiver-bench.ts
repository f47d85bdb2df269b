import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { StartReceiverOptions } from './options.ts';
import { ReceiverCore, type Trust } from './receiver-core.ts';

export const issuer = 'https://transmitter.example.com/t';
export const audience = 'https://receiver.example.com';
export const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const jwksUri = 'https://transmitter.example.com/jwks';

export interface Signer {
  jwk: Record<string, unknown>;
  key: KeyObject;
}

export function rsaKey(kid: string | undefined, bits = 2048): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const jwk = publicKey.export({ format: 'jwk' });
  return { jwk: kid === undefined ? { ...jwk } : { ...jwk, kid }, key: privateKey };
}

export function ecKey(kid: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { jwk: { ...publicKey.export({ format: 'jwk' }), kid }, key: privateKey };
}

/** Made once: RSA keys take their time. */
const main = rsaKey('one');

type Json = Record<string, unknown>;

export interface Wish {
  header?: Json;
  claims?: Json;
  /** Texts in place of the JSON of header and claims. */
  headerText?: string;
  claimsText?: string;
  by?: Signer;
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** A core that trusts one Transmitter, and makes SETs of it. A member that is undefined is left out. */
export class ReceiverBench {
  readonly main: Signer = main;
  /** What the JWK Set holds; null when it cannot be fetched. */
  published: unknown[] | null = [this.main.jwk];
  /** How often it was fetched. */
  fetches = 0;
  readonly core: ReceiverCore;

  constructor(options: StartReceiverOptions = {}, trust: Partial<Trust> = {}) {
    this.core = new ReceiverCore({ keyCooldownMs: 5, ...options }, async () => {
      this.fetches += 1;
      if (this.published === null) throw new Error('no answer');
      return { status: 200, json: { keys: this.published } };
    });
    this.core.trust({ issuer, audience: [audience], jwksUri, criticalSubjectMembers: [], ...trust });
  }

  set(wish: Wish = {}): string {
    const by = wish.by ?? this.main;
    const header = { alg: 'RS256', typ: 'secevent+jwt', kid: by.jwk.kid, ...wish.header };
    const claims = {
      iss: issuer,
      aud: audience,
      iat: 1_700_000_000,
      jti: randomUUID(),
      sub_id: { format: 'email', email: 'jo@example.com' },
      events: { [REVOKED]: {} },
      ...wish.claims,
    };
    const input = `${encode(wish.headerText ?? JSON.stringify(header))}.${encode(wish.claimsText ?? JSON.stringify(claims))}`;
    return `${input}.${signatureOf(header.alg, by, input)}`;
  }

  /** The error code of the refusal, null for an accepted SET. */
  async verdict(set: Wish | string = {}): Promise<string | null> {
    const compact = typeof set === 'string' ? set : this.set(set);
    return (await this.core.examine(compact, 'push')).refusal?.err ?? null;
  }

  /** What was done, once what is under way has ended. */
  async actions(): Promise<string[]> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.core.effects().map(({ action }) => action);
  }
}

function signatureOf(alg: unknown, { jwk, key }: Signer, input: string): string {
  if (alg === 'ES256') {
    return sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }
  if (alg === 'HS256') return createHmac('sha256', JSON.stringify(jwk)).update(input).digest('base64url');
  if (alg === 'RS256') return sign('sha256', Buffer.from(input), key).toString('base64url');
  return '';
}
