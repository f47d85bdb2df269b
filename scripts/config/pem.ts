import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { codeOf } from '../code-of.ts';
import { readBounded, TooLarge } from '../read-bounded.ts';
import { UsageError } from '../usage-error.ts';

/** A file as the user calls it: `harness.tls.caKey (--tls-ca-key)`, and its path. */
export interface NamedFile {
  name: string;
  file: string;
}

/** How much of a file is read, in bytes: all CAs of a system take about a quarter of one MiB. */
const MAX_BYTES = 8 * 1024 * 1024;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/;

/**
 * The certificates of a PEM file, in their order.
 * @throws UsageError when it cannot be read or holds none
 */
export async function readCertificates({
  name,
  file,
}: NamedFile): Promise<[X509Certificate, ...X509Certificate[]]> {
  const blocks = (await read({ name, file })).match(CERTIFICATE) ?? [];
  const [first, ...rest] = blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw new UsageError(`${name}: a certificate in ${file} cannot be read.`, { cause });
    }
  });
  if (first === undefined)
    throw new UsageError(`${name}: ${file} holds no certificate in PEM form.`, {
      hint: 'It must hold "-----BEGIN CERTIFICATE-----"; convert DER with: openssl x509 -inform der -in FILE',
    });
  return [first, ...rest];
}

/**
 * The private key of a PEM file, the first where there are several.
 * @throws UsageError when it cannot be read, holds none, or one that is encrypted
 */
async function readPrivateKey({ name, file }: NamedFile): Promise<KeyObject> {
  const block = PRIVATE_KEY.exec(await read({ name, file }))?.[0];
  if (block === undefined)
    throw new UsageError(`${name}: ${file} holds no private key in PEM form.`, {
      hint: 'It must hold "-----BEGIN PRIVATE KEY-----"; convert DER with: openssl pkey -inform der -in FILE',
    });
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(block))
    throw new UsageError(
      `${name}: the private key in ${file} is encrypted, and nobody is asked for its passphrase.`,
      {
        hint: 'Decrypt it into a file that only you can read: (umask 077; openssl pkey -in FILE -out DECRYPTED)',
      },
    );
  try {
    return createPrivateKey(block);
  } catch (cause) {
    throw new UsageError(`${name}: the private key in ${file} cannot be read.`, {
      hint: `To see what is wrong with it: openssl pkey -in ${file} -noout`,
      cause,
    });
  }
}

/**
 * A certificate (the first of its file) and the key that belongs to it.
 * @throws UsageError when one of them is of no use, they do not belong together, or the certificate is not in force
 */
export async function readPair(
  cert: NamedFile,
  key: NamedFile,
): Promise<{ chain: [X509Certificate, ...X509Certificate[]]; key: KeyObject }> {
  const chain = await readCertificates(cert);
  const privateKey = await readPrivateKey(key);
  const [first] = chain;
  if (!first.checkPrivateKey(privateKey))
    throw new UsageError(
      `${key.name}: the private key in ${key.file} does not belong to ${chain.length > 1 ? 'the first certificate' : 'the certificate'} in ${cert.file}.`,
      { hint: 'Both are of one pair; the certificate to which the key belongs stands first in its file.' },
    );
  requireInForce(first, cert);
  return { chain, key: privateKey };
}

/**
 * For a file that targets are given, to trust it.
 * @throws UsageError when it holds a private key, too
 */
export async function requireNoKey({ name, file }: NamedFile): Promise<void> {
  if (PRIVATE_KEY.test(await read({ name, file })))
    throw new UsageError(`${name}: ${file} holds a private key, and is given to targets to trust it.`, {
      hint: `Let it hold certificates only; one of them alone: openssl x509 -in ${file} -out FILE`,
    });
}

/** The certificates as one PEM text. */
export function toPem(certificates: readonly X509Certificate[]): string {
  return certificates.map((one) => one.toString()).join('');
}

/** The day on which it ends: `2026-11-22`. */
export function lastDayOf({ validTo }: X509Certificate): string {
  return new Date(validTo).toISOString().slice(0, 10);
}

function requireInForce(certificate: X509Certificate, { name, file }: NamedFile): void {
  if (Date.parse(certificate.validTo) <= Date.now())
    throw new UsageError(`${name}: the certificate in ${file} expired on ${lastDayOf(certificate)}.`, {
      hint: "Renew it; if it is valid, this machine's clock is wrong.",
    });
  if (Date.parse(certificate.validFrom) > Date.now())
    throw new UsageError(
      `${name}: the certificate in ${file} is not valid before ${new Date(certificate.validFrom).toISOString()}.`,
      { hint: "Wait, or check this machine's clock." },
    );
}

async function read({ name, file }: NamedFile): Promise<string> {
  try {
    return (await readBounded(file, MAX_BYTES)).toString('utf8');
  } catch (cause) {
    const what = cause instanceof TooLarge ? cause.message : `cannot be read (${codeOf(cause)}).`;
    throw new UsageError(`${name}: ${file} ${what}`, { cause });
  }
}
