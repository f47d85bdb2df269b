import type { JsonObject } from '../../harness/probe.ts';
import type { PeerOperation, SeenCall } from '../../harness/receiver/exchange.ts';

/** The operations of the stream management API (SSF 8.1). */
const MANAGEMENT: ReadonlySet<PeerOperation> = new Set<PeerOperation>([
  'create-stream',
  'read-stream',
  'list-streams',
  'update-stream',
  'replace-stream',
  'delete-stream',
  'read-status',
  'update-status',
  'add-subject',
  'remove-subject',
  'verify',
]);

export function isManagement(call: SeenCall): boolean {
  return MANAGEMENT.has(call.operation);
}

/** Calls of one operation, or of several. */
export function only(calls: readonly SeenCall[], ...operations: readonly PeerOperation[]): SeenCall[] {
  return calls.filter(({ operation }) => operations.includes(operation));
}

/** Our answer was a 2xx. */
export function succeeded({ response }: SeenCall): boolean {
  return response !== null && response.status >= 200 && response.status < 300;
}

export function pathOf(call: SeenCall): string {
  return urlOf(call).pathname;
}

export function queryOf(call: SeenCall): URLSearchParams {
  return urlOf(call).searchParams;
}

function urlOf(call: SeenCall): URL {
  return new URL(call.request.url, 'http://peer.invalid');
}

/** The media type of the request body in lower case, without parameters; null without Content-Type. */
export function mediaTypeOf(call: SeenCall): string | null {
  return call.request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;
}

/** The body, where it is a JSON object. */
export function objectIn({ json }: SeenCall): JsonObject | null {
  return isObject(json) ? json : null;
}

/** The body of our answer, where it is a JSON object. */
export function answeredObject({ response }: SeenCall): JsonObject | null {
  return isObject(response?.json) ? response.json : null;
}

/** The body, where it is declared as a form. */
export function formIn(call: SeenCall): URLSearchParams | null {
  return mediaTypeOf(call) === 'application/x-www-form-urlencoded'
    ? new URLSearchParams(call.request.body ?? '')
    : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The ways in which a request carries an access token (RFC 6750 section 2). */
export function tokenPlaces(call: SeenCall): { header: boolean; body: boolean; query: boolean } {
  return {
    header: call.request.headers.authorization !== undefined,
    body: formIn(call)?.has('access_token') ?? false,
    query: queryOf(call).has('access_token'),
  };
}

/** What a request was, for the reader. */
export function shown({ request, operation }: SeenCall): string {
  return `${request.method} ${request.url} (${operation})`;
}
