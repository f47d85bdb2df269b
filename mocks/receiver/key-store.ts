import { createPublicKey, type KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../vocabulary/is-object.ts';
import type { ReceiverQuirks } from './seams.ts';

/** A public key of an issuer's JWK Set that can be used. */
export interface VerificationKey {
  jwk: Record<string, unknown>;
  key: KeyObject;
}

/** Gets a JSON document of the Transmitter. Rejects when there is no answer. */
export type FetchJwks = (operation: 'jwks', url: string) => Promise<{ status: number; json: unknown }>;

/** The JWK Set could not be fetched, or what came was none: nothing can be said of any key. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

export interface KeyStoreOptions {
  jwksUri: string;
  fetchJwks: FetchJwks;
  /** Shortest time between two looks at the JWK Set, ms. */
  cooldownMs: number;
  quirks?: Partial<ReceiverQuirks> | undefined;
}

/** After so long a key that was withdrawn is no longer believed, ms. */
const LIFETIME_MS = 10 * 60 * 1000;

const MOST_UNNAMED = 100;

/** The keys of one issuer, from its `jwks_uri` and nowhere else (SSF 4.1.4). */
export class KeyStore {
  readonly #options: KeyStoreOptions;
  #keys: readonly VerificationKey[] | null = null;
  /** `performance.now()` when the last look began, and when the last good one did. */
  #lookedAt = Number.NEGATIVE_INFINITY;
  #goodAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  /** Those for which the JWK Set was looked at in vain, and has keys that they may mean. */
  readonly #unnamed = new Set<string>();
  #due: Promise<void> | null = null;

  constructor(options: KeyStoreOptions) {
    this.#options = options;
  }

  /**
   * The keys with this `kid`, or all without one. When there is none the JWK Set is looked at once more, for the key
   * may be new; such looks keep the cool-down between them, and who comes too early waits: a good SET is not refused
   * because a bad one came before it. Where no key has the `kid` even then, those that have none: it is a hint (RFC 7515
   * 4.1.4). Rejects with `KeysUnavailable`.
   */
  async find(kid: string | undefined): Promise<readonly VerificationKey[]> {
    const { noKeyCache, neverRefetchesKeys } = this.#options.quirks ?? {};
    const arrived = performance.now();
    if (noKeyCache) await this.#look();
    else if (this.#keys === null) await (this.#running ?? this.#lookAgain());
    else if (!neverRefetchesKeys && arrived - this.#goodAt > LIFETIME_MS) await this.#lookAgain();
    const hits = this.#matching(kid);
    // What was asked for after the SET had come cannot be older than the SET.
    const isFresh = neverRefetchesKeys || this.#goodAt >= arrived;
    if (hits.length > 0) return hits;
    if (!isFresh && !(kid !== undefined && this.#unnamed.has(kid))) await this.#lookAgain();
    const named = this.#matching(kid);
    if (named.length > 0 || kid === undefined) return named;
    const nameless = this.#matching(undefined).filter(({ jwk }) => jwk.kid === undefined);
    // Not every SET of such an issuer is to wait for one more look.
    if (nameless.length > 0 && this.#unnamed.size < MOST_UNNAMED) this.#unnamed.add(kid);
    return nameless;
  }

  #matching(kid: string | undefined): readonly VerificationKey[] {
    const keys = this.#keys ?? [];
    return kid === undefined ? keys : keys.filter(({ jwk }) => jwk.kid === kid);
  }

  /** A look that begins from now on; everybody who asks before it has begun shares it. */
  #lookAgain(): Promise<void> {
    this.#due ??= this.#lookAfterCooldown();
    return this.#due;
  }

  async #lookAfterCooldown(): Promise<void> {
    await this.#running?.catch(() => undefined);
    const wait = this.#lookedAt + this.#options.cooldownMs - performance.now();
    if (wait > 0) await sleep(wait);
    this.#due = null;
    await this.#look();
  }

  #look(): Promise<void> {
    this.#lookedAt = performance.now();
    const running = this.#fetch(this.#lookedAt).finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #fetch(at: number): Promise<void> {
    const { jwksUri, fetchJwks, quirks } = this.#options;
    const answer = await fetchJwks('jwks', jwksUri).catch((cause: unknown) => {
      throw new KeysUnavailable(`The JWK Set at ${jwksUri} cannot be fetched`, { cause });
    });
    const { status, json } = answer;
    if (status !== 200 || !isObject(json) || !Array.isArray(json.keys)) {
      throw new KeysUnavailable(`What came from ${jwksUri} with status ${status} is no JWK Set`);
    }
    const keys = json.keys.map(toKey);
    const usable = keys.filter((key) => key !== null);
    const old = quirks?.keepsRetiredKeys ? (this.#keys ?? []) : [];
    this.#keys = quirks?.strictJwks && usable.length < keys.length ? [] : [...old, ...usable];
    this.#goodAt = at;
  }
}

/** RFC 7517 section 5: a key of unknown type, or with members missing or broken, is passed over. */
function toKey(jwk: unknown): VerificationKey | null {
  // Symmetric keys and private ones are known to all who can read the set, so they prove nothing.
  if (!isObject(jwk) || jwk.kty === 'oct' || 'd' in jwk) return null;
  try {
    return { jwk, key: createPublicKey({ key: jwk, format: 'jwk' }) };
  } catch {
    return null;
  }
}
