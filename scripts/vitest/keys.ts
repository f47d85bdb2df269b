import { createPublicKey, type JsonWebKey, KeyObject, type webcrypto } from 'node:crypto';
import { types } from 'node:util';
import type { Jwk } from '../../suites/set/verify.ts';
import { isLoopback } from '../../suites/support/loopback.ts';

/** A JWK Set (RFC 7517 section 5). */
export interface JwkSet {
  keys: readonly object[];
}

/** URL of a JWK Set: https, or http on this machine. Fetched at each assertion, with the global `fetch`. */
export type JwksUrl = URL | string;

/** Keys of an issuer: a JWK Set, one JWK, a key of node:crypto or WebCrypto (public or private), or a JWK Set's URL. */
export type KeySource = JwkSet | JwkSet['keys'] | JsonWebKey | KeyObject | webcrypto.CryptoKey | JwksUrl;

/** Longest JWK Set that is read, bytes. */
const MAX_BYTES = 1024 * 1024;
const DEADLINE_MS = 5_000;

/** Takes the keys, at once where they are at hand. `kid` is what a key that is given by itself is called. */
export function keysOf(source: KeySource, kid: unknown): readonly Jwk[] | Promise<readonly Jwk[]> {
  if (typeof source === 'string' || source instanceof URL) return download(String(source));
  if (types.isKeyObject(source) || types.isCryptoKey(source)) return [{ ...jwkOf(source), kid }];
  if (Array.isArray(source)) return source.map(asJwk);
  if (typeof source !== 'object' || source === null) throw new TypeError('jwks: these are no keys.');
  if ('keys' in source && Array.isArray(source.keys)) return source.keys.map(asJwk);
  if ('kty' in source) return [{ kid, ...source }];
  throw new TypeError('jwks: this is no JWK Set, an object with the member "keys" (RFC 7517 section 5).');
}

function jwkOf(key: KeyObject | webcrypto.CryptoKey): JsonWebKey {
  const given = types.isKeyObject(key) ? key : KeyObject.from(key);
  if (given.type === 'secret')
    throw new TypeError('jwks: a secret key verifies no SET; give the public key.');
  return (given.type === 'private' ? createPublicKey(given) : given).export({ format: 'jwk' });
}

function asJwk(key: unknown): Jwk {
  if (typeof key !== 'object' || key === null || Array.isArray(key))
    throw new TypeError('jwks: one of the keys is no JSON object.');
  // Sound: whatever its members are, they are only compared and handed to node:crypto.
  return key as Jwk;
}

/** Redirects are not followed: who can send us elsewhere could forge SETs. */
async function download(url: string): Promise<readonly Jwk[]> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) throw new TypeError('jwks: this string is no URL.');
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && isLoopback(parsed.hostname)))
    throw new TypeError(`jwks: ${parsed.href} is neither https nor on this machine.`);
  const response = await fetch(parsed, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).catch((error: unknown) => {
    throw new Error(`jwks: ${parsed.href} gave no answer.`, { cause: error });
  });
  if (response.status !== 200)
    throw new Error(`jwks: ${parsed.href} answered with status ${response.status}.`);
  const text = await limited(response, parsed.href);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`jwks: what ${parsed.href} answered is not JSON.`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys))
    return value.keys.map(asJwk);
  throw new Error(`jwks: what ${parsed.href} answered is no JWK Set.`);
}

async function limited(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new Error(`jwks: what ${url} answered is too long for a JWK Set.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
