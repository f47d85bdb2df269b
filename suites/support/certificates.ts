import type { CertificateFailing, HandshakeOutcome, HandshakeSpec } from '../harness/exchange.ts';
import { type HostAndPort, MODERN, offer } from './tls-offers.ts';

/** Rules of a server's certificate: what its clients must check (RFC 8417 section 5.1, RFC 6125), seen from its side. */
export type CertificateRule = 'chain' | 'validity' | 'name';

/** A certificate that does not hold, as a finding tells it. */
interface BadCertificate {
  message: string;
  expected: string;
  actual: string;
  hint: string;
}

/** What a rule has to say of a host: null where it completes no handshake, so that there is no certificate. */
export type CertificateVerdict = BadCertificate[] | null;

const RULES: Record<CertificateFailing['kind'], CertificateRule> = {
  'self-signed': 'chain',
  'unknown-authority': 'chain',
  unfit: 'chain',
  expired: 'validity',
  'not-yet-valid': 'validity',
  'wrong-name': 'name',
};

const WORDS: Record<CertificateFailing['kind'], Omit<BadCertificate, 'actual'>> = {
  'self-signed': {
    message: 'is self-signed: nobody vouches for it',
    expected: 'a certificate of an authority that clients trust',
    hint: 'Get a certificate from an authority. If Receivers and Transmitters are told to trust this very one, name it with --ca FILE.',
  },
  'unknown-authority': {
    message: 'chains to no authority that is trusted',
    expected:
      'a chain, with its intermediate certificates, to a public authority or to the one named with --ca',
    hint: 'Of a public authority: let the server send the intermediate certificates too (the full chain). Of a private one: name it with --ca FILE; the file may hold several.',
  },
  unfit: {
    message: 'must not be used for this',
    expected: 'a certificate for TLS servers, issued by certificates that may issue (RFC 5280)',
    hint: 'OpenSSL names the reason; often the extended key usage lacks serverAuth.',
  },
  expired: {
    message: 'has expired, or one of its chain has',
    expected: 'certificates whose validity has not ended',
    hint: 'Renew it, and restart or reload every server that has it.',
  },
  'not-yet-valid': {
    message: 'is not valid yet, or one of its chain is not',
    expected: 'certificates whose validity has begun',
    hint: 'Wait until it begins, or have it issued anew; look at the clock of the issuing machine.',
  },
  'wrong-name': {
    message: 'is for another name',
    expected: 'a subjectAltName with the host of the URL, as DNS name or IP address',
    hint: 'Add this host to the certificate, or advertise the host for which it was issued.',
  },
};

// A server may have a certificate for each kind of key, and only some clients get the one that was not renewed.
const KINDS = [
  MODERN,
  { ...MODERN, sigalgs: 'ECDSA+SHA256:ECDSA+SHA384' },
  { ...MODERN, sigalgs: 'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:RSA+SHA256:RSA+SHA384' },
];

/** Looks at every certificate that a host shows to clients of today. `place`: how a finding names the host. */
export async function certificateVerdict(
  probe: { handshake(spec: HandshakeSpec): Promise<HandshakeOutcome> },
  host: HostAndPort,
  rule: CertificateRule,
  place: string,
): Promise<CertificateVerdict> {
  const seen = new Set<string>();
  const bad: BadCertificate[] = [];
  for (const what of KINDS) {
    const { certificate } = await offer(probe, host, { ...what, verify: true });
    if (certificate === undefined || seen.has(certificate.fingerprint)) continue;
    seen.add(certificate.fingerprint);
    const which = seen.size > 1 ? ` (the one with ${KEYS[certificate.keyType]})` : '';
    for (const { kind, detail } of certificate.failings ?? []) {
      if (RULES[kind] !== rule) continue;
      const { message, ...words } = WORDS[kind];
      bad.push({ message: `The certificate of ${place}${which} ${message}.`, actual: detail, ...words });
    }
  }
  return seen.size === 0 ? null : bad;
}

const KEYS = { rsa: 'an RSA key', ec: 'an EC key', other: 'another key' };
