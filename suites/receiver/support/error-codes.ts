/**
 * Names in the IANA registry "Security Event Token Error Codes" (RFC 8935 section 7.1). They are compared with their
 * case. The first six are of RFC 8935 section 2.4, the last of SSF 8.1.4.1.
 */
export const REGISTERED_ERROR_CODES: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
  'invalid_state',
]);
