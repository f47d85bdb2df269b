import { POLL, PUSH } from '../vocabulary/delivery-methods.ts';
import { isObject } from '../vocabulary/is-object.ts';
import type { Fault } from './fault.ts';
import {
  type Configuration,
  inAnswers,
  inBody,
  showing,
  strings,
  withMembers,
} from './support/configurations.ts';
import { StreamMemory } from './support/stream-memory.ts';

const inList = ['list-streams'] as const;

/** Members of `delivery` of streams with one method, changed in the list. */
function deliveryInList(method: string, members: Configuration) {
  return inAnswers(inList, (configuration) => {
    const { delivery } = configuration;
    if (!isObject(delivery) || delivery.method !== method) return configuration;
    return { ...configuration, delivery: { ...delivery, ...members } };
  });
}

/** Faults in the members of stream configurations (SSF 6.1 and 8.1.1). */
export const faults: readonly Fault[] = [
  {
    name: 'stream-id-missing-in-list',
    breaks: 'SSF-8.1.1-01',
    summary: 'Leaves stream_id out of the configurations in the list.',
    seams: () => withMembers(inList, { stream_id: undefined }),
  },
  {
    name: 'stream-id-with-reserved-characters',
    breaks: 'SSF-8.1.1-03',
    summary: 'Gives streams ids with colons, which are reserved in URLs.',
    seams: () => ({ quirks: { reservedCharactersInStreamId: true } }),
  },
  {
    name: 'stream-id-shared-by-receivers',
    breaks: 'SSF-8.1.1-02',
    summary: "Gives a Receiver the id of another Receiver's stream, which still exists.",
    seams: () => {
      const memory = new StreamMemory();
      let first: string | null = null;
      return {
        after(reply, call) {
          memory.note(reply, call);
          first ??= call.client;
          const foreign = memory.of(first)[0];
          if (call.operation !== 'create-stream' || call.client === first || foreign === undefined)
            return reply;
          return inBody(reply, (configuration) => ({ ...configuration, stream_id: foreign.id }));
        },
      };
    },
  },
  {
    name: 'configuration-without-iss',
    breaks: 'SSF-8.1.1-05',
    summary: 'Leaves iss out of the configurations in the list.',
    seams: () => withMembers(inList, { iss: undefined }),
  },
  {
    name: 'configuration-iss-with-query',
    breaks: 'SSF-8.1.1-05',
    summary: 'Puts a query behind iss in the configurations in the list.',
    seams: () =>
      inAnswers(inList, (configuration) => ({ ...configuration, iss: `${String(configuration.iss)}?v=1` })),
  },
  {
    name: 'configuration-iss-of-another',
    breaks: 'SSF-8.1.1-06',
    summary: 'Names another issuer in the configurations in the list.',
    seams: () => withMembers(inList, { iss: 'https://other-issuer.example.com' }),
  },
  {
    name: 'configuration-iss-with-slash',
    breaks: 'SSF-8.1.1-06',
    summary: 'Puts a slash behind iss in the configurations in the list.',
    seams: () =>
      inAnswers(inList, (configuration) => ({ ...configuration, iss: `${String(configuration.iss)}/` })),
  },
  {
    name: 'configuration-without-aud',
    breaks: 'SSF-8.1.1-07',
    summary: 'Leaves aud out of the configurations in the list.',
    seams: () => withMembers(inList, { aud: undefined }),
  },
  {
    name: 'configuration-aud-empty',
    breaks: 'SSF-8.1.1-07',
    summary: 'Has an empty array in aud in the configurations in the list.',
    seams: () => withMembers(inList, { aud: [] }),
  },
  {
    name: 'configuration-without-events-delivered',
    breaks: 'SSF-8.1.1-17',
    summary: 'Leaves events_delivered out of the configurations in the list.',
    seams: () => withMembers(inList, { events_delivered: undefined }),
  },
  {
    name: 'configuration-events-delivered-object',
    breaks: 'SSF-8.1.1-17',
    summary: 'Has an object in events_delivered in the configurations in the list.',
    seams: () =>
      inAnswers(inList, (configuration) => ({
        ...configuration,
        events_delivered: Object.fromEntries(
          strings(configuration.events_delivered).map((type) => [type, {}]),
        ),
      })),
  },
  {
    name: 'events-delivered-not-requested',
    breaks: 'SSF-8.1.1-19',
    summary: 'Says of a new stream that it delivers everything that is supported, whatever was requested.',
    seams: () => {
      const updated = new Set<unknown>();
      return inAnswers(showing, (configuration, { operation }) => {
        if (operation === 'update-stream' || operation === 'replace-stream')
          updated.add(configuration.stream_id);
        if (updated.has(configuration.stream_id)) return configuration;
        return { ...configuration, events_delivered: configuration.events_supported };
      });
    },
  },
  {
    name: 'events-delivered-not-supported',
    breaks: 'SSF-8.1.1-19',
    summary: 'Leaves event types that it delivers out of events_supported, in the list.',
    seams: () =>
      inAnswers(inList, (configuration) => ({
        ...configuration,
        events_supported: strings(configuration.events_supported).slice(-1),
      })),
  },
  {
    name: 'configuration-without-delivery',
    breaks: 'SSF-8.1.1-22',
    summary: 'Leaves delivery out of the configurations in the list.',
    seams: () => withMembers(inList, { delivery: undefined }),
  },
  {
    name: 'delivery-without-method',
    breaks: 'SSF-6.1-01',
    summary: 'Leaves method out of delivery in the list.',
    seams: () => deliveryInList(POLL, { method: undefined }),
  },
  {
    name: 'push-named-as-in-drafts',
    breaks: 'SSF-6.1.1-01',
    summary: 'Names push in the list by the URI of an early draft.',
    seams: () =>
      deliveryInList(PUSH, { method: 'https://schemas.openid.net/secevent/risc/delivery-method/push' }),
  },
  {
    name: 'poll-named-shortly',
    breaks: 'SSF-6.1.2-01',
    summary: 'Names poll in the list "poll", not by its URN.',
    seams: () => deliveryInList(POLL, { method: 'poll' }),
  },
  {
    name: 'push-endpoint-rewritten',
    breaks: 'SSF-6.1.1-02',
    summary: 'Shows push streams in the list with another endpoint_url than the Receiver gave.',
    seams: () => deliveryInList(PUSH, { endpoint_url: 'https://receiver.example.com/events' }),
  },
  {
    name: 'poll-endpoint-missing',
    breaks: 'SSF-6.1.2-02',
    summary: 'Shows poll streams in the list without endpoint_url.',
    seams: () => deliveryInList(POLL, { endpoint_url: undefined }),
  },
  {
    name: 'poll-endpoint-relative',
    breaks: 'SSF-6.1.2-02',
    summary: 'Shows poll streams in the list with a path in endpoint_url.',
    seams: () => deliveryInList(POLL, { endpoint_url: '/poll' }),
  },
  {
    name: 'poll-endpoint-shared-by-streams',
    breaks: 'SSF-6.1.2-04',
    summary: 'Gives all poll streams of a Receiver the same endpoint_url.',
    seams: () => {
      const memory = new StreamMemory();
      return {
        after(reply, call) {
          memory.note(reply, call);
          const first = memory.of(call.client).find(({ configuration }) => isPoll(configuration));
          if (first === undefined) return reply;
          return inBody(reply, (configuration) =>
            isPoll(configuration)
              ? { ...configuration, delivery: first.configuration.delivery }
              : configuration,
          );
        },
      };
    },
  },
  ...(
    [
      ['events-supported-string', { events_supported: 'all' }, 'events_supported as a string'],
      [
        'events-requested-no-uris',
        { events_requested: ['session revoked'] },
        'names instead of URIs in events_requested',
      ],
      ['description-object', { description: { en: 'a stream' } }, 'description as an object'],
      [
        'min-verification-interval-string',
        { min_verification_interval: '60' },
        'min_verification_interval as a string',
      ],
      [
        'inactivity-timeout-fraction',
        { inactivity_timeout: 0.5 },
        'a fraction of a second in inactivity_timeout',
      ],
      ['inactivity-timeout-null', { inactivity_timeout: null }, 'null in inactivity_timeout'],
    ] as const
  ).map(([name, members, what]) => ({
    name: `configuration-${name}`,
    breaks: 'SSF-8.1.1-35',
    summary: `Has ${what} in the configurations in the list.`,
    seams: () => withMembers(inList, members),
  })),
  ...(
    [
      ['CAEP-3-01', 'caep', 'session-revokd'],
      ['RISC-2-01', 'risc', 'account-deleted'],
      ['SSF-8.1.4.1-01', 'ssf', 'verify'],
    ] as const
  ).map(([breaks, document, type]) => ({
    name: `configuration-unknown-${document}-event-type`,
    breaks,
    summary: `Names in the list an event type ${type} under the base of ${document.toUpperCase()}, which defines no such type.`,
    seams: () =>
      inAnswers(inList, (configuration) => ({
        ...configuration,
        events_supported: [
          ...strings(configuration.events_supported),
          `https://schemas.openid.net/secevent/${document}/event-type/${type}`,
        ],
      })),
  })),
  {
    name: 'configuration-as-text',
    breaks: 'SSF-8.1.1-33',
    summary: 'Declares the list of streams as plain text.',
    seams: () => ({
      after: (reply, call) =>
        call.operation === 'list-streams'
          ? { ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } }
          : reply,
    }),
  },
];

function isPoll(configuration: Configuration): boolean {
  return isObject(configuration.delivery) && configuration.delivery.method === POLL;
}
