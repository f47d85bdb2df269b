import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject } from '../../harness/probe.ts';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in an answer; null when there is none. */
export function objectIn(exchange: Exchange): JsonObject | null {
  const json = exchange.response?.json;
  return isObject(json) ? json : null;
}

/** Media type of an answer in lower case, without parameters; null when it is not stated. */
export function mediaType(exchange: Exchange): string | null {
  return exchange.response?.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;
}

/** Status of an answer; null when none came. */
export function statusOf(exchange: Exchange): number | null {
  return exchange.response?.status ?? null;
}

/** An answer with a 2xx status. */
export function succeeded(exchange: Exchange): boolean {
  const status = statusOf(exchange);
  return status !== null && status >= 200 && status < 300;
}

/** What came of a request, in words, for `actual` of a finding. */
export function outcomeOf(exchange: Exchange): string {
  const { response, error } = exchange;
  if (response === null) return `no answer (${error?.kind ?? 'unknown'}: ${error?.message ?? ''})`;
  return `status ${response.status}${response.text === '' ? '' : `, body ${response.text.slice(0, 200)}${response.text.length > 200 ? '…' : ''}`}`;
}
