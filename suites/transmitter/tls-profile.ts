import { transmitterCheck } from '../harness/check.ts';
import { agreed, MODERN, NULL_SUITES, type Offered, offer } from '../support/tls-offers.ts';
import { isHttps } from './support/metadata.ts';
import { place, type TlsHost, tlsHosts } from './support/tls.ts';
import { refusesOldVersions, refusesSuites } from './support/tls-refusals.ts';

/** What the CAEP Interoperability Profile asks of TLS (2.1). */
export const checks = [
  transmitterCheck({
    id: 'tls/profile-endpoints',
    title: 'Under the profile every endpoint is offered over TLS.',
    requirements: ['CAEP-INTEROP-2.1-01'],
    what: 'Looks whether the URLs in the metadata are https, and tries a TLS handshake with their hosts.',
    https: true,
    async run(t) {
      const { document, exchange } = await t.metadata();
      for (const [member, url] of Object.entries(document ?? {})) {
        if (!/^(jwks_uri|issuer|.*_endpoint)$/.test(member) || typeof url !== 'string') continue;
        t.expect(isHttps(url), 'CAEP-INTEROP-2.1-01', {
          message: `${member} is no https URL.`,
          expected: 'scheme https',
          actual: url,
          exchange,
        });
      }
      const unknown: string[] = [];
      for (const host of await tlsHosts(t)) {
        const outcome = await offer(t, host, MODERN);
        if (outcome.verdict === 'unknown') unknown.push(`${place(host)}: ${outcome.error}`);
        t.expect(outcome.verdict !== 'refused', 'CAEP-INTEROP-2.1-01', {
          message: `No TLS connection can be made to ${place(host)}.`,
          expected: 'a TLS handshake',
          actual: outcome.error,
        });
      }
      if (unknown.length > 0) t.notTested(`No handshake could be made with ${unknown.join('; ')}.`);
    },
  }),

  transmitterCheck({
    id: 'tls/profile-versions',
    title: 'Under the profile TLS 1.2 or later is used, nothing older.',
    requirements: ['CAEP-INTEROP-2.1-03'],
    what: 'Shakes hands with each host offering TLS 1.1 alone, then TLS 1.0 alone: both are refused.',
    https: true,
    run: (t) => refusesOldVersions(t, 'CAEP-INTEROP-2.1-03'),
  }),

  transmitterCheck({
    id: 'tls/profile-recommendations',
    title: 'Under the profile TLS is set up as RFC 9325 demands.',
    requirements: ['CAEP-INTEROP-2.1-04'],
    what: 'A handshake with each host as of today: forward secrecy is agreed, suites without encryption are refused, an RSA certificate has 2048 bits. What RFC 9325 only advises stays a warning of its own rows.',
    https: true,
    run(t) {
      const judge = (host: TlsHost, outcome: Offered): void => {
        t.expect(outcome.forwardSecrecy, 'CAEP-INTEROP-2.1-04', {
          message: `${place(host)} agrees on a suite without forward secrecy, which RFC 9325 section 4.1 forbids.`,
          expected: 'TLS 1.3, or an ECDHE suite of TLS 1.2',
          actual: agreed(outcome),
        });
        const { certificate } = outcome;
        const isShort =
          certificate?.keyType === 'rsa' && certificate.bits !== null && certificate.bits < 2048;
        t.expect(!isShort, 'CAEP-INTEROP-2.1-04', {
          message: `The RSA key in the certificate of ${place(host)} is shorter than RFC 9325 section 4.5 allows.`,
          expected: 'at least 2048 bits',
          actual: `${certificate?.bits ?? 'unknown'} bits`,
        });
      };
      const suites = { suites: 'NULL suites (no encryption)', ciphers: NULL_SUITES };
      return refusesSuites(t, 'CAEP-INTEROP-2.1-04', [suites], judge);
    },
  }),
];
