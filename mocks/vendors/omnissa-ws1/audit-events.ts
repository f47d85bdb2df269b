/** Object types of the audit events in which a security event can be followed. */
export const EVENT_RECEIVED = 'EventReceived';
export const EVENT_PUBLISHED = 'EventPublishedSuccess';
export const EVENT_NOT_PUBLISHED = 'EventPublishedFailure';

/** What identifies the event in both; the names are ours but for those that the vendor's article gives. */
export interface AuditedEvent {
  /** Event type URI. */
  objectName: string;
  /** E-mail address; null when the subject does not tell. */
  userEmail: string | null;
  complianceStatus: 'Compliant' | 'Non-compliant';
}

/** Attributes of `EventReceived`. */
export function receivedDetail(event: AuditedEvent): Record<string, unknown> {
  return {
    object_type: EVENT_RECEIVED,
    object_name: event.objectName,
    user_email: event.userEmail,
    compliance_status: event.complianceStatus,
  };
}

/** Attributes of `EventPublishedFailure`; without the name of the object, in whose place its text is shown. */
export function failedDetail(event: AuditedEvent): Record<string, unknown> {
  return {
    object_type: EVENT_NOT_PUBLISHED,
    user_email: event.userEmail,
    compliance_status: event.complianceStatus,
  };
}

/**
 * Attributes of `EventPublishedSuccess`. `toSigningMs`: from the beginning of its processing until it was signed;
 * `toPushMs`: from when it was taken in until it was pushed; ms, with three decimals at most.
 */
export function publishedDetail(
  event: AuditedEvent,
  times: { toSigningMs: number; toPushMs: number },
): Record<string, unknown> {
  return {
    ...receivedDetail(event),
    object_type: EVENT_PUBLISHED,
    PROCESS_TO_SIGNING_COMPLETE_DURATION: rounded(times.toSigningMs),
    INGEST_TO_PUSH_COMPLETE_DURATION: rounded(times.toPushMs),
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
