/** SSF 8.1.4.1. Sent whatever the stream's `events_delivered` says. */
export const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
/** SSF 8.1.5. Sent whatever the stream's `events_delivered` says. */
export const STREAM_UPDATED = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated';
