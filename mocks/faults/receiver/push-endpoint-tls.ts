import type { TlsSeam } from '../../transmitter/seams.ts';
import type { ReceiverFault } from './fault.ts';

const serving =
  (tls: TlsSeam): ReceiverFault['seams'] =>
  () => ({ tls });

const usual = 'ECDHE-ECDSA-AES128-GCM-SHA256';
const usualRsa = 'ECDHE-RSA-AES128-GCM-SHA256';
const modern = 'TLS_AES_128_GCM_SHA256';

/** Faults in how the push endpoint serves TLS (RFC 9325). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-tls-1.3-only',
    breaks: 'RFC9325-3.1.1-02',
    summary: 'Takes TLS 1.3 only at its push endpoint.',
    seams: serving({ minVersion: 'TLSv1.3' }),
    https: true,
  },
  {
    name: 'receiver-tls-1.1-only',
    breaks: 'RFC8935-5.3-02',
    summary: 'Takes nothing newer than TLS 1.1 at its push endpoint.',
    seams: serving({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }),
    https: true,
  },
  {
    name: 'receiver-tls-1.1-taken',
    breaks: 'RFC9325-3.1.1-01',
    summary: 'Still takes TLS 1.1 at its push endpoint.',
    seams: serving({ minVersion: 'TLSv1.1' }),
    https: true,
  },
  {
    name: 'receiver-tls-1.2-only',
    breaks: 'RFC8935-5.3-03',
    summary: 'Does not know TLS 1.3 at its push endpoint.',
    seams: serving({ maxVersion: 'TLSv1.2' }),
    https: true,
  },
  {
    name: 'receiver-tls-null-suite',
    breaks: 'RFC9325-4.1-01',
    summary: 'Agrees on a suite without encryption at its push endpoint.',
    seams: serving({ ciphers: `${modern}:${usual}:ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0` }),
    https: true,
  },
  {
    name: 'receiver-tls-static-rsa',
    breaks: 'RFC9325-4.1-02',
    summary: 'Agrees on static RSA key exchange at its push endpoint.',
    seams: serving({ rsaBits: 2048, ciphers: `${modern}:${usualRsa}:AES128-GCM-SHA256` }),
    https: true,
  },
  {
    name: 'receiver-tls-finite-field-dh',
    breaks: 'RFC9325-4.1-04',
    summary: 'Agrees on finite-field Diffie-Hellman with TLS 1.2 at its push endpoint.',
    seams: serving({
      rsaBits: 2048,
      dhparam: 'auto',
      ciphers: `${modern}:${usualRsa}:DHE-RSA-AES128-GCM-SHA256`,
    }),
    https: true,
  },
  {
    name: 'receiver-tls-prefers-static-rsa',
    breaks: 'RFC9325-4.1-03',
    summary: 'Prefers static RSA key exchange to suites with forward secrecy at its push endpoint.',
    seams: serving({ rsaBits: 2048, ciphers: `${modern}:AES128-GCM-SHA256:${usualRsa}` }),
    https: true,
  },
  {
    name: 'receiver-tls-cbc-only',
    breaks: 'RFC9325-4.2-01',
    summary: 'Has only a CBC suite for TLS 1.2 at its push endpoint.',
    seams: serving({ ciphers: `${modern}:ECDHE-ECDSA-AES128-SHA256` }),
    https: true,
  },
  {
    name: 'receiver-tls-short-certificate',
    breaks: 'RFC9325-4.5-01',
    summary: 'Has a certificate with an RSA key of 1024 bits at its push endpoint.',
    seams: serving({ rsaBits: 1024, ciphers: `${modern}:${usualRsa}:@SECLEVEL=0` }),
    https: true,
  },
  {
    name: 'receiver-push-endpoint-over-http',
    breaks: 'RFC8417-5.1-01',
    summary: 'Makes its push stream with an http URL.',
    form: 'managed',
    seams: () => ({
      request(call) {
        if (call.operation !== 'create-stream' || call.body === null) return call;
        return { ...call, body: call.body.replace('"endpoint_url":"https:', '"endpoint_url":"http:') };
      },
    }),
    https: true,
  },
];
