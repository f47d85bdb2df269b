import type { Fault } from './fault.ts';
import { bodyOf } from './support/configurations.ts';
import { onWrite, writeFaults } from './support/write-faults.ts';

/** Keeps a member that a PUT does not name. */
function keepsUnnamed(member: string) {
  return () =>
    onWrite('replace-stream', {
      write(reply, call, memory, old) {
        if (reply.status !== 200) return reply;
        const named = member in bodyOf(call);
        const shown: unknown = named ? (reply.body as Record<string, unknown>)[member] : old[member];
        memory.show(call.streamId, { [member]: shown });
        return reply;
      },
    });
}

/** Faults in replacing a stream by PUT (SSF 8.1.1.4). */
export const faults: readonly Fault[] = [
  ...writeFaults({
    operation: 'replace-stream',
    prefix: 'replace',
    method: 'PUT',
    answer: 'SSF-8.1.1.4-01',
    values: 'SSF-8.1.1.4-01',
    repeatedMembers: 'SSF-8.1.1.4-19',
    eventsDeliveredBefore: 'SSF-8.1.1.4-12',
    wrongMembers: 'SSF-8.1.1.4-10',
    badRequest: 'SSF-8.1.1.4-15',
    withoutStreamId: 'SSF-8.1.1.4-04',
    unknownStream: 'SSF-8.1.1.4-18',
  }),
  {
    name: 'replace-keeps-description',
    breaks: 'SSF-8.1.1.4-05',
    summary: 'Keeps the description when a PUT does not name it.',
    seams: keepsUnnamed('description'),
  },
  {
    name: 'replace-keeps-events-requested',
    breaks: 'SSF-8.1.1.4-05',
    summary: 'Keeps events_requested when a PUT does not name it.',
    seams: keepsUnnamed('events_requested'),
  },
  {
    name: 'replace-merges',
    breaks: 'SSF-8.1.1.4-05',
    summary: 'Treats PUT as PATCH: what is not named stays.',
    seams: () => ({ quirks: { putMerges: true } }),
  },
  {
    name: 'replace-loses-events-supported',
    breaks: 'SSF-8.1.1.4-11',
    summary: 'Shows no events_supported any more once a PUT did not name it.',
    seams: () =>
      onWrite('replace-stream', {
        write(reply, call, memory) {
          if (reply.status === 200 && !('events_supported' in bodyOf(call))) {
            memory.show(call.streamId, { events_supported: undefined });
          }
          return reply;
        },
      }),
  },
];
