import { empty, json } from '../transmitter/reply.ts';
import type { Call, Operation, Reply, TransmitterSeams } from '../transmitter/seams.ts';
import { isObject } from '../vocabulary/is-object.ts';
import type { Fault } from './fault.ts';
import { StreamMemory } from './support/stream-memory.ts';

const operations: readonly Operation[] = [
  'read-stream',
  'update-stream',
  'replace-stream',
  'delete-stream',
  'read-status',
  'update-status',
  'add-subject',
  'remove-subject',
  'verify',
];

/** Changes what is answered about a stream that exists and is another Receiver's. */
const toStrangers =
  (change: (reply: Reply, call: Call, memory: StreamMemory) => Reply) => (): TransmitterSeams => {
    const memory = new StreamMemory();
    return {
      after(reply, call) {
        memory.note(reply, call);
        const isForeign = reply.status === 404 && memory.configuration(call.streamId) !== undefined;
        return isForeign ? change(reply, call, memory) : reply;
      },
    };
  };

/** Faults in keeping the streams of several Receivers apart (SSF 8). */
export const faults: readonly Fault[] = [
  ...operations.map((operation) => ({
    name: `foreign-stream-${operation}`,
    breaks: 'SSF-8-02',
    summary: `Takes the request ${operation} for another Receiver's stream.`,
    seams: () => ({ quirks: { sharedStreams: [operation] } }),
  })),
  {
    name: 'foreign-streams-in-list',
    breaks: 'SSF-8-02',
    summary: 'Lists the streams of all Receivers.',
    seams() {
      const memory = new StreamMemory();
      const everybody = ['receiver-1', 'receiver-2'];
      return {
        after(reply, call) {
          memory.note(reply, call);
          if (call.operation !== 'list-streams' || reply.status !== 200) return reply;
          return json(
            200,
            everybody.flatMap((client) => memory.of(client).map(({ configuration }) => configuration)),
          );
        },
      };
    },
  },
  {
    name: 'foreign-stream-acted-on-though-refused',
    breaks: 'SSF-8-02',
    summary: "Answers 404 to a PATCH of another Receiver's stream after it was applied.",
    seams: () => ({
      quirks: { sharedStreams: ['update-stream'] },
      ...refusingForeignPatch(),
    }),
  },
  {
    name: 'foreign-stream-answers-500',
    breaks: 'SSF-8.1.1.2-09',
    summary: "Fails with 500 when another Receiver's stream is read.",
    seams: toStrangers((reply, { operation }) => (operation === 'read-stream' ? empty(500) : reply)),
  },
  {
    name: 'foreign-push-credentials-in-error',
    breaks: 'SSF-6.1.1-09',
    summary: "Shows another Receiver's configuration, secrets included, in the body of a 404.",
    seams: toStrangers((reply, { operation, streamId }, memory) =>
      operation === 'read-stream' ? { ...reply, body: { stream: memory.configuration(streamId) } } : reply,
    ),
  },
  {
    name: 'foreign-stream-polled',
    breaks: 'SSF-6.1.2-05',
    summary: 'Gives the SETs of a poll stream to every Receiver that polls its URL.',
    seams: () => ({ quirks: { sharedStreams: ['poll'] } }),
  },
  {
    name: 'foreign-stream-polled-first',
    breaks: 'SSF-6.1.2-05',
    summary: 'Gives a SET of a poll stream to the Receiver that polls its URL first, whoever that is.',
    seams: () => ({ quirks: { sharedStreams: ['poll'] }, after: toTheFirst() }),
  },
];

/** Shows a SET only to the Receiver that polled it first. */
function toTheFirst(): Required<TransmitterSeams>['after'] {
  const first = new Map<string, string | null>();
  return (reply, { operation, client }) => {
    const sets = isObject(reply.body) ? reply.body.sets : undefined;
    if (operation !== 'poll' || !isObject(sets)) return reply;
    for (const jti of Object.keys(sets)) if (!first.has(jti)) first.set(jti, client);
    const own = Object.entries(sets).filter(([jti]) => first.get(jti) === client);
    return { ...reply, body: { ...(isObject(reply.body) ? reply.body : {}), sets: Object.fromEntries(own) } };
  };
}

/** A PATCH that reached a foreign stream is answered as if it had not. */
function refusingForeignPatch(): Pick<TransmitterSeams, 'after'> {
  const owners = new Map<unknown, string | null>();
  return {
    after(reply, call) {
      const id = (reply.body as { stream_id?: unknown } | undefined)?.stream_id;
      if (call.operation === 'create-stream' && reply.status === 201) owners.set(id, call.client);
      const isForeign = owners.has(call.streamId) && owners.get(call.streamId) !== call.client;
      return call.operation === 'update-stream' && isForeign && reply.status === 200 ? empty(404) : reply;
    },
  };
}
