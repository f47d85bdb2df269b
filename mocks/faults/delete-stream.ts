import { empty, json } from '../transmitter/reply.ts';
import type { Call, Reply } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { StreamMemory } from './support/stream-memory.ts';

/** Changes answers, with the memory of which streams there are and were. */
function remembering(change: (reply: Reply, call: Call, memory: StreamMemory) => Reply) {
  return () => {
    const memory = new StreamMemory();
    return {
      after(reply: Reply, call: Call) {
        memory.note(reply, call);
        return change(reply, call, memory);
      },
    };
  };
}

const ofDeleted = (reply: Reply, call: Call, memory: StreamMemory) =>
  reply.status === 404 && memory.deleted.has(call.streamId ?? '');

/** Faults in deleting a stream (SSF 8.1.1.5). */
export const faults: readonly Fault[] = [
  {
    name: 'delete-answers-200',
    breaks: 'SSF-8.1.1.5-01',
    summary: 'Answers 200 with a body to a DELETE.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'delete-stream' && reply.status === 204 ? json(200, { deleted: true }) : reply,
    }),
  },
  {
    name: 'delete-answers-202',
    breaks: 'SSF-8.1.1.5-01',
    summary: 'Answers 202 to a DELETE.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'delete-stream' && reply.status === 204 ? empty(202) : reply,
    }),
  },
  {
    name: 'delete-keeps-the-stream',
    breaks: 'SSF-8.1.1.5-07',
    summary: 'Answers 204 to a DELETE and deletes nothing.',
    seams: () => ({ quirks: { deleteKeeps: true } }),
  },
  {
    name: 'deleted-stream-has-a-status',
    breaks: 'SSF-8.1.1.5-07',
    summary: 'Goes on telling the status of a deleted stream.',
    seams: remembering((reply, call, memory) =>
      call.operation === 'read-status' && ofDeleted(reply, call, memory)
        ? json(200, { stream_id: call.streamId, status: 'enabled' })
        : reply,
    ),
  },
  {
    name: 'deleted-stream-is-verified',
    breaks: 'SSF-8.1.1.5-07',
    summary: 'Answers 204 to a verification request for a deleted stream.',
    seams: remembering((reply, call, memory) =>
      call.operation === 'verify' && ofDeleted(reply, call, memory) ? empty(204) : reply,
    ),
  },
  {
    name: 'deleted-stream-stays-in-the-list',
    breaks: 'SSF-8.1.1.5-07',
    summary: 'Lists a stream once more after it was deleted.',
    seams: () => {
      let ghost: string | null = null;
      return {
        after(reply, call) {
          if (call.operation === 'delete-stream' && reply.status === 204) ghost = call.streamId;
          if (call.operation === 'create-stream') ghost = null;
          if (call.operation !== 'list-streams' || !Array.isArray(reply.body) || ghost === null) return reply;
          return { ...reply, body: [...(reply.body as unknown[]), { stream_id: ghost }] };
        },
      };
    },
  },
  {
    name: 'delete-without-id-deletes-all',
    breaks: 'SSF-8.1.1.5-03',
    summary: 'Takes a DELETE without stream_id for a wish to delete all streams.',
    seams: () => {
      const gone = new Set<string>();
      const memory = new StreamMemory();
      return {
        after(reply, call) {
          memory.note(reply, call);
          if (call.operation === 'delete-stream' && call.streamId === null && call.client !== null) {
            for (const { id } of memory.of(call.client)) gone.add(id);
            return empty(204);
          }
          return gone.has(call.streamId ?? '') ? json(404, { description: 'No such stream.' }) : reply;
        },
      };
    },
  },
  {
    name: 'delete-without-id-taken',
    breaks: 'SSF-8.1.1.5-03',
    summary: 'Answers 204 to a DELETE without stream_id, and deletes nothing.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'delete-stream' && call.streamId === null && reply.status === 400
          ? empty(204)
          : reply,
    }),
  },
  {
    name: 'delete-of-unknown-stream-204',
    breaks: 'SSF-8.1.1.5-06',
    summary: 'Answers 204 to a DELETE of a stream that is not there.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'delete-stream' && reply.status === 404 ? empty(204) : reply,
    }),
  },
  {
    name: 'delete-again-204',
    breaks: 'SSF-8.1.1.5-06',
    summary: 'Answers 204 to a second DELETE of the same stream.',
    seams: remembering((reply, call, memory) =>
      call.operation === 'delete-stream' && ofDeleted(reply, call, memory) ? empty(204) : reply,
    ),
  },
  {
    name: 'delete-of-unknown-stream-400',
    breaks: 'SSF-8.1.1.5-06',
    summary: 'Answers 400 to a DELETE of a stream that is not there.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'delete-stream' && reply.status === 404
          ? json(400, { description: 'No such stream.' })
          : reply,
    }),
  },
];
