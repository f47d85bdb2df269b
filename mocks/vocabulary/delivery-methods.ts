/** Delivery by HTTP POST to the Receiver (SSF 6.1.1, RFC 8935). */
export const PUSH = 'urn:ietf:rfc:8935';
/** Delivery by HTTP POST from the Receiver (SSF 6.1.2, RFC 8936). */
export const POLL = 'urn:ietf:rfc:8936';
