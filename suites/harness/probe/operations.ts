import type { EndpointName } from '../check.ts';
import type { RequestSpec } from '../exchange.ts';
import type { CallOptions, Operation } from '../probe.ts';

/** How each operation of the stream management API travels (SSF 8.1). */
export const OPERATIONS: Record<
  Operation,
  { method: string; endpoint: EndpointName; streamIdIn: 'query' | 'body' | 'nowhere' }
> = {
  'create-stream': { method: 'POST', endpoint: 'configuration_endpoint', streamIdIn: 'nowhere' },
  'read-stream': { method: 'GET', endpoint: 'configuration_endpoint', streamIdIn: 'query' },
  'list-streams': { method: 'GET', endpoint: 'configuration_endpoint', streamIdIn: 'nowhere' },
  'update-stream': { method: 'PATCH', endpoint: 'configuration_endpoint', streamIdIn: 'body' },
  'replace-stream': { method: 'PUT', endpoint: 'configuration_endpoint', streamIdIn: 'body' },
  'delete-stream': { method: 'DELETE', endpoint: 'configuration_endpoint', streamIdIn: 'query' },
  'read-status': { method: 'GET', endpoint: 'status_endpoint', streamIdIn: 'query' },
  'update-status': { method: 'POST', endpoint: 'status_endpoint', streamIdIn: 'body' },
  'add-subject': { method: 'POST', endpoint: 'add_subject_endpoint', streamIdIn: 'body' },
  'remove-subject': { method: 'POST', endpoint: 'remove_subject_endpoint', streamIdIn: 'body' },
  verify: { method: 'POST', endpoint: 'verification_endpoint', streamIdIn: 'body' },
};

/** The request of one operation. */
export function requestOf(operation: Operation, url: string, options: CallOptions): RequestSpec {
  const { method, streamIdIn } = OPERATIONS[operation];
  const { streamId, body, raw } = options;
  const spec: RequestSpec = { method, url, as: options.as ?? 'receiver' };
  if (streamId !== undefined && streamIdIn === 'query') spec.query = { stream_id: streamId };
  if (raw !== undefined) {
    spec.body = { text: raw.text, contentType: raw.contentType ?? 'application/json' };
  } else if (method !== 'GET' && method !== 'DELETE') {
    spec.json =
      streamId !== undefined && streamIdIn === 'body' ? { stream_id: streamId, ...body } : (body ?? {});
  }
  if (options.insist === true) spec.insist = true;
  if (operation === 'create-stream') spec.createsStream = true;
  if (operation === 'delete-stream' && streamId !== undefined) spec.deletesStream = streamId;
  return spec;
}
