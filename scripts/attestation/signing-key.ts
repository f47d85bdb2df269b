import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { Algorithm } from '../../reports/attestation/attest.ts';
import { UsageError } from '../usage-error.ts';

/** A key that signs, and what others need to know of it. */
export interface SigningKey {
  alg: Algorithm;
  kid: string;
  privateKey: KeyObject;
  /** Public, with kid, alg and use. */
  jwk: JWK;
  /** What the user should know of the file, or null. */
  warning: string | null;
}

const LARGEST = 64 * 1024;

const MAKE_ONE = 'Make one with: openssl genpkey -algorithm ed25519 -out KEY.pem';

/**
 * Reads a private key, Ed25519 or P-256, from a PEM file.
 * @param kid what it is called; default: its thumbprint (RFC 7638)
 * @throws UsageError on anything else; never with a part of the file in its message
 */
export async function readSigningKey(named: string, cwd: string, kid?: string): Promise<SigningKey> {
  const { pem, mode } = await readPem(named, cwd);
  const privateKey = parse(pem, named);
  const alg = algorithmOf(privateKey, named);
  const jwk = await exportJWK(createPublicKey(privateKey));
  const name = kid ?? (await calculateJwkThumbprint(jwk));
  return {
    alg,
    kid: name,
    privateKey,
    jwk: { ...jwk, kid: name, alg, use: 'sig' },
    warning: warningOf(mode, named),
  };
}

async function readPem(named: string, cwd: string): Promise<{ pem: string; mode: number | null }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path.resolve(cwd, named), 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new UsageError(`--key: "${named}" is a folder.`);
    if (stat.size > LARGEST) throw new UsageError(`--key: "${named}" is too large for a key.`);
    // A pipe has no size: what the shell makes of <(...) is one.
    const buffer = Buffer.alloc(LARGEST);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, LARGEST - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === LARGEST) break;
    }
    return { pem: buffer.subarray(0, length).toString('latin1'), mode: stat.isFile() ? stat.mode : null };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(
      code === 'ENOENT'
        ? `--key: there is no file "${named}".`
        : `--key: "${named}" cannot be read (${code}).`,
      { hint: MAKE_ONE },
    );
  } finally {
    await handle?.close();
  }
}

/** The cause is never told: it may quote the file. */
function parse(pem: string, named: string): KeyObject {
  const refuse = (what: string, hint = MAKE_ONE): never => {
    throw new UsageError(`--key: "${named}" ${what}.`, { hint });
  };
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem))
    return refuse(
      'is encrypted, and nobody can be asked for its passphrase here',
      `Decrypt it on the way (bash): --key <(openssl pkey -in ${named})`,
    );
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem)) {
    if (/-----BEGIN [A-Z0-9 ]*PUBLIC KEY-----/.test(pem))
      return refuse(
        'is a public key; only the private one signs',
        'Name the private key, and give readers this one.',
      );
    if (pem.includes('-----BEGIN CERTIFICATE')) return refuse('is a certificate; name its private key');
    if (pem.trimStart().startsWith('{')) return refuse('is JSON; a key is read as PEM');
    return refuse('is no private key in PEM');
  }
  if (pem.includes('BEGIN OPENSSH PRIVATE KEY'))
    return refuse(
      'is in the format of OpenSSH',
      'Only PEM as OpenSSL writes it (PKCS #8, or SEC 1) is read.',
    );
  try {
    return createPrivateKey(pem);
  } catch {
    return refuse('looks like a private key, but cannot be read as one');
  }
}

function algorithmOf(key: KeyObject, named: string): Algorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  const curve = details?.namedCurve === undefined ? '' : ` on the curve ${details.namedCurve}`;
  throw new UsageError(
    `--key: "${named}" is of the type ${type ?? 'unknown'}${curve}; Ed25519 and P-256 sign reports.`,
    {
      hint: MAKE_ONE,
    },
  );
}

function warningOf(mode: number | null, named: string): string | null {
  if (mode === null || process.platform === 'win32' || (mode & 0o077) === 0) return null;
  return `Others on this machine can read ${named}, and so sign in your name: chmod 600 ${named}`;
}
