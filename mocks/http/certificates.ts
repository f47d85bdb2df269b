import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
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
  /** What it is for; default: a server. */
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

/** How a fresh authority is to be. */
export interface AuthorityOptions {
  /** Common name of its certificate; default `Test authority`. */
  name?: string | undefined;
  /** Default: a week ahead. */
  notAfter?: Date | undefined;
}

/** A fresh certificate authority. Its key is in memory only, unless whoever made it writes `key` (PKCS #8 PEM) down. */
export async function createAuthority({
  name = 'Test authority',
  notAfter,
}: AuthorityOptions = {}): Promise<Authority & { key: string }> {
  const keys = await generateKeys();
  const subject = `CN=${name}`;
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: subject,
    ...validity({ notAfter }),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: EC,
    extensions: await authorityExtensions(keys.publicKey, 1),
  });
  return {
    ca: certificate.toString('pem'),
    key: await exported(keys.privateKey),
    issue: (options = {}) => certify(options, { certificate, key: keys.privateKey }),
  };
}

/**
 * A fresh authority below another, whose key (PKCS #8 PEM, EC P-256) is known. What it issues comes with its own
 * certificate, `ca`, behind it: a server must send both.
 */
export async function createIntermediate(root: { ca: string; key: string }): Promise<Authority> {
  const keys = await generateKeys();
  const above = new X509Certificate(root.ca);
  const pkcs8 = PemConverter.decodeFirst(root.key);
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=Intermediate authority',
    issuer: above.subjectName,
    ...validity({}),
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, EC, false, ['sign']),
    signingAlgorithm: EC,
    extensions: [...(await authorityExtensions(keys.publicKey, 0)), await keyIdentifierOf(above)],
  });
  const ca = certificate.toString('pem');
  return {
    ca,
    async issue(options = {}) {
      const { key, cert } = await certify(options, { certificate, key: keys.privateKey });
      return { key, cert: `${cert}\n${ca}` };
    },
  };
}

/** `below`: how many authorities may stand between it and a leaf. */
async function authorityExtensions(publicKey: CryptoKey, below: number): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, below, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    // Strict validators want to find the issuer by it (RFC 5280 4.2.1.2).
    await SubjectKeyIdentifierExtension.create(publicKey),
  ];
}

/**
 * An authority that was made elsewhere. `cert`: its certificate in PEM; `key`: its private key as PKCS #8 in PEM, RSA or
 * EC on P-256, P-384 or P-521. Rejects when WebCrypto takes no such key.
 */
export async function authorityOf(cert: string, key: string): Promise<Authority> {
  const certificate = new X509Certificate(cert);
  const { algorithm } = certificate.publicKey;
  const usable = algorithm.name === 'ECDSA' ? algorithm : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const pkcs8 = PemConverter.decodeFirst(key);
  const signingKey = await crypto.subtle.importKey('pkcs8', pkcs8, usable, false, ['sign']);
  return { ca: cert, issue: (options = {}) => certify(options, { certificate, key: signingKey }) };
}

/** A server certificate that nobody vouches for. */
export function selfSigned(options: CertificateOptions = {}): Promise<Credentials> {
  return certify(options, null);
}

async function certify(
  options: CertificateOptions,
  issuer: { certificate: X509Certificate; key: CryptoKey } | null,
): Promise<Credentials> {
  const keys = await generateKeys(options.rsaBits);
  const subject = `CN=${options.names?.[0] ?? 'localhost'}`;
  const signingKey = issuer?.key ?? keys.privateKey;
  const certificate = await X509CertificateGenerator.create({
    subject,
    // As it stands there, byte for byte: not every validator compares names by their meaning.
    issuer: issuer?.certificate.subjectName ?? subject,
    ...validity(options),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: { name: signingKey.algorithm.name, hash: 'SHA-256' },
    extensions: [
      ...leafExtensions(options),
      ...(issuer === null ? [] : [await keyIdentifierOf(issuer.certificate)]),
    ],
  });
  return { key: await exported(keys.privateKey), cert: certificate.toString('pem') };
}

/** RFC 5280 4.2.1.1: as the authority's certificate calls its key, however it was made. */
async function keyIdentifierOf(authority: X509Certificate): Promise<AuthorityKeyIdentifierExtension> {
  const known = authority.getExtension(SubjectKeyIdentifierExtension);
  return known === null
    ? AuthorityKeyIdentifierExtension.create(authority.publicKey)
    : new AuthorityKeyIdentifierExtension(known.keyId);
}

async function exported(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function leafExtensions({
  names = ['localhost'],
  ips = ['127.0.0.1'],
  use = 'server',
}: CertificateOptions): Extension[] {
  const usages = new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true);
  return [
    new BasicConstraintsExtension(false, undefined, true),
    usages,
    new ExtendedKeyUsageExtension([
      use === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth,
    ]),
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
