import path from 'node:path';
import { excerptLine } from '../../reports/text/excerpt.ts';
import { HttpClient } from '../../suites/harness/rim/http-client.ts';
import type { Jwk } from '../../suites/set/verify.ts';
import { codeOf } from '../code-of.ts';
import type { Io } from '../io.ts';
import { readBounded, TooLarge } from '../read-bounded.ts';
import { UsageError } from '../usage-error.ts';

/** A JWK Set has a few keys; a longer one is something else, bytes. */
const MAX_BYTES = 1024 * 1024;
const DEADLINE_MS = 10_000;

/**
 * The keys of `--jwks`: a file, or a URL (https, or http on this machine). Redirects are not followed, nothing but the
 * request is sent.
 * @throws UsageError for what cannot be had, or is no JWK Set
 */
export async function readJwkSet(named: string, io: Io): Promise<readonly Jwk[]> {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(named);
  return keysOf(isUrl ? await download(named, io) : await fromFile(named, io), named);
}

function keysOf(text: string, named: string): Jwk[] {
  const hint = 'A JWK Set is a JSON object with the member "keys" (RFC 7517 section 5).';
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const pem = text.includes('-----BEGIN ');
    throw new UsageError(`--jwks: "${safe(named)}" is ${pem ? 'a PEM file' : 'not JSON'}.`, { hint });
  }
  if (isObject(value) && Array.isArray(value.keys)) return value.keys.filter(isObject);
  if (isObject(value) && typeof value.kty === 'string') return [value];
  const elsewhere = isObject(value) ? value.jwks_uri : undefined;
  throw new UsageError(`--jwks: "${safe(named)}" is no JWK Set.`, {
    hint: typeof elsewhere === 'string' ? `It names one: --jwks ${safe(elsewhere)}` : hint,
  });
}

async function fromFile(named: string, io: Io): Promise<string> {
  const file = path.resolve(io.cwd, named);
  try {
    return (await readBounded(file, MAX_BYTES)).toString('utf8');
  } catch (error) {
    if (error instanceof TooLarge)
      throw new UsageError(`--jwks: "${safe(named)}" is too large for a JWK Set.`, { cause: error });
    const code = codeOf(error);
    const what = code === 'ENOENT' ? 'There is no file' : `It cannot be read (${code}):`;
    throw new UsageError(`--jwks: ${what} "${safe(named)}".`, { cause: error });
  }
}

async function download(named: string, io: Io): Promise<string> {
  const url = URL.canParse(named) ? new URL(named) : null;
  if (url === null) throw new UsageError(`--jwks: "${safe(named)}" is no URL.`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    throw new UsageError(`--jwks: "${safe(named)}" is not https.`, {
      hint: 'Who can change keys on their way can forge SETs; http is taken from this machine only.',
    });
  const client = new HttpClient();
  try {
    const { response, error } = await client.send(
      {
        method: 'GET',
        url: url.href,
        headers: { accept: 'application/jwk-set+json, application/json' },
        body: null,
        timeoutMs: DEADLINE_MS,
      },
      io.signal,
    );
    if (response === null)
      throw new UsageError(
        `--jwks: ${safe(url.href)} gave no answer (${safe(`${error?.kind}: ${error?.message}`)}).`,
      );
    if (response.status !== 200)
      throw new UsageError(`--jwks: ${safe(url.href)} answered with status ${response.status}.`, {
        hint: response.status >= 300 && response.status < 400 ? 'Redirects are not followed.' : undefined,
      });
    if (response.bytes > MAX_BYTES)
      throw new UsageError(`--jwks: ${safe(url.href)} is too large for a JWK Set.`);
    return response.text;
  } finally {
    await client.close();
  }
}

function safe(text: string): string {
  return excerptLine(text, 200);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
