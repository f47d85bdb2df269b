import { empty, json } from '../transmitter/reply.ts';
import type { Call, Reply } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { StreamMemory } from './support/stream-memory.ts';

/** Changes the list of streams. */
function inList(change: (streams: unknown[], reply: Reply) => Reply) {
  return {
    after: (reply: Reply, call: Call) =>
      call.operation === 'list-streams' && Array.isArray(reply.body)
        ? change(reply.body as unknown[], reply)
        : reply,
  };
}

/** Answers otherwise when a stream is read that is not there. */
function unknownRead(answer: (call: Call, memory: StreamMemory) => Reply) {
  const memory = new StreamMemory();
  return {
    after(reply: Reply, call: Call) {
      memory.note(reply, call);
      return call.operation === 'read-stream' && reply.status === 404 ? answer(call, memory) : reply;
    },
  };
}

/** Faults in reading streams (SSF 8.1.1.2). */
export const faults: readonly Fault[] = [
  {
    name: 'read-gives-the-newest-stream',
    breaks: 'SSF-8.1.1.2-01',
    summary: 'Shows the newest stream of the Receiver, whichever is asked for.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        after(reply, call) {
          memory.note(reply, call);
          const newest = memory.of(call.client).at(-1);
          if (call.operation !== 'read-stream' || reply.status !== 200) return reply;
          return newest === undefined || newest.id === call.streamId
            ? reply
            : { ...reply, body: newest.configuration };
        },
      };
    },
  },
  {
    name: 'read-gives-an-array',
    breaks: 'SSF-8.1.1.2-01',
    summary: 'Puts the stream that was asked for in an array.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'read-stream' && reply.status === 200 ? { ...reply, body: [reply.body] } : reply,
    }),
  },
  {
    name: 'read-forgets-the-description',
    breaks: 'SSF-8.1.1.2-10',
    summary: 'Does not show the description of a stream that was never updated.',
    seams: () => {
      const updated = new Set<string>();
      return {
        after(reply, call) {
          const writes = call.operation === 'update-stream' || call.operation === 'replace-stream';
          if (writes && call.streamId !== null) updated.add(call.streamId);
          if (call.operation !== 'read-stream' || reply.status !== 200) return reply;
          if (updated.has(call.streamId ?? '')) return reply;
          const { description: _, ...body } = reply.body as Record<string, unknown>;
          return { ...reply, body };
        },
      };
    },
  },
  {
    name: 'list-of-one-as-object',
    breaks: 'SSF-8.1.1.2-04',
    summary: 'Answers with an object, not an array, when there is one stream.',
    seams: () => inList((streams, reply) => (streams.length === 1 ? { ...reply, body: streams[0] } : reply)),
  },
  {
    name: 'list-in-an-object',
    breaks: 'SSF-8.1.1.2-04',
    summary: 'Puts the list of streams in a member of an object, unless it is empty.',
    seams: () => inList((streams, reply) => (streams.length === 0 ? reply : { ...reply, body: { streams } })),
  },
  {
    name: 'list-stops-after-one',
    breaks: 'SSF-8.1.1.2-04',
    summary: 'Lists the first stream only.',
    seams: () => inList((streams, reply) => ({ ...reply, body: streams.slice(0, 1) })),
  },
  {
    name: 'list-repeats-a-stream',
    breaks: 'SSF-8.1.1.2-04',
    summary: 'Lists the first stream twice.',
    seams: () => inList((streams, reply) => ({ ...reply, body: [...streams.slice(0, 1), ...streams] })),
  },
  {
    name: 'empty-list-404',
    breaks: 'SSF-8.1.1.2-05',
    summary: 'Answers 404 when there is no stream to list.',
    seams: () =>
      inList((streams, reply) => (streams.length === 0 ? json(404, { description: 'No streams.' }) : reply)),
  },
  {
    name: 'empty-list-204',
    breaks: 'SSF-8.1.1.2-05',
    summary: 'Answers 204 when there is no stream to list.',
    seams: () => inList((streams, reply) => (streams.length === 0 ? empty(204) : reply)),
  },
  {
    name: 'empty-list-as-object',
    breaks: 'SSF-8.1.1.2-05',
    summary: 'Answers with an empty object when there is no stream to list.',
    seams: () => inList((streams, reply) => (streams.length === 0 ? { ...reply, body: {} } : reply)),
  },
  {
    name: 'unknown-id-gives-the-list',
    breaks: 'SSF-8.1.1.2-09',
    summary: 'Lists all streams of the Receiver when the stream that is asked for is not there.',
    seams: () =>
      unknownRead((call, memory) =>
        json(
          200,
          memory.of(call.client).map(({ configuration }) => configuration),
        ),
      ),
  },
  {
    name: 'unknown-id-gives-an-empty-object',
    breaks: 'SSF-8.1.1.2-09',
    summary: 'Answers 200 with an empty object when the stream that is asked for is not there.',
    seams: () => unknownRead(() => json(200, {})),
  },
  {
    name: 'unknown-id-refused-with-400',
    breaks: 'SSF-8.1.1.2-09',
    summary: 'Answers 400 when the stream that is asked for is not there.',
    seams: () => unknownRead(() => json(400, { description: 'No such stream.' })),
  },
];
