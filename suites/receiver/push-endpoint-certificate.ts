import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { type CertificateRule, certificateVerdict } from '../support/certificates.ts';
import { hostOf } from '../support/tls-offers.ts';

const LOOKS = 'Shakes hands with the push endpoint, as clients with RSA and with ECDSA do,';

/**
 * The certificate of the push endpoint: what a Transmitter has to check (RFC 8935 sections 3 and 5.3, RFC 6125), or it
 * must not push. DANE (RFC 6698) is not looked at.
 */
export const checks: readonly ReceiverCheck[] = [
  certificate({
    id: 'push-endpoint-tls/certificate-chain',
    title: 'The certificate of the push endpoint chains to an authority that is trusted.',
    requirement: 'RFC8417-5.1-07',
    what: `${LOOKS} and verifies the chain with the public authorities and the one named with --ca.`,
    rule: 'chain',
  }),
  certificate({
    id: 'push-endpoint-tls/certificate-validity',
    title: 'The certificate of the push endpoint is in force.',
    requirement: 'RFC8417-5.1-08',
    what: `${LOOKS} and looks whether the certificate has expired or is not valid yet.`,
    rule: 'validity',
  }),
  certificate({
    id: 'push-endpoint-tls/host-name',
    title: 'The certificate of the push endpoint names its host.',
    requirement: 'RFC6125-6-03',
    what: `${LOOKS} and compares the host of its URL with the names and addresses in the certificate.`,
    rule: 'name',
  }),
];

function certificate(spec: {
  id: string;
  title: string;
  requirement: RequirementId;
  what: string;
  rule: CertificateRule;
}): ReceiverCheck {
  const { id, title, requirement, what, rule } = spec;
  return receiverCheck({
    id,
    title,
    requirements: [requirement],
    what,
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const url = await r.pushUrl();
      if (url === null || !URL.canParse(url)) return r.notTested('There is no push endpoint.');
      const bad = await certificateVerdict(r, hostOf(url), rule, 'the push endpoint');
      if (bad === null) return r.notTested('The push endpoint completes no TLS 1.2 or 1.3 handshake.');
      for (const finding of bad) r.violates(requirement, finding);
    },
  });
}
