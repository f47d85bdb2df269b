import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What a certificate is made out for. */
export interface CertificateOptions {
  /** DNS names; default `['localhost']`. */
  names?: string[] | undefined;
  /** Default `['127.0.0.1']`. */
  ips?: string[] | undefined;
  /** Default: an hour ago. */
  notBefore?: Date | undefined;
  /** Default: a week ahead. */
  notAfter?: Date | undefined;
  /** An RSA key of so many bits; default: EC P-256. */
  rsaBits?: number | undefined;
  /** What it is for; default: a server. One for a client names nobody but its subject, `CN=NAME`. */
  use?: 'server' | 'client' | undefined;
}

/** PEM: the private key as PKCS #8, the certificate. */
export interface Credentials {
  key: string;
  cert: string;
}

export interface Authority {
  /** PEM of the authority's own certificate, for the clients that shall trust it. */
  ca: string;
  issue: (options?: CertificateOptions) => Promise<Credentials>;
}

const HOUR = 3_600_000;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A fresh certificate authority, in memory only. */
export async function createAuthority(): Promise<Authority> {
  const keys = await generateKeys();
  const subject = 'CN=Test authority';
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: subject,
    ...validity({}),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: EC,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    ca: certificate.toString('pem'),
    issue: (options = {}) => certify(options, { name: subject, key: keys.privateKey }),
  };
}

/** A server certificate that nobody vouches for. */
export function selfSigned(options: CertificateOptions = {}): Promise<Credentials> {
  return certify(options, null);
}

async function certify(
  options: CertificateOptions,
  issuer: { name: string; key: CryptoKey } | null,
): Promise<Credentials> {
  const keys = await generateKeys(options.rsaBits);
  const subject = `CN=${options.names?.[0] ?? 'localhost'}`;
  const signingKey = issuer?.key ?? keys.privateKey;
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer?.name ?? subject,
    ...validity(options),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: { name: signingKey.algorithm.name, hash: 'SHA-256' },
    extensions: leafExtensions(options),
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

function leafExtensions({
  names = ['localhost'],
  ips = ['127.0.0.1'],
  use = 'server',
}: CertificateOptions): Extension[] {
  const usages = new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true);
  const basic = new BasicConstraintsExtension(false, undefined, true);
  if (use === 'client') return [basic, usages, new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])];
  return [
    basic,
    usages,
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([
      ...names.map((value) => ({ type: 'dns' as const, value })),
      ...ips.map((value) => ({ type: 'ip' as const, value })),
    ]),
  ];
}

function validity(options: CertificateOptions): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: options.notBefore ?? new Date(Date.now() - HOUR),
    notAfter: options.notAfter ?? new Date(Date.now() + 7 * 24 * HOUR),
  };
}

async function generateKeys(rsaBits?: number): Promise<CryptoKeyPair> {
  const algorithm =
    rsaBits === undefined
      ? EC
      : {
          name: 'RSASSA-PKCS1-v1_5',
          modulusLength: rsaBits,
          publicExponent: new Uint8Array([1, 0, 1]),
          hash: 'SHA-256',
        };
  return (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
}
