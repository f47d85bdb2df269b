import { randomUUID } from 'node:crypto';
import { empty, json } from '../transmitter/reply.ts';
import type { Call, Reply } from '../transmitter/seams.ts';
import { shownAs } from '../variants/seams.ts';
import { POLL, PUSH } from '../vocabulary/delivery-methods.ts';
import { eventTypes } from '../vocabulary/event-types.ts';
import { isObject } from '../vocabulary/is-object.ts';
import type { Fault } from './fault.ts';
import { bodyOf, inAnswers, inBody, strings } from './support/configurations.ts';
import { StreamMemory } from './support/stream-memory.ts';

/** Creation requests of known Receivers that `wrong` accepts get `reply` instead of what they deserve. */
function createAnswer(wrong: (call: Call) => boolean, reply: (call: Call) => Reply) {
  return {
    before: (call: Call) =>
      call.operation === 'create-stream' && call.client !== null && wrong(call) ? reply(call) : undefined,
  };
}

/** An answer as if a stream had been created; there is none behind it. */
function asIfCreated(
  delivery: unknown = { method: POLL, endpoint_url: 'https://transmitter.example.com/poll' },
): Reply {
  return json(201, {
    stream_id: randomUUID(),
    iss: 'https://transmitter.example.com',
    aud: 'https://receiver.example.com',
    delivery,
    events_delivered: [],
  });
}

const methodOf = (call: Call) => {
  const { delivery } = bodyOf(call);
  return isObject(delivery) ? delivery.method : undefined;
};

const unknownMethod = (call: Call) => ![undefined, PUSH, POLL].includes(methodOf(call) as string | undefined);

/** Faults in creating a stream (SSF 8.1.1.1). */
export const faults: readonly Fault[] = [
  {
    name: 'created-with-200',
    breaks: 'SSF-8.1.1.1-02',
    summary: 'Answers 200 to a create request.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'create-stream' && reply.status === 201 ? { ...reply, status: 200 } : reply,
    }),
  },
  {
    name: 'second-create-gives-the-first-stream',
    breaks: 'SSF-8.1.1.1-04',
    summary: 'Answers 201 with the first stream to the second create request.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        ...createAnswer(
          (call) => memory.of(call.client).length > 0,
          (call) => json(201, memory.of(call.client)[0]?.configuration),
        ),
        after(reply, call) {
          memory.note(reply, call);
          return reply;
        },
      };
    },
  },
  {
    name: 'second-create-refused-with-400',
    breaks: 'SSF-8.1.1.1-05',
    summary: 'Refuses the second create request with 400, not 409.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        ...createAnswer(
          (call) => memory.of(call.client).length > 0,
          () => json(400, { description: 'There is a stream already.' }),
        ),
        after(reply, call) {
          memory.note(reply, call);
          return reply;
        },
      };
    },
  },
  {
    name: 'conflict-changes-the-first-stream',
    breaks: 'SSF-8.1.1.1-05',
    summary: 'Refuses the second create request with 409, but gives its description to the first stream.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        ...createAnswer(
          (call) => memory.of(call.client).length > 0,
          (call) => {
            memory.show(memory.of(call.client)[0]?.id ?? null, { description: bodyOf(call).description });
            return json(409, { description: 'There is a stream already.' });
          },
        ),
        after(reply, call) {
          memory.note(reply, call);
          return memory.applied(reply);
        },
      };
    },
  },
  {
    name: 'default-delivery-push',
    breaks: 'SSF-8.1.1.1-09',
    summary: 'Takes a create request without delivery for push.',
    seams: () =>
      inAnswers(['create-stream'], (configuration, call) =>
        bodyOf(call).delivery === undefined
          ? {
              ...configuration,
              delivery: { method: PUSH, endpoint_url: 'https://receiver.example.com/events' },
            }
          : configuration,
      ),
  },
  {
    name: 'create-requires-delivery',
    breaks: 'SSF-8.1.1.1-09',
    summary: 'Refuses a create request without delivery, although it polls.',
    seams: () =>
      createAnswer(
        (call) => isObject(call.body) && call.body.delivery === undefined,
        () => json(400, { description: 'delivery is missing.' }),
      ),
  },
  {
    name: 'default-delivery-without-endpoint',
    breaks: 'SSF-8.1.1.1-10',
    summary: 'Does not say where to poll when a create request has no delivery.',
    seams: () =>
      inAnswers(['create-stream'], (configuration, call) =>
        bodyOf(call).delivery === undefined
          ? { ...configuration, delivery: { method: POLL } }
          : configuration,
      ),
  },
  {
    name: 'create-requires-events-requested',
    breaks: 'SSF-8.1.1.1-08',
    summary: 'Refuses a create request without events_requested.',
    seams: () =>
      createAnswer(
        (call) => isObject(call.body) && call.body.events_requested === undefined,
        () => json(400, { description: 'events_requested is missing.' }),
      ),
  },
  {
    name: 'create-refuses-the-empty-object',
    breaks: 'SSF-8.1.1.1-08',
    summary: 'Refuses a create request without any member.',
    seams: () =>
      createAnswer(
        (call) => call.text.replaceAll(/\s/g, '') === '{}',
        () => json(400, { description: 'The body is empty.' }),
      ),
  },
  {
    name: 'create-refuses-unknown-event-types',
    breaks: 'SSF-8.1.1-14',
    summary: 'Refuses a create request that names an event type which it does not know.',
    seams: () =>
      createAnswer(
        (call) => strings(bodyOf(call).events_requested).some((type) => !eventTypes.has(type)),
        () => json(400, { description: 'Unknown event type.' }),
      ),
  },
  {
    name: 'create-promises-unknown-event-types',
    breaks: 'SSF-8.1.1-14',
    summary: 'Copies events_requested into events_delivered of a new stream.',
    seams: () =>
      inAnswers(['create-stream'], (configuration) => ({
        ...configuration,
        events_delivered: configuration.events_requested ?? [],
      })),
  },
  {
    name: 'read-promises-unknown-event-types',
    breaks: 'SSF-8.1.1-14',
    summary: 'Copies events_requested into events_delivered when a stream is read.',
    seams: () =>
      inAnswers(['read-stream'], (configuration) => ({
        ...configuration,
        events_delivered: configuration.events_requested ?? [],
      })),
  },
  {
    name: 'create-refuses-what-it-does-not-support',
    breaks: 'SSF-8.1.1-14',
    summary:
      'Does not support every event type of CAEP, and refuses a create request that names another one.',
    seams: () => {
      const isSupported = (type: string) => eventTypes.has(type) && !type.endsWith('/assurance-level-change');
      const shown = shownAs((configuration) => ({
        ...configuration,
        events_supported: strings(configuration.events_supported).filter(isSupported),
        events_delivered: strings(configuration.events_delivered).filter(isSupported),
      }));
      const { before: refuses } = createAnswer(
        (call) => !strings(bodyOf(call).events_requested).every(isSupported),
        () => json(400, { description: 'Unsupported event type.' }),
      );
      return { after: shown.after, before: (call) => refuses(call) ?? shown.before(call) };
    },
  },
  {
    name: 'status-not-ready',
    breaks: 'SSF-8.1.1.1-17',
    summary: 'Answers 404 to the first question about the status of a new stream.',
    seams: () => {
      const asked = new Set<string>();
      return {
        after(reply, call) {
          if (call.operation !== 'read-status' || reply.status !== 200 || call.streamId === null)
            return reply;
          if (asked.has(call.streamId)) return reply;
          asked.add(call.streamId);
          return json(404, { description: 'No such stream.' });
        },
      };
    },
  },
  {
    name: 'create-breaks-on-broken-json',
    breaks: 'SSF-8.1.1.1-12',
    summary: 'Answers 500 to a create request that cannot be parsed.',
    seams: () =>
      createAnswer(
        (call) => call.body === undefined,
        () => empty(500),
      ),
  },
  {
    name: 'create-takes-broken-json',
    breaks: 'SSF-8.1.1.1-12',
    summary: 'Answers 201 to a create request that cannot be parsed.',
    seams: () =>
      createAnswer(
        (call) => call.body === undefined,
        () => asIfCreated(),
      ),
  },
  {
    name: 'create-refused-yet-made',
    breaks: 'SSF-8.1.1.1-12',
    summary: 'Refuses a create request that cannot be parsed, and has a stream more in the list afterwards.',
    seams: () => {
      let ghost: unknown;
      return {
        after(reply, call) {
          if (call.operation === 'create-stream' && call.body === undefined && reply.status === 400) {
            ghost = asIfCreated().body;
          }
          if (call.operation !== 'list-streams' || !Array.isArray(reply.body) || ghost === undefined)
            return reply;
          const body: unknown[] = [...(reply.body as unknown[]), ghost];
          ghost = undefined;
          return { ...reply, body };
        },
      };
    },
  },
  {
    name: 'create-takes-arrays',
    breaks: 'SSF-8.1.1.1-12',
    summary: 'Answers 201 to a create request that is an array.',
    seams: () =>
      createAnswer(
        (call) => Array.isArray(call.body),
        () => asIfCreated(),
      ),
  },
  {
    name: 'create-breaks-on-delivery-string',
    breaks: 'SSF-8.1.1.1-12',
    summary: 'Answers 500 to a create request with a string in delivery.',
    seams: () =>
      createAnswer(
        (call) => typeof bodyOf(call).delivery === 'string',
        () => empty(500),
      ),
  },
  {
    name: 'create-takes-any-method',
    breaks: 'SSF-8.1.1.1-11',
    summary: 'Makes a poll stream of a create request with an unknown delivery method.',
    seams: () => createAnswer(unknownMethod, () => asIfCreated()),
  },
  {
    name: 'create-breaks-on-unknown-method',
    breaks: 'SSF-8.1.1.1-11',
    summary: 'Answers 500 to a create request with an unknown delivery method.',
    seams: () => createAnswer(unknownMethod, () => empty(500)),
  },
  {
    name: 'create-takes-push-without-endpoint',
    breaks: 'SSF-6.1.1-03',
    summary: 'Answers 201 to a create request for push without endpoint_url.',
    seams: () =>
      createAnswer(
        (call) => {
          const { delivery } = bodyOf(call);
          return isObject(delivery) && delivery.method === PUSH && delivery.endpoint_url === undefined;
        },
        () => asIfCreated({ method: PUSH }),
      ),
  },
  {
    name: 'create-takes-aud',
    breaks: 'SSF-8.1.1.1-16',
    summary: 'Takes aud from the create request.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        after(reply, call) {
          memory.note(reply, call);
          const { aud } = bodyOf(call);
          if (call.operation === 'create-stream' && reply.status === 201 && aud !== undefined) {
            inBody(reply, (configuration) => {
              memory.show(String(configuration.stream_id), { aud });
              return configuration;
            });
          }
          return memory.applied(reply);
        },
      };
    },
  },
];
