/** Words of the standards as URIs, for the judge. The peers have their own copy; a test compares the two. */

/** Base of the SSF event types (SSF 8.1.4.1, 8.1.5). */
export const SSF_EVENT_BASE = 'https://schemas.openid.net/secevent/ssf/event-type/';
/** Base of the CAEP event types (CAEP 3). */
export const CAEP_EVENT_BASE = 'https://schemas.openid.net/secevent/caep/event-type/';
/** Base of the RISC event types (RISC 2). */
export const RISC_EVENT_BASE = 'https://schemas.openid.net/secevent/risc/event-type/';

/** Verification event (SSF 8.1.4.1). */
export const VERIFICATION = `${SSF_EVENT_BASE}verification`;
/** Stream-updated event (SSF 8.1.5). */
export const STREAM_UPDATED = `${SSF_EVENT_BASE}stream-updated`;

/** Names of the SSF event types; they are delivered whatever the stream's event lists say. */
const SSF_EVENTS = ['verification', 'stream-updated'] as const;

/** Names of the CAEP 1.0 event types, in the order of CAEP section 3. */
export const CAEP_EVENTS = [
  'session-revoked',
  'token-claims-change',
  'credential-change',
  'assurance-level-change',
  'device-compliance-change',
  'session-established',
  'session-presented',
  'risk-level-change',
] as const;

/** Names of the RISC 1.0 event types, in the order of RISC section 2. */
export const RISC_EVENTS = [
  'account-credential-change-required',
  'account-purged',
  'account-disabled',
  'account-enabled',
  'identifier-changed',
  'identifier-recycled',
  'credential-compromise',
  'opt-in',
  'opt-out-initiated',
  'opt-out-cancelled',
  'opt-out-effective',
  'recovery-activated',
  'recovery-information-changed',
  // Deprecated in favour of CAEP session-revoked (RISC 2.11).
  'sessions-revoked',
] as const;

/** URIs of all event types of SSF, CAEP and RISC. */
export const EVENT_TYPES: readonly string[] = [
  ...SSF_EVENTS.map((name) => SSF_EVENT_BASE + name),
  ...CAEP_EVENTS.map((name) => CAEP_EVENT_BASE + name),
  ...RISC_EVENTS.map((name) => RISC_EVENT_BASE + name),
];

/** Which of the three documents defines an event type; null for a proprietary or unknown one. */
export function specOfEvent(uri: string): 'SSF' | 'CAEP' | 'RISC' | null {
  if (!EVENT_TYPES.includes(uri)) return null;
  if (uri.startsWith(SSF_EVENT_BASE)) return 'SSF';
  return uri.startsWith(CAEP_EVENT_BASE) ? 'CAEP' : 'RISC';
}

/** SCIM events (RFC 9967) may share a stream and are outside SSF, CAEP and RISC. */
export const SCIM_EVENT_PREFIX = 'urn:ietf:params:scim:event:';

/** Delivery by push (SSF 6.1.1) and by poll (SSF 6.1.2). */
export const PUSH_DELIVERY = 'urn:ietf:rfc:8935';
export const POLL_DELIVERY = 'urn:ietf:rfc:8936';
