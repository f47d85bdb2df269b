import type { TriggerRequest } from '../../suites/harness/exchange.ts';

/** What a trigger is told, in the names that commands and HTTP requests see. */
export const TRIGGER_NAMES = ['scenario', 'type', 'subject', 'event', 'stream_id', 'story'] as const;

export function triggerPayload(request: TriggerRequest): Record<(typeof TRIGGER_NAMES)[number], unknown> {
  const { scenario, type, subject, event, streamId, story } = request;
  return { scenario, type, subject, event, stream_id: streamId, story };
}
