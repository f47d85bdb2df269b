import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** Extended key usages with which a certificate stands for a TLS server: serverAuth, any. */
const FOR_SERVERS = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];

type ChainFailing = 'self-signed' | 'unknown-authority' | 'unfit';

/**
 * Why a chain leads to nobody who is trusted, whatever the time is; null: it leads to somebody. OpenSSL tells the last
 * of its reasons only, and a certificate that expired, or whose signature is weak, comes after a chain that is bad.
 * Path lengths and name constraints are not looked at.
 * @param chain the certificate of the server first, then what else was sent or is known
 * @param ca PEM of what is trusted beside the public authorities
 */
export function chainFailing(
  chain: readonly X509Certificate[],
  ca: string | undefined,
): { kind: ChainFailing; reason: string } | null {
  const [leaf] = chain;
  if (leaf === undefined) return null;
  const trusted = trustedOnes(ca);
  const isTrusted = new Set(trusted.map(({ fingerprint256 }) => fingerprint256));
  const seen = new Set<string>();
  const leads = (one: X509Certificate): boolean => {
    if (seen.has(one.fingerprint256)) return false;
    seen.add(one.fingerprint256);
    if (signedBy(one, one)) return isTrusted.has(one.fingerprint256);
    const issuers = [...trusted, ...chain.filter((issuer) => issuer.ca && isForServers(issuer))];
    return issuers.some((issuer) => signedBy(one, issuer) && leads(issuer));
  };
  if (!leads(leaf))
    return signedBy(leaf, leaf)
      ? { kind: 'self-signed', reason: 'it signed itself' }
      : { kind: 'unknown-authority', reason: 'no issuer that is trusted was found' };
  return isForServers(leaf) ? null : { kind: 'unfit', reason: 'its extended key usage lacks serverAuth' };
}

function signedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  if (one.issuer !== issuer.subject) return false;
  try {
    return one.verify(issuer.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}

function isForServers({ keyUsage }: { keyUsage: string[] | undefined }): boolean {
  return keyUsage === undefined || keyUsage.some((usage) => FOR_SERVERS.includes(usage));
}

/** What a connection trusts: with a CA the public ones and that, else what node trusts by itself. */
function trustedOnes(ca: string | undefined): X509Certificate[] {
  const further = ca ?? extraOfNode();
  return [...rootCertificates, ...(further.match(PEM) ?? [])].flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function extraOfNode(): string {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (file === undefined || file === '') return '';
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
