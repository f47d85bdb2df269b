import path from 'node:path';
import { request } from 'undici';
import { JwksError, type TrustedKey, trustedKeys } from '../../reports/attestation/trusted-keys.ts';
import { codeOf } from '../code-of.ts';
import { readBounded, TooLarge } from '../read-bounded.ts';
import { UsageError } from '../usage-error.ts';

/** The JWK Set could not be had from its URL. */
export class JwksUnreachable extends Error {
  override readonly name = 'JwksUnreachable';
}

const LARGEST = 1024 * 1024;
const DEADLINE_MS = 10_000;

/**
 * The keys that a reader trusts.
 * @param named an https URL (on this machine also http), or a file; relative to `cwd`
 * @throws {UsageError} when there is no such file, or when what is there must not be trusted
 * @throws {JwksUnreachable} when the URL does not give a JWK Set in time
 */
export async function loadJwks(
  named: string,
  cwd: string,
  { deadlineMs = DEADLINE_MS, signal }: { deadlineMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<TrustedKey[]> {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(named);
  const value = isUrl ? await fetched(urlOf(named), deadlineMs, signal) : await readFrom(named, cwd);
  try {
    return await trustedKeys(value);
  } catch (error) {
    if (!(error instanceof JwksError)) throw error;
    if (isUrl && error.code === 'not-jwks')
      throw new JwksUnreachable(`${named}: ${error.message}`, { cause: error });
    throw new UsageError(`--jwks ${named}: ${error.message}`, { cause: error });
  }
}

/** Whoever is on the way of a plain request could put keys of theirs in. */
function urlOf(named: string): URL {
  if (!URL.canParse(named)) throw new UsageError(`--jwks: "${named}" is no URL.`);
  const url = new URL(named);
  const local = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))
    throw new UsageError(
      `--jwks: keys are taken from https URLs only, not from ${url.protocol}//${url.host}.`,
      {
        hint: 'From this machine, http is taken, too; or name a file.',
      },
    );
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--jwks: the URL holds credentials; public keys need none.');
  return url;
}

async function fetched(url: URL, deadlineMs: number, cancelled?: AbortSignal): Promise<unknown> {
  const fail = (why: string, cause?: unknown): never => {
    throw new JwksUnreachable(`${url.href} ${why}`, { cause });
  };
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = cancelled === undefined ? deadline : AbortSignal.any([deadline, cancelled]);
  let text: string;
  try {
    const { statusCode, body } = await request(url, { headers: { accept: 'application/json' }, signal });
    if (statusCode !== 200) {
      // Nothing of it is read: the connection goes.
      body.on('error', () => undefined).destroy();
      const redirect = statusCode >= 300 && statusCode < 400;
      return fail(`answers ${statusCode}${redirect ? ', a redirect, which is not followed' : ''}.`);
    }
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LARGEST) return fail(`answers with more than ${LARGEST} bytes.`);
      pieces.push(piece);
    }
    text = Buffer.concat(pieces).toString('utf8');
  } catch (error) {
    if (error instanceof JwksUnreachable) throw error;
    if (cancelled?.aborted === true) return fail('was not waited for any longer.', error);
    if (deadline.aborted) return fail(`does not answer within ${deadlineMs / 1000} s.`, error);
    return fail(`cannot be reached (${codeOf(error)}).`, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail('does not answer with JSON.', error);
  }
}

async function readFrom(named: string, cwd: string): Promise<unknown> {
  let text: string;
  try {
    text = (await readBounded(path.resolve(cwd, named), LARGEST)).toString('utf8');
  } catch (error) {
    if (error instanceof TooLarge)
      throw new UsageError(`--jwks: "${named}" is too large: ${LARGEST} bytes are read at most.`, {
        cause: error,
      });
    const code = codeOf(error);
    throw new UsageError(
      code === 'ENOENT'
        ? `--jwks: there is no file "${named}".`
        : `--jwks: "${named}" cannot be read (${code}).`,
      { hint: 'Name a file or a URL; "ssf-conformance sign --print-jwks --key KEY.pem" makes such a file.' },
    );
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(`--jwks: "${named}" is not JSON.`, { cause });
  }
}
