import type { TriggerRequest } from '../../suites/harness/exchange.ts';

/** What a trigger is told, in the names that commands and HTTP requests see. */
export interface TriggerPayload {
  /** Name of the scenario or check that wishes for the event. */
  scenario: string;
  /** Event type URI. */
  type: string;
  /** Subject identifier (RFC 9493). */
  subject: Record<string, unknown>;
  /** The wished claims of the event. */
  event: Record<string, unknown>;
  stream_id: string;
}

export function triggerPayload(request: TriggerRequest): TriggerPayload {
  const { scenario, type, subject, event, streamId } = request;
  return { scenario, type, subject, event, stream_id: streamId };
}

/** Foreign text for a one-line message: the last line, without control characters, cut. */
export function lastLine(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\p{Cc}+/gu, ' ').trim());
  const line = lines.findLast((one) => one !== '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
