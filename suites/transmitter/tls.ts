import { transmitterCheck } from '../harness/check.ts';
import {
  AEAD,
  ANONYMOUS_SUITES,
  agreed,
  FINITE_FIELD_DH_SUITES,
  MODERN,
  NULL_SUITES,
  ONLY_12,
  ONLY_13,
  offer,
  STATIC_RSA_SUITES,
} from '../support/tls-offers.ts';
import { isHttps } from './support/metadata.ts';
import { forEveryHost, place, tlsHosts } from './support/tls.ts';
import { refusesOldVersions, refusesSuites } from './support/tls-refusals.ts';

/** RFC 9325 at the hosts on which the Transmitter is a server. What it does as a client, pushing, is not looked at. */
export const checks = [
  transmitterCheck({
    id: 'tls/version-1.2',
    title: 'Every host of the Transmitter supports TLS 1.2.',
    requirements: ['RFC9325-3.1.1-02', 'RFC8417-5.1-02'],
    what: 'Shakes hands with each host of an advertised URL, offering TLS 1.2 and 1.3, then TLS 1.2 alone. A host that takes 1.3 only is a warning.',
    https: true,
    async run(t) {
      const unknown: string[] = [];
      for (const host of await tlsHosts(t)) {
        const modern = await offer(t, host, MODERN);
        if (modern.verdict === 'unknown') {
          unknown.push(`${place(host)}: ${modern.error}`);
          continue;
        }
        const isModern = t.expect(modern.ok, 'RFC8417-5.1-02', {
          message: `No TLS 1.2 or 1.3 connection can be made to ${place(host)}.`,
          expected: 'a handshake with TLS 1.2 or later',
          actual: modern.error,
        });
        if (!isModern) continue;
        const only = await offer(t, host, ONLY_12);
        t.expect(only.verdict !== 'refused', 'RFC9325-3.1.1-02', {
          message: `${place(host)} does not support TLS 1.2.`,
          expected: 'a handshake with TLS 1.2',
          actual: only.error,
        });
        if (only.verdict === 'unknown') unknown.push(`${place(host)} with TLS 1.2: ${only.error}`);
      }
      if (unknown.length > 0) t.notTested(`No handshake could be made with ${unknown.join('; ')}.`);
    },
  }),

  transmitterCheck({
    id: 'tls/old-versions',
    title: 'TLS 1.0 and 1.1 are not negotiated.',
    requirements: ['RFC9325-3.1.1-01'],
    what: 'Shakes hands with each host offering TLS 1.1 alone, then TLS 1.0 alone: both are refused, in whatever way.',
    https: true,
    run: (t) => refusesOldVersions(t, 'RFC9325-3.1.1-01'),
  }),

  transmitterCheck({
    id: 'tls/version-1.3',
    title: 'TLS 1.3 is supported, and preferred where the client can do both.',
    requirements: ['RFC9325-3.1.1-03', 'RFC9325-3.1.1-04'],
    what: 'Shakes hands with each host offering TLS 1.3 alone; where that succeeds, an offer of both versions ends in 1.3.',
    https: true,
    run: (t) =>
      forEveryHost(t, async (host, both) => {
        const only = await offer(t, host, ONLY_13);
        const isSupported = t.expect(only.verdict !== 'refused', 'RFC9325-3.1.1-03', {
          message: `${place(host)} does not support TLS 1.3.`,
          expected: 'a handshake with TLS 1.3',
          actual: only.error,
        });
        if (!isSupported || only.verdict !== 'agreed') return;
        t.expect(both.protocol === 'TLSv1.3', 'RFC9325-3.1.1-04', {
          message: `${place(host)} has TLS 1.3, but prefers an older version.`,
          expected: 'TLSv1.3',
          actual: agreed(both),
        });
      }),
  }),

  transmitterCheck({
    id: 'tls/weak-suites',
    title: 'Cipher suites without encryption or without authentication are not negotiated.',
    requirements: ['RFC9325-4.1-01'],
    what: 'Shakes hands with each host offering NULL suites only, then anonymous ones only. RC4, export and DES suites cannot be offered by the TLS library of the harness.',
    https: true,
    run: (t) =>
      refusesSuites(t, 'RFC9325-4.1-01', [
        { suites: 'NULL suites (no encryption)', ciphers: NULL_SUITES },
        { suites: 'anonymous suites (no authentication)', ciphers: ANONYMOUS_SUITES },
      ]),
  }),

  transmitterCheck({
    id: 'tls/static-rsa',
    title: 'Static RSA key exchange is not negotiated.',
    requirements: ['RFC9325-4.1-02'],
    what: 'Shakes hands with each host offering TLS_RSA suites only, with TLS 1.2.',
    https: true,
    run: (t) =>
      refusesSuites(t, 'RFC9325-4.1-02', [
        { suites: 'suites with static RSA key exchange', ciphers: STATIC_RSA_SUITES },
      ]),
  }),

  transmitterCheck({
    id: 'tls/finite-field-dh',
    title: 'TLS 1.2 suites with finite-field Diffie-Hellman are not negotiated.',
    requirements: ['RFC9325-4.1-04'],
    what: 'Shakes hands with each host offering TLS_DHE suites only, with TLS 1.2. 3DES cannot be offered by the TLS library of the harness.',
    https: true,
    run: (t) =>
      refusesSuites(t, 'RFC9325-4.1-04', [{ suites: 'TLS_DHE suites', ciphers: FINITE_FIELD_DH_SUITES }]),
  }),

  transmitterCheck({
    id: 'tls/forward-secrecy',
    title: 'Suites with forward secrecy are supported and preferred.',
    requirements: ['RFC9325-4.1-03'],
    what: 'Shakes hands with each host as a client of today, then with TLS 1.2 alone: what is agreed has an ephemeral key exchange.',
    https: true,
    run: (t) =>
      forEveryHost(t, async (host, modern) => {
        for (const outcome of [modern, await offer(t, host, ONLY_12)]) {
          if (outcome.verdict !== 'agreed') continue;
          const holds = t.expect(outcome.forwardSecrecy, 'RFC9325-4.1-03', {
            message: `${place(host)} agrees on a suite without forward secrecy, although others were offered.`,
            expected: 'TLS 1.3, or an ECDHE suite of TLS 1.2',
            actual: agreed(outcome),
          });
          if (!holds) break;
        }
      }),
  }),

  transmitterCheck({
    id: 'tls/aead',
    title: 'With TLS 1.2 an AEAD suite with ECDHE is chosen.',
    requirements: ['RFC9325-4.2-01'],
    what: 'Shakes hands with each host with TLS 1.2 alone and the usual suites, and looks at the one that is chosen.',
    https: true,
    run: (t) =>
      forEveryHost(t, async (host) => {
        const outcome = await offer(t, host, ONLY_12);
        if (outcome.verdict !== 'agreed' || outcome.forwardSecrecy !== true) return;
        t.expect(AEAD.test(outcome.cipher ?? ''), 'RFC9325-4.2-01', {
          message: `${place(host)} chooses a suite that is not among those recommended for TLS 1.2.`,
          expected: 'ECDHE with AES-GCM, AES-CCM or ChaCha20-Poly1305',
          actual: agreed(outcome),
        });
      }),
  }),

  transmitterCheck({
    id: 'tls/certificate',
    title: 'An RSA server certificate has at least 2048 bits.',
    requirements: ['RFC9325-4.5-01'],
    what: 'Reads the length of the key in the certificate of each host. A certificate with another kind of key is not judged.',
    https: true,
    async run(t) {
      let judged = 0;
      await forEveryHost(t, (host, { certificate }) => {
        if (certificate?.keyType !== 'rsa' || certificate.bits === null) return;
        judged += 1;
        t.expect(certificate.bits >= 2048, 'RFC9325-4.5-01', {
          message: `The RSA key in the certificate of ${place(host)} is too short.`,
          expected: 'at least 2048 bits',
          actual: `${certificate.bits} bits`,
        });
      });
      if (judged === 0) return t.notApplicable('No host has a certificate with an RSA key.');
    },
  }),

  transmitterCheck({
    id: 'tls/poll-url',
    title: 'The URL of a poll stream is an https URL.',
    requirements: ['RFC8417-5.1-01'],
    what: 'Creates a poll stream and looks at delivery.endpoint_url.',
    delivery: 'poll',
    https: true,
    async run(t) {
      const stream = await t.stream({ delivery: 'poll' });
      if (stream.pollUrl === null) return t.notTested('The poll stream has no endpoint_url.');
      t.expect(isHttps(stream.pollUrl), 'RFC8417-5.1-01', {
        message: 'SETs are to be fetched without TLS.',
        expected: 'an https URL',
        actual: stream.pollUrl,
        exchange: stream.created,
      });
    },
  }),
];
