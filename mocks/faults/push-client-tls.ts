import type { Fault } from './fault.ts';

/** Faults of the Transmitter as a TLS client (RFC 8935 sections 3 and 5.3). */
export const faults: readonly Fault[] = [
  {
    name: 'push-to-unknown-authority',
    breaks: 'RFC8935-3-01',
    summary: 'The authority behind the certificate of a push endpoint is not looked at.',
    seams: () => ({
      quirks: { overlooks: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_SIGNATURE_FAILURE'] },
    }),
    https: true,
  },
  {
    name: 'push-to-self-signed',
    breaks: 'RFC8935-5.3-04',
    summary: 'Self-signed certificates of push endpoints are taken.',
    seams: () => ({ quirks: { overlooks: ['DEPTH_ZERO_SELF_SIGNED_CERT'] } }),
    https: true,
  },
  {
    name: 'push-to-expired',
    breaks: 'RFC8417-5.1-03',
    summary: 'Expired certificates of push endpoints are taken.',
    seams: () => ({ quirks: { overlooks: ['CERT_HAS_EXPIRED'] } }),
    https: true,
  },
  {
    name: 'push-to-not-yet-valid',
    breaks: 'RFC8417-5.1-03',
    summary: 'Certificates of push endpoints are taken before they are valid.',
    seams: () => ({ quirks: { overlooks: ['CERT_NOT_YET_VALID'] } }),
    https: true,
  },
  {
    name: 'push-to-wrong-name',
    breaks: 'RFC6125-6-01',
    summary: 'The name in the certificate of a push endpoint is not compared.',
    seams: () => ({ quirks: { overlooks: ['ERR_TLS_CERT_ALTNAME_INVALID'] } }),
    https: true,
  },
  {
    name: 'push-over-old-tls',
    breaks: 'RFC8935-5.3-05',
    summary: 'Pushes go out over TLS 1.0 and 1.1 too.',
    seams: () => ({ quirks: { oldPushTls: true } }),
    https: true,
  },
  {
    name: 'push-to-self-signed-later',
    breaks: 'RFC8935-5.3-04',
    summary:
      'A self-signed certificate of a push endpoint is refused, and taken at the next attempt some time later.',
    // Longer than the check of that endpoint watches, shorter than those that come after it.
    seams: () => ({ quirks: { carelessAfterMs: 2_000 } }),
    https: true,
  },
];
