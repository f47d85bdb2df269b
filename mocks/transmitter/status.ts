import { randomUUID } from 'node:crypto';
import { STREAM_UPDATED } from '../vocabulary/ssf-events.ts';
import { type AuthorizedCall, bodyObject, bodyStreamId, optionalString, queryStreamId } from './call.ts';
import { type Core, enqueue } from './core.ts';
import { type Endpoint, toManage, toRead } from './operation.ts';
import { json, refuse } from './reply.ts';
import type { Reply } from './seams.ts';
import { type Status, type Stream, statuses } from './stream.ts';

/** The subject that stands for a stream itself (SSF 8.1.4.1, 8.1.5). */
export function streamSubject(stream: Stream): { format: string; id: string } {
  return { format: 'opaque', id: stream.id };
}

/** SSF 8.1.2.1: paused holds events, disabled drops them. */
function setStatus(stream: Stream, status: Status, reason: string | undefined): void {
  stream.status = status;
  stream.reason = reason;
  if (status === 'disabled') stream.queue.clear();
  stream.queue.notify();
}

/** A change that the Transmitter decides by itself: it is announced, before the stream stops (SSF 8.1.5). */
export async function changeStatus(
  core: Core,
  stream: Stream,
  status: Status,
  reason: string | undefined,
): Promise<string | null> {
  const event = { status, ...(reason === undefined ? {} : { reason }) };
  const wish = { type: STREAM_UPDATED, subject: streamSubject(stream), event, txn: randomUUID() };
  const jti = await enqueue(core, stream, wish, true);
  setStatus(stream, status, reason);
  return jti;
}

/** The Status Endpoint (SSF 8.1.2). */
export function statusEndpoints({ streams, endpoints }: Core): Endpoint[] {
  const path = new URL(endpoints.status).pathname;

  function show({ id, status, reason }: Stream): Reply {
    return json(200, { stream_id: id, status, ...(reason === undefined ? {} : { reason }) });
  }

  function update(call: AuthorizedCall): Reply {
    const body = bodyObject(call);
    const stream = streams.require(bodyStreamId(body), call);
    const status = statuses.find((name) => name === body.status);
    if (!status) throw refuse(400, `status is none of ${statuses.join(', ')}.`);
    const reason = optionalString(body, 'reason');
    setStatus(stream, status, reason);
    return show(stream);
  }

  return [
    {
      method: 'GET',
      path,
      operation: 'read-status',
      scopes: toRead,
      answer: (call) => show(streams.require(queryStreamId(call), call)),
    },
    { method: 'POST', path, operation: 'update-status', scopes: toManage, answer: update },
  ];
}
