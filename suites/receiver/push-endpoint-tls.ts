import { receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import {
  AEAD,
  ANONYMOUS_SUITES,
  agreed,
  FINITE_FIELD_DH_SUITES,
  type HostAndPort,
  hostOf,
  MODERN,
  NULL_SUITES,
  type Offered,
  ONLY_10,
  ONLY_11,
  ONLY_12,
  ONLY_13,
  offer,
  STATIC_RSA_SUITES,
} from '../support/tls-offers.ts';

/** RFC 8935 section 5.3 and RFC 9325 at the push endpoint, where the Receiver is the server. */
export const checks = [
  receiverCheck({
    id: 'push-endpoint-tls/version-1.2',
    title: 'The push endpoint supports TLS 1.2.',
    requirements: ['RFC9325-3.1.1-02', 'RFC8935-5.3-02', 'RFC8417-5.1-02'],
    what: 'Shakes hands with the push endpoint, offering TLS 1.2 and 1.3, then TLS 1.2 alone. One that takes 1.3 only is a warning.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const place = await pushHost(r);
      const modern = await offer(r, place, MODERN);
      if (modern.verdict === 'unknown') return r.notTested(`No handshake could be made (${modern.error}).`);
      const isModern = r.expect(modern.verdict === 'agreed', 'RFC8935-5.3-02', {
        message: 'No TLS 1.2 or 1.3 connection can be made to the push endpoint.',
        expected: 'a handshake with TLS 1.2 or later',
        actual: modern.error,
      });
      if (!isModern) return;
      const only = await offer(r, place, ONLY_12);
      r.expect(only.verdict !== 'refused', 'RFC9325-3.1.1-02', {
        message: 'The push endpoint does not support TLS 1.2.',
        expected: 'a handshake with TLS 1.2',
        actual: only.error,
      });
    },
  }),

  receiverCheck({
    id: 'push-endpoint-tls/old-versions',
    title: 'The push endpoint does not negotiate TLS 1.0 or 1.1.',
    requirements: ['RFC9325-3.1.1-01', 'RFC8935-5.3-05'],
    what: 'Shakes hands offering TLS 1.1 alone, then TLS 1.0 alone: both are refused, in whatever way.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const place = await modernHost(r);
      const unknown: string[] = [];
      for (const what of [ONLY_11, ONLY_10]) {
        const outcome = await offer(r, place, what);
        if (outcome.verdict === 'unknown') unknown.push(`${what.maxVersion}: ${outcome.error}`);
        r.expect(outcome.verdict !== 'agreed', 'RFC9325-3.1.1-01', {
          message: 'The push endpoint still agrees on an old version of TLS.',
          expected: 'TLS 1.2 or later only',
          actual: agreed(outcome),
          hint: 'Set the minimum protocol version of the server or of the load balancer to TLS 1.2.',
        });
      }
      if (unknown.length > 0) return r.notTested(`Not offered, or not answered: ${unknown[0]}.`);
    },
  }),

  receiverCheck({
    id: 'push-endpoint-tls/version-1.3',
    title: 'The push endpoint supports TLS 1.3, and prefers it where the client can do both.',
    requirements: ['RFC8935-5.3-03', 'RFC9325-3.1.1-03', 'RFC9325-3.1.1-04'],
    what: 'Shakes hands offering TLS 1.3 alone; where that succeeds, an offer of both versions ends in 1.3.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const place = await modernHost(r);
      const only = await offer(r, place, ONLY_13);
      const isSupported = r.expect(only.verdict !== 'refused', 'RFC8935-5.3-03', {
        message: 'The push endpoint does not support TLS 1.3.',
        expected: 'a handshake with TLS 1.3',
        actual: only.error,
      });
      if (!isSupported || only.verdict !== 'agreed') return;
      const both = await offer(r, place, MODERN);
      r.expect(both.protocol === 'TLSv1.3', 'RFC9325-3.1.1-04', {
        message: 'The push endpoint has TLS 1.3, but prefers an older version.',
        expected: 'TLSv1.3',
        actual: agreed(both),
      });
    },
  }),

  receiverCheck({
    id: 'push-endpoint-tls/weak-suites',
    title: 'The push endpoint negotiates no cipher suite without encryption or without authentication.',
    requirements: ['RFC9325-4.1-01'],
    what: 'Shakes hands offering NULL suites only, then anonymous ones only. RC4, export and DES suites cannot be offered by the TLS library of the harness.',
    delivery: 'push',
    https: 'push-endpoint',
    run: (r) =>
      refusesSuites(r, 'RFC9325-4.1-01', [
        { suites: 'NULL suites (no encryption)', ciphers: NULL_SUITES },
        { suites: 'anonymous suites (no authentication)', ciphers: ANONYMOUS_SUITES },
      ]),
  }),

  receiverCheck({
    id: 'push-endpoint-tls/static-rsa',
    title: 'The push endpoint does not negotiate static RSA key exchange.',
    requirements: ['RFC9325-4.1-02'],
    what: 'Shakes hands offering TLS_RSA suites only, with TLS 1.2.',
    delivery: 'push',
    https: 'push-endpoint',
    run: (r) =>
      refusesSuites(r, 'RFC9325-4.1-02', [
        { suites: 'suites with static RSA key exchange', ciphers: STATIC_RSA_SUITES },
      ]),
  }),

  receiverCheck({
    id: 'push-endpoint-tls/finite-field-dh',
    title: 'The push endpoint does not negotiate TLS 1.2 suites with finite-field Diffie-Hellman.',
    requirements: ['RFC9325-4.1-04'],
    what: 'Shakes hands offering TLS_DHE suites only, with TLS 1.2. 3DES cannot be offered by the TLS library of the harness.',
    delivery: 'push',
    https: 'push-endpoint',
    run: (r) =>
      refusesSuites(r, 'RFC9325-4.1-04', [{ suites: 'TLS_DHE suites', ciphers: FINITE_FIELD_DH_SUITES }]),
  }),

  receiverCheck({
    id: 'push-endpoint-tls/forward-secrecy',
    title: 'The push endpoint supports and prefers suites with forward secrecy.',
    requirements: ['RFC9325-4.1-03'],
    what: 'Shakes hands as a client of today, then with TLS 1.2 alone: what is agreed has an ephemeral key exchange.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const place = await modernHost(r);
      for (const what of [MODERN, ONLY_12]) {
        const outcome = await offer(r, place, what);
        if (outcome.verdict !== 'agreed') continue;
        const holds = r.expect(outcome.forwardSecrecy, 'RFC9325-4.1-03', {
          message:
            'The push endpoint agrees on a suite without forward secrecy, although others were offered.',
          expected: 'TLS 1.3, or an ECDHE suite of TLS 1.2',
          actual: agreed(outcome),
        });
        if (!holds) break;
      }
    },
  }),

  receiverCheck({
    id: 'push-endpoint-tls/aead',
    title: 'With TLS 1.2 the push endpoint chooses an AEAD suite with ECDHE.',
    requirements: ['RFC9325-4.2-01'],
    what: 'Shakes hands with TLS 1.2 alone and the usual suites, and looks at the one that is chosen.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const outcome = await offer(r, await modernHost(r), ONLY_12);
      if (outcome.verdict !== 'agreed')
        return r.notApplicable('The push endpoint does not agree on TLS 1.2.');
      if (outcome.forwardSecrecy !== true) return;
      r.expect(AEAD.test(outcome.cipher ?? ''), 'RFC9325-4.2-01', {
        message: 'The push endpoint chooses a suite that is not among those recommended for TLS 1.2.',
        expected: 'ECDHE with AES-GCM, AES-CCM or ChaCha20-Poly1305',
        actual: agreed(outcome),
      });
    },
  }),

  receiverCheck({
    id: 'push-endpoint-tls/certificate',
    title: 'An RSA certificate of the push endpoint has at least 2048 bits.',
    requirements: ['RFC9325-4.5-01'],
    what: 'Reads the length of the key in the certificate. One with another kind of key is not judged.',
    delivery: 'push',
    https: 'push-endpoint',
    async run(r) {
      const { certificate } = await offer(r, await modernHost(r), MODERN);
      if (certificate?.keyType !== 'rsa' || certificate.bits === null) {
        return r.notApplicable('The certificate of the push endpoint has no RSA key.');
      }
      r.expect(certificate.bits >= 2048, 'RFC9325-4.5-01', {
        message: "The RSA key in the push endpoint's certificate is too short.",
        expected: 'at least 2048 bits',
        actual: `${certificate.bits} bits`,
      });
    },
  }),
];

async function pushHost<R extends RequirementId>(r: ReceiverProbe<R>): Promise<HostAndPort> {
  const url = await r.pushUrl();
  if (url === null || !URL.canParse(url)) return r.notTested('There is no push endpoint.');
  return hostOf(url);
}

/** The host of the push endpoint, if a TLS connection of today can be made to it. */
async function modernHost<R extends RequirementId>(r: ReceiverProbe<R>): Promise<HostAndPort> {
  const place = await pushHost(r);
  const { verdict, error }: Offered = await offer(r, place, MODERN);
  if (verdict !== 'agreed') return r.notTested(`No TLS 1.2 or 1.3 handshake is completed (${error}).`);
  return place;
}

/** Judges that none of the suites is agreed on, each group offered alone with TLS 1.2. */
async function refusesSuites<R extends RequirementId>(
  r: ReceiverProbe<R>,
  requirement: R,
  offers: readonly { suites: string; ciphers: string }[],
): Promise<void> {
  const place = await modernHost(r);
  const unknown: string[] = [];
  for (const { suites, ciphers } of offers) {
    const outcome = await offer(r, place, { ...ONLY_12, ciphers });
    if (outcome.verdict === 'unknown') unknown.push(`${suites}: ${outcome.error}`);
    r.expect(outcome.verdict !== 'agreed', requirement, {
      message: `The push endpoint agrees on ${suites}.`,
      expected: 'a refusal',
      actual: agreed(outcome),
    });
  }
  if (unknown.length > 0) return r.notTested(`Not offered, or not answered: ${unknown[0]}.`);
}
