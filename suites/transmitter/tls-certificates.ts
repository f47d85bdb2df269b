import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { type CertificateRule, certificateVerdict } from '../support/certificates.ts';
import { certifiedHosts, place, requireAll } from './support/tls.ts';

const LOOKS =
  'Shakes hands with each host of an advertised URL, of the token endpoint and of a poll stream, as clients with RSA and with ECDSA do,';

/**
 * The certificates of the hosts on which the Transmitter is a server: what a Receiver has to check (RFC 8417 section
 * 5.1, RFC 6125, CAEP-INTEROP 2.1), or it must not call. DANE (RFC 8935 section 3) is not looked at.
 */
export const checks: readonly TransmitterCheck[] = [
  certificates({
    id: 'tls/certificate-chain',
    title: 'The certificate of every host chains to an authority that is trusted.',
    requirement: 'RFC8417-5.1-07',
    what: `${LOOKS} and verifies the chain with the public authorities and the one named with --ca.`,
    rule: 'chain',
  }),
  certificates({
    id: 'tls/certificate-validity',
    title: 'The certificate of every host is in force.',
    requirement: 'RFC8417-5.1-08',
    what: `${LOOKS} and looks whether a certificate has expired or is not valid yet.`,
    rule: 'validity',
  }),
  certificates({
    id: 'tls/host-name',
    title: 'The certificate of every host names that host.',
    requirement: 'RFC6125-6-03',
    what: `${LOOKS} and compares the host of the URL with the names and addresses in the certificate.`,
    rule: 'name',
  }),
];

function certificates(spec: {
  id: string;
  title: string;
  requirement: RequirementId;
  what: string;
  rule: CertificateRule;
}): TransmitterCheck {
  const { id, title, requirement, what, rule } = spec;
  return transmitterCheck({
    id,
    title,
    requirements: [requirement],
    what,
    https: true,
    async run(t) {
      const unjudged: string[] = [];
      for (const host of await certifiedHosts(t)) {
        const bad = await certificateVerdict(t, host, rule, place(host));
        if (bad === null) unjudged.push(place(host));
        for (const finding of bad ?? []) t.violates(requirement, finding);
      }
      requireAll(t, unjudged);
    },
  });
}
