import { empty, json } from '../../transmitter/reply.ts';
import type { Call, Reply, TransmitterSeams } from '../../transmitter/seams.ts';
import { eventTypes } from '../../vocabulary/event-types.ts';
import type { Fault } from '../fault.ts';
import { bodyOf, type Configuration, strings } from './configurations.ts';
import { StreamMemory } from './stream-memory.ts';

/** One of the two operations that change a configuration, with the rules that its faults break. */
export interface WriteRules {
  operation: 'update-stream' | 'replace-stream';
  /** How the names of the faults begin. */
  prefix: 'update' | 'replace';
  method: 'PATCH' | 'PUT';
  answer: string;
  values: string;
  repeatedMembers: string;
  eventsDeliveredBefore: string;
  wrongMembers: string;
  badRequest: string;
  withoutStreamId: string;
  unknownStream: string;
}

/** What a write fault does: `write` changes an answer to the operation, `before` answers in place of the reference. */
interface WriteSeams {
  before?: (call: Call, memory: StreamMemory) => Reply | undefined;
  write?: (reply: Reply, call: Call, memory: StreamMemory, old: Configuration) => Reply;
}

/** Seams for one operation; what `memory` is told to show is shown in every answer. */
export function onWrite(operation: WriteRules['operation'], { before, write }: WriteSeams): TransmitterSeams {
  const memory = new StreamMemory();
  return {
    before: (call) =>
      call.operation === operation && call.client !== null ? before?.(call, memory) : undefined,
    after(reply, call) {
      const old = memory.configuration(call.streamId) ?? {};
      memory.note(reply, call);
      const changed = call.operation === operation ? (write?.(reply, call, memory, old) ?? reply) : reply;
      return memory.applied(changed);
    },
  };
}

/** Faults that PATCH and PUT can have alike (SSF 8.1.1.3 and 8.1.1.4). */
export function writeFaults(rules: WriteRules): Fault[] {
  const { operation, prefix, method } = rules;
  const done = ({ status }: Reply) => status === 200;
  const refused = ({ status }: Reply) => status === 400;
  const fault = (name: string, breaks: string, summary: string, seams: WriteSeams): Fault => ({
    name: `${prefix}-${name}`,
    breaks,
    summary,
    seams: () => onWrite(operation, seams),
  });
  /** Members of the body that are the Transmitter's to set. */
  const repeats = (call: Call) => ['iss', 'aud', 'events_supported'].some((member) => member in bodyOf(call));
  const asItWas = (call: Call, memory: StreamMemory) => json(200, memory.configuration(call.streamId));
  const only = (call: Call, memory: StreamMemory) => {
    const own = memory.of(call.client);
    return call.streamId === null && own.length === 1 ? own[0] : undefined;
  };
  const keeping = (...members: string[]): WriteSeams => ({
    write(reply, call, memory, old) {
      if (!done(reply)) return reply;
      const named = members.some((member) => member in bodyOf(call));
      // What a PUT leaves out is gone even here; what a PATCH leaves out stays as it was shown.
      if (!named && method === 'PATCH') return reply;
      const shown = named ? old : (reply.body as Configuration);
      memory.show(call.streamId, Object.fromEntries(members.map((member) => [member, shown[member]])));
      return reply;
    },
  });

  return [
    fault('answers-204', rules.answer, `Answers 204 to a ${method}.`, {
      write: (reply) => (done(reply) ? empty(204) : reply),
    }),
    fault(
      'answers-with-the-request',
      rules.answer,
      `Answers a ${method} with what was sent, not the configuration.`,
      {
        write: (reply, call) => (done(reply) ? { ...reply, body: call.body } : reply),
      },
    ),
    fault(
      'answers-with-another-iss',
      rules.answer,
      `Answers a ${method} with the iss of another Transmitter.`,
      {
        write: (reply) =>
          done(reply)
            ? {
                ...reply,
                body: { ...(reply.body as Configuration), iss: 'https://other-issuer.example.com' },
              }
            : reply,
      },
    ),
    fault(
      'answers-without-events-delivered',
      rules.answer,
      `Answers a ${method} as if nothing were delivered on the stream.`,
      {
        write: (reply) =>
          done(reply)
            ? { ...reply, body: { ...(reply.body as Configuration), events_delivered: [] } }
            : reply,
      },
    ),
    fault('never-done', rules.answer, `Answers 202 to a ${method} and never applies it.`, {
      write(reply, call, memory, old) {
        if (!done(reply)) return reply;
        memory.show(call.streamId, { description: undefined, ...old });
        return empty(202);
      },
    }),
    fault(
      'ignores-description',
      rules.values,
      `Keeps the old description after a ${method}.`,
      keeping('description'),
    ),
    fault(
      'ignores-events-requested',
      rules.values,
      `Keeps the old events_requested and events_delivered after a ${method}.`,
      keeping('events_requested', 'events_delivered'),
    ),
    fault(
      'refuses-repeated-members',
      rules.repeatedMembers,
      `Refuses a ${method} that names iss, even with the right value.`,
      {
        before: (call) =>
          'iss' in bodyOf(call) ? json(400, { description: 'iss cannot be set.' }) : undefined,
      },
    ),
    fault(
      'forbids-repeated-members',
      rules.repeatedMembers,
      `Answers 403 to a ${method} that names iss and aud, even with the right values.`,
      {
        before: (call) => ('iss' in bodyOf(call) && 'aud' in bodyOf(call) ? empty(403) : undefined),
      },
    ),
    fault(
      'forgets-all-beside-repeated-members',
      rules.repeatedMembers,
      `Answers 200 to a ${method} that repeats iss, but changes nothing.`,
      {
        write(reply, call, memory, old) {
          if (done(reply) && 'iss' in bodyOf(call))
            memory.show(call.streamId, { description: old.description });
          return reply;
        },
      },
    ),
    fault(
      'compares-events-delivered-afterwards',
      rules.eventsDeliveredBefore,
      `Compares events_delivered in a ${method} with the value after the update.`,
      {
        before(call, memory) {
          const { events_requested, events_delivered } = bodyOf(call);
          if (events_requested === undefined || events_delivered === undefined) return undefined;
          const wanted = strings(events_requested).filter((type) => eventTypes.has(type));
          const sent = strings(events_delivered).toSorted().join(' ');
          if (wanted.toSorted().join(' ') !== sent)
            return json(400, { description: 'events_delivered is wrong.' });
          const before = strings(memory.configuration(call.streamId)?.events_delivered).toSorted().join(' ');
          return sent === before ? undefined : asItWas(call, memory);
        },
      },
    ),
    fault(
      'ignores-events-delivered',
      rules.eventsDeliveredBefore,
      `Takes any events_delivered in a ${method}.`,
      {
        write: (reply, call, memory) =>
          refused(reply) && 'events_delivered' in bodyOf(call) ? asItWas(call, memory) : reply,
      },
    ),
    fault(
      'ignores-wrong-members',
      rules.wrongMembers,
      `Answers 200 to a ${method} with a wrong iss and keeps the right one.`,
      {
        write: (reply, call, memory) => (refused(reply) && repeats(call) ? asItWas(call, memory) : reply),
      },
    ),
    fault(
      'half-applies-refused',
      rules.wrongMembers,
      `Refuses a ${method} with a wrong iss after setting its description.`,
      {
        write(reply, call, memory) {
          if (refused(reply) && repeats(call))
            memory.show(call.streamId, { description: bodyOf(call).description });
          return reply;
        },
      },
    ),
    fault(
      'refuses-wrong-members-with-409',
      rules.wrongMembers,
      `Refuses a ${method} with a wrong iss with 409, not 400.`,
      {
        write: (reply, call) => (refused(reply) && repeats(call) ? { ...reply, status: 409 } : reply),
      },
    ),
    fault('takes-another-aud', 'SSF-8.1.1-08', `Takes another aud from a ${method}.`, {
      write(reply, call, memory) {
        const { aud } = bodyOf(call);
        if (!refused(reply) || aud === undefined) return reply;
        memory.show(call.streamId, { aud });
        return asItWas(call, memory);
      },
    }),
    fault('breaks-on-broken-json', rules.badRequest, `Answers 500 to a ${method} that cannot be parsed.`, {
      before: (call) => (call.body === undefined ? empty(500) : undefined),
    }),
    fault('ignores-broken-json', rules.badRequest, `Answers 200 to a ${method} that cannot be parsed.`, {
      before: (call, memory) =>
        call.body === undefined ? json(200, memory.of(call.client).at(-1)?.configuration) : undefined,
    }),
    fault(
      'takes-wrong-types',
      rules.badRequest,
      `Answers 200 to a ${method} with a string in events_requested.`,
      {
        write: (reply, call, memory) =>
          refused(reply) && typeof bodyOf(call).events_requested === 'string' ? asItWas(call, memory) : reply,
      },
    ),
    fault(
      'half-applies-invalid',
      rules.badRequest,
      `Refuses a ${method} with a wrong delivery after setting its description.`,
      {
        write(reply, call, memory) {
          const { delivery, description } = bodyOf(call);
          if (refused(reply) && delivery !== undefined && !repeats(call))
            memory.show(call.streamId, { description });
          return reply;
        },
      },
    ),
    fault(
      'without-id-taken',
      rules.withoutStreamId,
      `Applies a ${method} without stream_id to the only stream.`,
      {
        write(reply, call, memory) {
          const stream = only(call, memory);
          if (stream === undefined || call.body === undefined) return reply;
          memory.show(stream.id, { description: bodyOf(call).description });
          return json(200, stream.configuration);
        },
      },
    ),
    fault('without-id-404', rules.withoutStreamId, `Answers 404 to a ${method} without stream_id.`, {
      write: (reply, call) =>
        refused(reply) && call.streamId === null && call.body !== undefined
          ? { ...reply, status: 404 }
          : reply,
    }),
    fault(
      'of-unknown-stream-400',
      rules.unknownStream,
      `Answers 400 to a ${method} of a stream that is not there.`,
      {
        write: (reply) => (reply.status === 404 ? { ...reply, status: 400 } : reply),
      },
    ),
    fault(
      'of-unknown-stream-taken',
      rules.unknownStream,
      `Answers 200 to a ${method} of a stream that is not there.`,
      {
        write: (reply, call) => (reply.status === 404 ? json(200, call.body) : reply),
      },
    ),
    fault('of-deleted-stream-taken', rules.unknownStream, `Answers 200 to a ${method} of a deleted stream.`, {
      write: (reply, call, memory) =>
        reply.status === 404 && memory.deleted.has(call.streamId ?? '') ? json(200, call.body) : reply,
    }),
    fault(
      'refuses-unknown-event-types',
      'SSF-8.1.1-14',
      `Refuses a ${method} that requests an unknown event type.`,
      {
        before: (call) =>
          strings(bodyOf(call).events_requested).some((type) => !eventTypes.has(type))
            ? json(400, { description: 'Unknown event type.' })
            : undefined,
      },
    ),
  ];
}
