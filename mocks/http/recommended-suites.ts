/** RFC 9325 section 4.2: with TLS 1.2 only suites with ephemeral keys and authenticated encryption. For node:tls. */
export const RECOMMENDED_SUITES =
  'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE+AESGCM:ECDHE+CHACHA20';
