import type { RightCode } from './judge-refusals.ts';

/*
 * Which error codes are right for which breach. RFC 8935 section 2.4 names reasons, not checks, so that several codes
 * can be right for one SET; each has its reason here.
 */

/** No key of the issuer made the signature, or the key may not be used like this. */
export const forSignature: readonly RightCode[] = [
  { err: 'invalid_key', why: 'it is not signed with an acceptable key' },
  { err: 'invalid_request', why: 'what does not verify cannot be parsed as a SET' },
  { err: 'authentication_failed', why: 'the signature does not prove who sent it' },
];

/** Who looks for the key first finds none of the named issuer, and nothing verifies. */
export const forIssuer: readonly RightCode[] = [
  { err: 'invalid_issuer', why: 'the issuer is not one of this Receiver' },
  ...forSignature,
];

/** `iss` is missing or has another form than a string. */
export const forIssuerForm: readonly RightCode[] = [
  { err: 'invalid_request', why: 'it is no SET' },
  { err: 'invalid_issuer', why: 'no issuer of this Receiver is named' },
  { err: 'invalid_key', why: 'without an issuer no key can be found' },
];

export const forAudience: readonly RightCode[] = [
  { err: 'invalid_audience', why: 'the audience does not name this Receiver' },
];

/** `aud` names nobody at all. */
export const forAudienceForm: readonly RightCode[] = [
  ...forAudience,
  { err: 'invalid_request', why: 'an empty audience is malformed' },
];

/** What was sent is no SET, or does not follow the definition of its event or its subject. */
export const forForm: readonly RightCode[] = [{ err: 'invalid_request', why: 'it is no well-formed SET' }];

/** No JWS at all, or one that asks for what the Receiver does not have. */
export const forHeader: readonly RightCode[] = [
  ...forForm,
  { err: 'invalid_key', why: 'the signature cannot be verified as its header demands' },
];

/** A right JWT of the same issuer, but of another kind, which is about somebody else's business. */
export const forOtherKind: readonly RightCode[] = [
  ...forForm,
  { err: 'invalid_audience', why: 'this Receiver is not whom such a token is for' },
];
