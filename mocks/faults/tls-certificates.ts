import type { CertificateFlaw } from '../http/flawed-certificates.ts';
import type { TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';

const second = (flaw: CertificateFlaw) => (): TransmitterSeams => ({ tls: { second: flaw } });

/**
 * Faults in the certificates of the Transmitter's host. The one with an EC key, which the harness itself gets, holds: the
 * run goes on, and only who looks at both sees the other.
 */
export const faults: readonly Fault[] = [
  {
    name: 'certificate-of-unknown-authority',
    breaks: 'RFC8417-5.1-07',
    summary: 'The certificate for clients that want an RSA key comes from an authority that nobody knows.',
    seams: second('unknown-authority'),
    https: true,
  },
  {
    name: 'certificate-without-intermediate',
    breaks: 'RFC8417-5.1-07',
    summary:
      'The certificate for clients that want an RSA key is sent without the intermediate certificate that leads to its authority.',
    seams: second('intermediate-missing'),
    https: true,
  },
  {
    name: 'certificate-self-signed',
    breaks: 'RFC8417-5.1-07',
    summary: 'The certificate for clients that want an RSA key is self-signed.',
    seams: second('self-signed'),
    https: true,
  },
  {
    name: 'certificate-not-for-servers',
    breaks: 'RFC8417-5.1-07',
    summary: 'The certificate for clients that want an RSA key may be used by clients only.',
    seams: second('not-for-servers'),
    https: true,
  },
  {
    name: 'certificate-expired',
    breaks: 'RFC8417-5.1-08',
    summary: 'The certificate for clients that want an RSA key has expired.',
    seams: second('expired'),
    https: true,
  },
  {
    name: 'certificate-not-yet-valid',
    breaks: 'RFC8417-5.1-08',
    summary: 'The certificate for clients that want an RSA key is not valid yet.',
    seams: second('not-yet-valid'),
    https: true,
  },
  {
    name: 'certificate-for-another-name',
    breaks: 'RFC6125-6-03',
    summary: 'The certificate for clients that want an RSA key is for another name.',
    seams: second('wrong-name'),
    https: true,
  },
];
