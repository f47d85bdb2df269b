import type { ReceiverFault } from './fault.ts';

/** Faults in whom a managed Receiver trusts over TLS. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-trusts-unknown-authority',
    breaks: 'RFC8417-5.1-03',
    summary: 'Takes certificates of authorities that it does not know.',
    form: 'managed',
    seams: () => ({
      quirks: {
        overlooks: [
          'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
          'UNABLE_TO_GET_ISSUER_CERT',
          'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
          'SELF_SIGNED_CERT_IN_CHAIN',
          // The authorities of the tests have one name.
          'CERT_SIGNATURE_FAILURE',
        ],
      },
    }),
    https: true,
  },
  {
    name: 'receiver-trusts-self-signed',
    breaks: 'RFC8417-5.1-03',
    summary: 'Takes self-signed certificates.',
    form: 'managed',
    seams: () => ({ quirks: { overlooks: ['DEPTH_ZERO_SELF_SIGNED_CERT'] } }),
    https: true,
  },
  {
    name: 'receiver-trusts-expired-certificate',
    breaks: 'RFC8417-5.1-03',
    summary: 'Takes certificates that have expired.',
    form: 'managed',
    seams: () => ({ quirks: { overlooks: ['CERT_HAS_EXPIRED'] } }),
    https: true,
  },
  {
    name: 'receiver-trusts-certificate-not-yet-valid',
    breaks: 'RFC8417-5.1-03',
    summary: 'Takes certificates that are not valid yet.',
    form: 'managed',
    seams: () => ({ quirks: { overlooks: ['CERT_NOT_YET_VALID'] } }),
    https: true,
  },
  {
    name: 'receiver-trusts-wrong-name',
    breaks: 'RFC6125-6-01',
    summary: 'Does not compare the host name with the certificate.',
    form: 'managed',
    seams: () => ({ quirks: { overlooks: ['ERR_TLS_CERT_ALTNAME_INVALID'] } }),
    https: true,
  },
  {
    name: 'receiver-fetches-keys-carelessly',
    breaks: 'RFC8417-5.1-03',
    summary: 'Looks at no certificate when it fetches keys.',
    form: 'managed',
    seams: () => ({ quirks: { carelessFor: ['jwks'] } }),
    https: true,
  },
  {
    name: 'receiver-polls-carelessly',
    breaks: 'RFC8936-3-01',
    summary: 'Looks at no certificate when it polls.',
    form: 'managed',
    seams: () => ({ quirks: { carelessFor: ['poll'] } }),
    https: true,
  },
  {
    name: 'receiver-shows-token-before-certificate',
    breaks: 'RFC8936-3-01',
    summary:
      'Tries a poll that failed again, looks at the certificate after the head of the request, and breaks off.',
    form: 'managed',
    seams: () => ({ quirks: { hesitatesAt: ['poll'] } }),
    https: true,
  },
  {
    name: 'receiver-calls-over-old-tls',
    breaks: 'RFC9325-3.1.1-01',
    summary: 'Calls its Transmitter over TLS 1.1.',
    form: 'managed',
    seams: () => ({ quirks: { oldTls: true } }),
    https: true,
  },
];
