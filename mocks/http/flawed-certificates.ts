import {
  type Authority,
  type CertificateOptions,
  type Credentials,
  createAuthority,
  createIntermediate,
  selfSigned,
} from './certificates.ts';

/** What may be wrong with the certificate of a server, so that a careful client ends the connection. */
export type CertificateFlaw =
  | 'unknown-authority'
  | 'intermediate-missing'
  | 'self-signed'
  | 'not-for-servers'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name';

const DAY = 24 * 3_600_000;
const fromNow = (days: number): Date => new Date(Date.now() + days * DAY);

/** A certificate with one flaw. `authority`: one that clients trust, with its key; `at`: what a right one names. */
export async function flawedCertificate(
  flaw: CertificateFlaw,
  authority: Authority & { key: string },
  at: CertificateOptions = {},
): Promise<Credentials> {
  if (flaw !== 'intermediate-missing') return flawedLeaf(flaw, authority.issue, at);
  const intermediate = await createIntermediate(authority);
  const { key, cert } = await intermediate.issue(at);
  return { key, cert: cert.replace(intermediate.ca, '') };
}

/** The same for flaws of the certificate itself. `issue`: how an authority that clients trust makes certificates. */
export async function flawedLeaf(
  flaw: Exclude<CertificateFlaw, 'intermediate-missing'>,
  issue: Authority['issue'],
  at: CertificateOptions = {},
): Promise<Credentials> {
  switch (flaw) {
    case 'unknown-authority':
      return (await createAuthority({ name: 'Unknown authority' })).issue(at);
    case 'self-signed':
      return selfSigned(at);
    case 'not-for-servers':
      return issue({ ...at, use: 'client' });
    case 'expired':
      return issue({ ...at, notBefore: fromNow(-9), notAfter: fromNow(-2) });
    case 'not-yet-valid':
      return issue({ ...at, notBefore: fromNow(2), notAfter: fromNow(9) });
    case 'wrong-name':
      return issue({ ...at, names: ['another-name.example'], ips: ['127.0.0.77'] });
  }
}
