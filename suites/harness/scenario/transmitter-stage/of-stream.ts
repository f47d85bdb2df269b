/** Events by which a Transmitter speaks of the stream itself (SSF 8.1.4.1, 8.1.5), by their names of today and of the drafts. */
const OF_STREAM =
  /^https:\/\/schemas\.openid\.net\/secevent\/s(?:sf|se)\/event-type\/(?:verification|stream-updated)$/;

/** Whether a SET with these event types tells of nothing but its stream. */
export function isOfStream(eventTypes: readonly string[]): boolean {
  return eventTypes.length > 0 && eventTypes.every((type) => OF_STREAM.test(type));
}
