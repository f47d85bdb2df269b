import type { Reply } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import {
  answers,
  empty,
  inventedIds,
  isObject,
  json,
  type Members,
  members,
  refusals,
  without,
} from './support/edits.ts';

const statusOf = (body: unknown): unknown => (isObject(body) ? body.status : undefined);

const isStatus = (value: unknown): boolean => ['enabled', 'paused', 'disabled'].includes(String(value));

/** Faults in reading and updating the status of a stream (SSF 8.1.2). */
export const faults: readonly Fault[] = [
  {
    name: 'status-read-as-list',
    breaks: 'SSF-8.1.2.1-02',
    summary: 'The status is answered as an array with one object.',
    seams: () => answers('read-status', (reply) => ({ ...reply, body: [reply.body] })),
  },
  {
    name: 'status-read-as-text',
    breaks: 'SSF-8.1.2.1-02',
    summary: 'The status is JSON but declared as text/plain.',
    seams: () =>
      answers('read-status', (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'content-type': 'text/plain' },
      })),
  },
  {
    name: 'status-without-stream-id',
    breaks: 'SSF-8.1.2.1-03',
    summary: 'The status that is read has no stream_id, as in early drafts.',
    seams: () => members('read-status', (body) => without(body, 'stream_id')),
  },
  {
    name: 'status-of-another-stream-id',
    breaks: 'SSF-8.1.2.1-03',
    summary: 'The status that is read has a stream_id that was not asked for.',
    seams: () => members('read-status', (body) => ({ ...body, stream_id: 'default' })),
  },
  {
    name: 'status-under-another-name',
    breaks: 'SSF-8.1.2.1-04',
    summary: 'The status stands in the member state.',
    seams: () => members('read-status', ({ status, ...rest }) => ({ ...rest, state: status })),
  },
  {
    name: 'status-of-new-stream-active',
    breaks: 'SSF-8.1.2.1-05',
    summary: 'The status of a stream that was never updated reads "active".',
    seams() {
      const updated = new Set<string | null>();
      return {
        after(reply, call) {
          if (call.operation === 'update-status' && reply.status === 200) updated.add(call.streamId);
          if (call.operation !== 'read-status' || !isObject(reply.body) || updated.has(call.streamId))
            return reply;
          return { ...reply, body: { ...reply.body, status: 'active' } };
        },
      };
    },
  },
  {
    name: 'status-reason-object',
    breaks: 'SSF-8.1.2.1-06',
    summary: 'The reason of a status that is read is an object.',
    seams: () => members('read-status', (body) => ({ ...body, reason: { code: 'NONE', text: '' } })),
  },
  {
    name: 'status-reason-null',
    breaks: 'SSF-8.1.2.1-06',
    summary: 'The reason of a status that is read is null.',
    seams: () => members('read-status', (body) => ({ ...body, reason: null })),
  },
  {
    name: 'status-reason-empty',
    breaks: 'SSF-8.1.2.1-07',
    summary: 'The reason of a status that is read is always there and always empty.',
    seams: () => members('read-status', (body) => ({ ...body, reason: '' })),
  },
  {
    name: 'status-of-unknown-stream',
    breaks: 'SSF-8.1.2.1-19',
    summary: 'The status of a stream that does not exist reads "disabled".',
    seams: () =>
      inventedIds('read-status', (call) => json(200, { stream_id: call.streamId, status: 'disabled' })),
  },
  {
    name: 'status-read-without-id',
    breaks: 'SSF-8.1.2.1-23',
    summary: 'Reading a status without stream_id gives that of some stream.',
    seams: () =>
      refusals(
        'read-status',
        400,
        json(200, { stream_id: 'default', status: 'enabled' }),
        (call) => call.streamId === null,
      ),
  },
  {
    name: 'status-update-echoes-old',
    breaks: 'SSF-8.1.2.2-04',
    summary: 'A status update is carried out, but its answer holds the status from before.',
    seams() {
      const last = new Map<string | null, unknown>();
      return members('update-status', (body, call) => {
        const before = last.get(call.streamId) ?? 'enabled';
        last.set(call.streamId, body.status);
        return { ...body, status: before };
      });
    },
  },
  {
    name: 'status-update-204',
    breaks: 'SSF-8.1.2.2-04',
    summary: 'A status update is answered 204 without the updated status.',
    seams: () => answers('update-status', () => empty(204)),
  },
  {
    name: 'status-update-without-stream-id',
    breaks: 'SSF-8.1.2.2-04',
    summary: 'The answer to a status update has no stream_id.',
    seams: () => members('update-status', (body) => without(body, 'stream_id')),
  },
  {
    name: 'status-update-not-stored',
    breaks: 'SSF-8.1.2.2-04',
    summary: 'A status update is answered as if carried out, but the stream stays enabled.',
    seams() {
      const wanted = new WeakMap<object, unknown>();
      return {
        before(call) {
          if (call.operation === 'update-status' && isObject(call.body) && isStatus(call.body.status)) {
            wanted.set(call.body, call.body.status);
            call.body.status = 'enabled';
          }
          return undefined;
        },
        after(reply, call) {
          const status = isObject(call.body) ? wanted.get(call.body) : undefined;
          return status !== undefined && reply.status === 200 && isObject(reply.body)
            ? { ...reply, body: { ...reply.body, status } }
            : reply;
        },
      };
    },
  },
  {
    name: 'status-update-unknown-value',
    breaks: 'SSF-8.1.2.2-07',
    summary: 'A status update to a word that does not exist is accepted.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'update-status' && reply.status === 400 && typeof statusOf(call.body) === 'string'
          ? json(200, call.body)
          : reply,
    }),
  },
  {
    name: 'status-update-broken-json-500',
    breaks: 'SSF-8.1.2.2-07',
    summary: 'A status update that is broken JSON is answered 500.',
    seams: () => refusals('update-status', 400, empty(500), (call) => call.body === undefined),
  },
  {
    name: 'status-update-broken-json-403',
    breaks: 'SSF-8.1.2.2-07',
    summary:
      'A status update that is broken JSON is answered 403, though the Receiver may update the status.',
    seams: () => refusals('update-status', 400, empty(403), (call) => call.body === undefined),
  },
  {
    name: 'status-update-refused-but-applied',
    breaks: 'SSF-8.1.2.2-07',
    summary: 'A status update to a word that does not exist is refused, yet the stream is paused.',
    seams() {
      const wild = new WeakSet<object>();
      return {
        before(call) {
          if (call.operation !== 'update-status' || !isObject(call.body) || call.body.status !== 'stopped')
            return undefined;
          call.body.status = 'paused';
          wild.add(call.body);
          return undefined;
        },
        after: (reply: Reply, call) =>
          isObject(call.body) && wild.has(call.body) && reply.status === 200 ? empty(400) : reply,
      };
    },
  },
  {
    name: 'status-update-of-unknown-stream',
    breaks: 'SSF-8.1.2.2-10',
    summary: 'A status update of a stream that does not exist is answered 200.',
    seams: () => inventedIds('update-status', (call) => json(200, call.body)),
  },
  {
    name: 'pause-of-one-reads-on-all',
    breaks: 'SSF-8.1.2-03',
    summary: "When one stream is paused, all of the Receiver's streams read as paused.",
    seams() {
      const paused = new Set<string | null>();
      return {
        after(reply, call) {
          if (call.operation === 'delete-stream') paused.delete(call.client);
          if (reply.status !== 200 || !isObject(reply.body)) return reply;
          if (call.operation === 'update-status' && reply.body.status === 'paused') paused.add(call.client);
          if (call.operation === 'update-status' && reply.body.status !== 'paused')
            paused.delete(call.client);
          const shows = call.operation === 'read-status' && paused.has(call.client);
          return shows ? { ...reply, body: { ...reply.body, status: 'paused' } satisfies Members } : reply;
        },
      };
    },
  },
  {
    name: 'pause-of-one-silences-all',
    breaks: 'SSF-8.1.2-03',
    summary: 'While one stream is paused, verification of any other is accepted but sends nothing.',
    seams() {
      const paused = new Map<string | null, string | null>();
      return {
        before: (call) =>
          call.operation === 'verify' && paused.has(call.client) && paused.get(call.client) !== call.streamId
            ? empty(204)
            : undefined,
        after(reply, call) {
          if (call.operation === 'update-status' && isObject(reply.body)) {
            if (reply.body.status === 'paused') paused.set(call.client, call.streamId);
            else paused.delete(call.client);
          }
          if (call.operation === 'delete-stream') paused.delete(call.client);
          return reply;
        },
      };
    },
  },
];
