import type { Refusal } from '../seams.ts';

/** Codes of the IANA registry that this Receiver uses (RFC 8935 section 2.4, SSF 8.1.4.1). */
export type ErrorCode =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'invalid_state';

export function refuse(err: ErrorCode, description: string): Refusal {
  return { err, description };
}
