import { empty, json } from '../transmitter/reply.ts';
import type { Operation } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { bodyOf } from './support/configurations.ts';
import { StreamMemory } from './support/stream-memory.ts';
import { tokenOf } from './support/tokens.ts';

const rows: readonly [Operation, string][] = [
  ['create-stream', 'SSF-8.1.1.1-13'],
  ['read-stream', 'SSF-8.1.1.2-07'],
  ['list-streams', 'SSF-8.1.1.2-07'],
  ['update-stream', 'SSF-8.1.1.3-17'],
  ['replace-stream', 'SSF-8.1.1.4-16'],
  ['delete-stream', 'SSF-8.1.1.5-04'],
  ['read-status', 'SSF-8.1.2.1-17'],
  ['update-status', 'SSF-8.1.2.2-08'],
  ['add-subject', 'SSF-8.1.3.2-09'],
  ['remove-subject', 'SSF-8.1.3.3-05'],
  ['verify', 'SSF-8.1.4.2-12'],
];

/** Faults in who is let in at the management API (SSF 8). */
export const faults: readonly Fault[] = [
  ...rows.map(([operation, breaks]) => ({
    name: `anybody-may-${operation}`,
    breaks,
    summary: `Takes the request ${operation} from anybody, with any token or none.`,
    seams: () => ({ quirks: { noAuthorization: [operation] } }),
  })),
  {
    name: 'altered-token-may-read-status',
    breaks: 'SSF-8.1.2.1-17',
    summary: 'Does not verify the last part of an access token when the status is read.',
    seams() {
      const known = new Set<string>();
      return {
        before(call) {
          const begin = tokenOf(call)?.slice(0, 16);
          if (begin === undefined) return undefined;
          if (call.client !== null) known.add(begin);
          const isForged = call.client === null && known.has(begin);
          if (!isForged || call.operation !== 'read-status') return undefined;
          return json(200, { stream_id: call.streamId, status: 'enabled' });
        },
      };
    },
  },
  {
    name: 'update-applied-though-unauthorized',
    breaks: 'SSF-8.1.1.3-17',
    summary: 'Refuses an unauthorized PATCH with 401 after it was applied.',
    seams() {
      const memory = new StreamMemory();
      return {
        after(reply, call) {
          memory.note(reply, call);
          const { description } = bodyOf(call);
          if (call.operation === 'update-stream' && reply.status === 401)
            memory.show(call.streamId, { description });
          return memory.applied(reply);
        },
      };
    },
  },
  {
    name: 'delete-applied-though-not-found',
    breaks: 'SSF-8.1.1.5-04',
    summary: 'Answers 404 to who deletes a stream without a right token, and deletes it.',
    seams() {
      const gone = new Set<string>();
      return {
        before({ operation, client, streamId }) {
          if (streamId === null) return undefined;
          if (client === null && operation === 'delete-stream') gone.add(streamId);
          return gone.has(streamId) ? empty(404) : undefined;
        },
        after: (reply, { operation }) =>
          operation === 'list-streams' && Array.isArray(reply.body)
            ? {
                ...reply,
                body: reply.body.filter(({ stream_id: id }: { stream_id: string }) => !gone.has(id)),
              }
            : reply,
      };
    },
  },
  {
    name: 'unauthorized-verification-403',
    breaks: 'SSF-8.1.4.2-12',
    summary: 'Answers 403 to a verification request without a token.',
    seams: () => ({
      after: (reply, { operation }) => (operation === 'verify' && reply.status === 401 ? empty(403) : reply),
    }),
  },
  {
    name: 'unauthorized-list-redirected',
    breaks: 'SSF-8.1.1.2-07',
    summary: 'Redirects who lists streams without a token to a log-in page.',
    seams: () => ({
      after: (reply, { operation }) =>
        operation === 'list-streams' && reply.status === 401 ? empty(302, { location: '/login' }) : reply,
    }),
  },
];
