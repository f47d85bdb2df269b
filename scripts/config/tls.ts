import type { KeyObject, X509Certificate } from 'node:crypto';
import { authorityOf } from '../../mocks/http/certificates.ts';
import type { PushAuthority } from '../../suites/harness/rim/bad-doors.ts';
import { certifiedNames, type OurAddress, publicHostOf } from '../../suites/harness/rim/our-address.ts';
import type { ClientCertificate } from '../../suites/harness/run-options.ts';
import { UsageError } from '../usage-error.ts';
import type { CertificateFiles, HarnessConfig, TlsAuthorityFiles } from './define-config.ts';
import { keptAuthority } from './kept-authority.ts';
import { lastDayOf, type NamedFile, readPair, requireNoKey, toPem } from './pem.ts';
import { openStateDir } from './state-dir.ts';

const TLS = 'harness.tls (--tls)';

/** Where the kept CA lies, and how we are reached. */
export interface TlsContext extends OurAddress {
  cwd: string;
  /** Relative to `cwd`, or absolute. */
  stateDir: string;
  /** Nothing is made or read that a run would make. */
  dry?: boolean | undefined;
}

/**
 * With which certificates our endpoints speak https; undefined: they do not.
 * @throws UsageError when a file is of no use, or the certificate is not for where we are reached
 */
export async function resolveTls(
  tls: HarnessConfig['tls'],
  context: TlsContext,
): Promise<PushAuthority | undefined> {
  if (tls === undefined || tls === false) return undefined;
  requireHttps(context.publicUrl);
  if (tls === true) return context.dry === true ? { issue: neverAsked } : kept(context);
  const { authority, identity } = formsOf(tls);
  if (authority !== null) return givenAuthority(authority);
  return fixed(identity, context);
}

/**
 * The certificate that we show in TLS.
 * @param at how the configuration calls it: `transmitter.auth.clientCertificate`
 * @throws UsageError
 */
export async function readClientCertificate(
  { cert, key }: CertificateFiles,
  at: string,
  hasFlags: boolean,
): Promise<ClientCertificate> {
  const read = await readPair(
    { name: `${at}.cert${hasFlags ? ' (--client-cert)' : ''}`, file: cert },
    { name: `${at}.key${hasFlags ? ' (--client-key)' : ''}`, file: key },
  );
  return { cert: toPem(read.chain), key: pkcs8(read.key) };
}

async function kept({ cwd, stateDir }: TlsContext): Promise<PushAuthority> {
  const { folder } = await openStateDir(cwd, stateDir);
  const { ca, key, caFile, isNew } = await keptAuthority(folder);
  const { issue } = await authorityOf(ca, key);
  const about = isNew
    ? 'made now, and kept: no target trusts it yet that you did not just tell'
    : 'that of earlier runs';
  return { issue, ca, caFile, about };
}

/** Curves of which WebCrypto makes signatures. */
const CURVES: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * A CA of the tester's.
 * @throws UsageError when a file is of no use
 */
export async function givenAuthority({ ca: file, caKey }: TlsAuthorityFiles): Promise<PushAuthority> {
  const cert: NamedFile = { name: 'harness.tls.ca (--tls-ca)', file };
  const keyFile: NamedFile = { name: 'harness.tls.caKey (--tls-ca-key)', file: caKey };
  const { chain, key } = await readPair(cert, keyFile);
  const [first] = chain;
  if (!first.ca)
    throw new UsageError(`${cert.name}: the certificate in ${file} is not that of a CA.`, {
      hint: 'A CA says so itself (basicConstraints CA:TRUE). A certificate that we shall show as it is: harness.tls { cert, key }.',
    });
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && !(type === 'ec' && CURVES.includes(details?.namedCurve)))
    throw new UsageError(
      `${keyFile.name}: a key of this kind (${details?.namedCurve ?? type}) cannot be used.`,
      {
        hint: 'It must be RSA, or EC on P-256, P-384 or P-521.',
      },
    );
  await requireNoKey(cert);
  const authority = await authorityOf(first.toString(), pkcs8(key));
  // What stands between it and what the target trusts is shown with every certificate; roots need not be.
  const between = toPem(chain.filter((one) => !isSelfSigned(one)));
  return {
    issue: async (wish) => {
      const made = await authority.issue(wish);
      return { ...made, cert: `${made.cert.trim()}\n${between}` };
    },
    ca: toPem(chain),
    caFile: file,
    about: `given, valid until ${lastDayOf(first)}`,
  };
}

async function fixed(
  { cert: file, key: keyFile }: CertificateFiles,
  address: TlsContext,
): Promise<PushAuthority> {
  const cert: NamedFile = { name: 'harness.tls.cert', file };
  const { chain, key } = await readPair(cert, { name: 'harness.tls.key', file: keyFile });
  const [first] = chain;
  const host = publicHostOf(address).replace(/^\[(.*)\]$/, '$1');
  const { ips } = certifiedNames(address);
  const isFor = ips.includes(host) ? first.checkIP(host) : first.checkHost(host);
  if (isFor === undefined)
    throw new UsageError(
      `${cert.name}: the certificate in ${file} is not for ${host}, where the target reaches us.`,
      {
        hint: `It is for ${first.subjectAltName ?? 'no names'}. Give --public-url with one of these names, or another certificate.`,
      },
    );
  const identity = { cert: toPem(chain), key: pkcs8(key) };
  if (isSelfSigned(first)) await requireNoKey(cert);
  // Of another's CA we know nothing; one that signed itself is its own.
  return {
    issue: async () => identity,
    isFixed: true,
    ...(isSelfSigned(first) ? { ca: toPem(chain), caFile: file } : {}),
  };
}

/** @throws UsageError when it is half of one, or of both */
function formsOf(
  tls: Partial<TlsAuthorityFiles & CertificateFiles>,
): { authority: TlsAuthorityFiles; identity?: undefined } | { authority: null; identity: CertificateFiles } {
  const { ca, caKey, cert, key } = tls;
  const hint = 'Give ca and caKey (--tls-ca, --tls-ca-key), or cert and key, or true (--tls).';
  const isAuthority = ca !== undefined || caKey !== undefined;
  if (isAuthority && (cert !== undefined || key !== undefined))
    throw new UsageError('harness.tls has a CA and a certificate; give one of them.', { hint });
  if (ca !== undefined && caKey !== undefined) return { authority: { ca, caKey } };
  if (cert !== undefined && key !== undefined) return { authority: null, identity: { cert, key } };
  const [has, lacks] = isAuthority
    ? ca === undefined
      ? ['caKey (--tls-ca-key)', 'ca (--tls-ca)']
      : ['ca (--tls-ca)', 'caKey (--tls-ca-key)']
    : cert === undefined
      ? ['key', 'cert']
      : ['cert', 'key'];
  if (!isAuthority && key === undefined && cert === undefined)
    throw new UsageError(`${TLS} says neither a CA nor a certificate.`, { hint });
  throw new UsageError(`harness.tls.${has} is given without ${lacks}.`, { hint });
}

/** @throws UsageError when targets are told of plain http where we speak TLS */
function requireHttps(publicUrl: string | undefined): void {
  if (publicUrl === undefined || new URL(publicUrl).protocol === 'https:') return;
  throw new UsageError(
    `${TLS}: our endpoints shall speak https, but --public-url ${publicUrl} is plain http.`,
    {
      hint: 'Give it as https://…, or leave --tls out.',
    },
  );
}

/** Not by `checkIssued`: that asks whether it may sign others, too. */
function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey);
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function neverAsked(): Promise<never> {
  return Promise.reject(new Error('No certificate is made where nothing is run.'));
}
