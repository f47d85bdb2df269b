import type { CertificateFlaw } from '../../http/flawed-certificates.ts';
import type { ReceiverFault } from './fault.ts';

const second =
  (flaw: CertificateFlaw): ReceiverFault['seams'] =>
  () => ({ tls: { second: flaw } });

/** Faults in the certificates of the push endpoint. The one with an EC key, by which the harness pushes, holds. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-certificate-of-unknown-authority',
    breaks: 'RFC8417-5.1-07',
    summary: 'The certificate for clients that want an RSA key comes from an authority that nobody knows.',
    seams: second('unknown-authority'),
    https: true,
  },
  {
    name: 'receiver-certificate-self-signed',
    breaks: 'RFC8417-5.1-07',
    summary: 'The certificate for clients that want an RSA key is self-signed.',
    seams: second('self-signed'),
    https: true,
  },
  {
    name: 'receiver-certificate-expired',
    breaks: 'RFC8417-5.1-08',
    summary: 'The certificate for clients that want an RSA key has expired.',
    seams: second('expired'),
    https: true,
  },
  {
    name: 'receiver-certificate-for-another-name',
    breaks: 'RFC6125-6-03',
    summary: 'The certificate for clients that want an RSA key is for another name.',
    seams: second('wrong-name'),
    https: true,
  },
];
