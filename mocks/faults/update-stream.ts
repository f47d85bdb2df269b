import { isObject } from '../vocabulary/is-object.ts';
import type { Fault } from './fault.ts';
import { bodyOf } from './support/configurations.ts';
import { onWrite, writeFaults } from './support/write-faults.ts';

/** Faults in updating a stream by PATCH (SSF 8.1.1.3). */
export const faults: readonly Fault[] = [
  ...writeFaults({
    operation: 'update-stream',
    prefix: 'update',
    method: 'PATCH',
    answer: 'SSF-8.1.1.3-01',
    values: 'SSF-8.1.1.3-06',
    repeatedMembers: 'SSF-8.1.1.3-21',
    eventsDeliveredBefore: 'SSF-8.1.1.3-13',
    wrongMembers: 'SSF-8.1.1.3-11',
    badRequest: 'SSF-8.1.1.3-16',
    withoutStreamId: 'SSF-8.1.1.3-04',
    unknownStream: 'SSF-8.1.1.3-19',
  }),
  {
    name: 'update-ignores-endpoint-url',
    breaks: 'SSF-8.1.1.3-06',
    summary: 'Keeps the old push URL after a PATCH of delivery.',
    seams: () =>
      onWrite('update-stream', {
        write(reply, call, memory, old) {
          if (reply.status === 200 && isObject(bodyOf(call).delivery)) {
            memory.show(call.streamId, { delivery: old.delivery });
          }
          return reply;
        },
      }),
  },
  {
    name: 'update-deletes-the-description',
    breaks: 'SSF-8.1.1.3-07',
    summary: 'Deletes the description when a PATCH does not name it.',
    seams: () =>
      onWrite('update-stream', {
        write(reply, call, memory) {
          const named = bodyOf(call).description;
          if (reply.status === 200) memory.show(call.streamId, { description: named });
          return reply;
        },
      }),
  },
  {
    name: 'update-of-description-stops-events',
    breaks: 'SSF-8.1.1.3-07',
    summary: 'Delivers nothing any more after a PATCH that does not name events_requested.',
    seams: () =>
      onWrite('update-stream', {
        before(call) {
          // As it was shown, so may it be repeated.
          const body = bodyOf(call);
          if (Array.isArray(body.events_delivered) && body.events_delivered.length === 0)
            delete body.events_delivered;
          return undefined;
        },
        write(reply, call, memory) {
          if (reply.status !== 200) return reply;
          const { events_delivered } = reply.body as Record<string, unknown>;
          const named = 'events_requested' in bodyOf(call);
          memory.show(call.streamId, { events_delivered: named ? events_delivered : [] });
          return reply;
        },
      }),
  },
  {
    name: 'update-replaces',
    breaks: 'SSF-8.1.1.3-07',
    summary: 'Treats PATCH as PUT: what is not named is deleted.',
    seams: () => ({ quirks: { patchReplaces: true } }),
  },
  {
    name: 'update-loses-events-supported',
    breaks: 'SSF-8.1.1.3-12',
    summary: 'Shows no events_supported any more once a PATCH did not name it.',
    seams: () =>
      onWrite('update-stream', {
        write(reply, call, memory) {
          if (reply.status === 200 && !('events_supported' in bodyOf(call))) {
            memory.show(call.streamId, { events_supported: undefined });
          }
          return reply;
        },
      }),
  },
];
