import type { TlsSeam, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { inAnswers, showing } from './support/configurations.ts';

const serving = (tls: TlsSeam) => (): TransmitterSeams => ({ tls });

const usual = 'ECDHE-ECDSA-AES128-GCM-SHA256';
const modern = 'TLS_AES_128_GCM_SHA256';

/** Faults in how the Transmitter serves TLS (RFC 9325). */
export const faults: readonly Fault[] = [
  {
    name: 'tls-1.3-only',
    breaks: 'RFC9325-3.1.1-02',
    summary: 'Takes TLS 1.3 only.',
    seams: serving({ minVersion: 'TLSv1.3' }),
    https: true,
  },
  {
    name: 'tls-1.1-taken',
    breaks: 'RFC9325-3.1.1-01',
    summary: 'Still takes TLS 1.1.',
    seams: serving({ minVersion: 'TLSv1.1' }),
    https: true,
  },
  {
    name: 'tls-1.0-taken',
    breaks: 'RFC9325-3.1.1-01',
    summary: 'Still takes TLS 1.0.',
    seams: serving({ minVersion: 'TLSv1' }),
    https: true,
  },
  {
    name: 'tls-1.2-only',
    breaks: 'RFC9325-3.1.1-03',
    summary: 'Does not know TLS 1.3.',
    seams: serving({ maxVersion: 'TLSv1.2' }),
    https: true,
  },
  {
    name: 'tls-null-suite',
    breaks: 'RFC9325-4.1-01',
    summary: 'Agrees on a suite without encryption.',
    seams: serving({ ciphers: `${modern}:${usual}:ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0` }),
    https: true,
  },
  {
    name: 'tls-static-rsa',
    breaks: 'RFC9325-4.1-02',
    summary: 'Agrees on static RSA key exchange.',
    seams: serving({ rsaBits: 2048, ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256` }),
    https: true,
  },
  {
    name: 'tls-finite-field-dh',
    breaks: 'RFC9325-4.1-04',
    summary: 'Agrees on finite-field Diffie-Hellman with TLS 1.2.',
    seams: serving({
      rsaBits: 2048,
      dhparam: 'auto',
      ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256`,
    }),
    https: true,
  },
  {
    name: 'tls-prefers-static-rsa',
    breaks: 'RFC9325-4.1-03',
    summary: 'Prefers static RSA key exchange to suites with forward secrecy.',
    seams: serving({ rsaBits: 2048, ciphers: `${modern}:AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256` }),
    https: true,
  },
  {
    name: 'tls-cbc-only',
    breaks: 'RFC9325-4.2-01',
    summary: 'Has only a CBC suite for TLS 1.2.',
    seams: serving({ ciphers: `${modern}:ECDHE-ECDSA-AES128-SHA256` }),
    https: true,
  },
  {
    name: 'tls-short-certificate',
    breaks: 'RFC9325-4.5-01',
    summary: 'Has a certificate with an RSA key of 1024 bits.',
    seams: serving({ rsaBits: 1024, ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0` }),
    https: true,
  },
  {
    name: 'poll-url-over-http',
    breaks: 'RFC8417-5.1-01',
    summary: 'Gives poll streams an http URL.',
    seams: () =>
      inAnswers(showing, (configuration) => {
        const delivery = configuration.delivery as Record<string, unknown>;
        if (delivery.method !== 'urn:ietf:rfc:8936') return configuration;
        const url = String(delivery.endpoint_url).replace('https:', 'http:');
        return { ...configuration, delivery: { ...delivery, endpoint_url: url } };
      }),
    https: true,
  },
  {
    name: 'profile-endpoint-over-http',
    breaks: 'CAEP-INTEROP-2.1-01',
    summary: 'Gives an endpoint as an http URL, which the profile forbids.',
    seams: () => ({
      metadata: (document) => ({
        ...document,
        remove_subject_endpoint: String(document.remove_subject_endpoint).replace('https:', 'http:'),
      }),
    }),
    profile: 'caep-interop',
    https: true,
  },
  {
    name: 'profile-tls-1.1-taken',
    breaks: 'CAEP-INTEROP-2.1-03',
    summary: 'Still takes TLS 1.1, which the profile forbids.',
    seams: serving({ minVersion: 'TLSv1.1' }),
    profile: 'caep-interop',
    https: true,
  },
  {
    name: 'profile-tls-short-certificate',
    breaks: 'CAEP-INTEROP-2.1-04',
    summary: 'Has a certificate with an RSA key of 1024 bits, which the profile forbids.',
    seams: serving({ rsaBits: 1024, ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0` }),
    profile: 'caep-interop',
    https: true,
  },
  {
    name: 'profile-tls-no-forward-secrecy',
    breaks: 'CAEP-INTEROP-2.1-04',
    summary: 'Has no suite with forward secrecy, which the profile forbids.',
    seams: serving({ rsaBits: 2048, maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }),
    profile: 'caep-interop',
    https: true,
  },
];
