import { ScopedTokens } from '../faults/support/tokens.ts';
import type { Operation, Reply, TransmitterSeams } from '../transmitter/seams.ts';
import {
  configurations,
  type Document,
  isDocument,
  onlyMethod,
  POLL,
  PUSH,
  shownAs,
  without,
} from './seams.ts';
import type { Variant } from './variant.ts';

const empty = (status: number): Reply => ({ status, headers: {}, body: undefined });

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Answers 403 to these operations, whatever the request is, once the token was found to reach far enough. */
function forbids(...operations: Operation[]): TransmitterSeams {
  const narrow = new ScopedTokens('ssf.read');
  return {
    token: (reply) => narrow.note(reply),
    before: (call) =>
      call.client !== null && operations.includes(call.operation) && !narrow.has(call)
        ? empty(403)
        : undefined,
  };
}

/** Supports one delivery method and does not say which in its metadata. */
const unlisted = (method: string): TransmitterSeams => ({
  metadata: without('delivery_methods_supported'),
  before: onlyMethod(method),
});

const OWN_TYPES = ['urn:example:secevent:events:logged-in', 'urn:example:secevent:events:logged-out'];

/** A Transmitter with event types of its own, and none of those of CAEP and RISC. */
const ownTypes = (): Required<Pick<TransmitterSeams, 'before' | 'after'>> =>
  shownAs((configuration) => ({
    ...configuration,
    events_supported: OWN_TYPES,
    events_delivered: OWN_TYPES.filter((type) => strings(configuration.events_requested).includes(type)),
  }));

/** How long a change takes to show, ms. */
const LAG = 60;

/** Shows streams and what is changed in them a moment later than the answers say. */
function lagging(statusOfChange: 200 | 202): Required<Pick<TransmitterSeams, 'after'>> {
  const shown = new Map<unknown, { now: Document | null; old: Document | null; until: number }>();
  const isNew = (id: unknown): boolean => {
    const seen = shown.get(id);
    return seen !== undefined && seen.old === null && performance.now() < seen.until;
  };
  const seenNow = (configuration: Document): Document => {
    const seen = shown.get(configuration.stream_id);
    return seen?.old && performance.now() < seen.until ? seen.old : configuration;
  };
  return {
    after(reply, { operation, streamId }) {
      const { body } = reply;
      if (reply.status >= 300) return reply;
      if (['create-stream', 'update-stream', 'replace-stream'].includes(operation) && isDocument(body)) {
        const id = body.stream_id;
        const old = shown.get(id)?.now ?? null;
        const at = performance.now() + (old === null && statusOfChange === 202 ? 0 : LAG);
        shown.set(id, { now: body, old, until: at });
        return statusOfChange === 202 && old !== null ? empty(202) : reply;
      }
      if (operation === 'read-stream' && isDocument(body)) {
        return isNew(streamId) ? empty(404) : { ...reply, body: seenNow(body) };
      }
      if (operation === 'read-status' && isNew(streamId)) return empty(404);
      if (operation === 'list-streams' && Array.isArray(body)) {
        const listed = body.filter(isDocument).filter((one) => !isNew(one.stream_id));
        return { ...reply, body: listed.map(seenNow) };
      }
      return reply;
    },
  };
}

/** Freedoms of stream configurations, of what Receivers may do, and of subjects. */
export const streamVariants: readonly Variant[] = [
  {
    name: 'push-only-unlisted',
    freedom: 'Only push is supported, and the metadata does not say so (SSF 7.1, 8.1.1.1).',
    warns: ['SSF-7.1-08'],
    start: () => ({ seams: unlisted(PUSH) }),
  },
  {
    name: 'poll-only-unlisted',
    freedom: 'Only poll is supported, and the metadata does not say so (SSF 7.1, 8.1.1.1).',
    warns: ['SSF-7.1-08'],
    start: () => ({ seams: unlisted(POLL) }),
  },
  {
    name: 'keeps-less',
    freedom: 'Descriptions are cut after two characters, and unknown event types are dropped (SSF 8.1.1).',
    start: () => ({
      seams: {
        before: ({ body, operation }) => {
          if (!isDocument(body) || !operation.endsWith('-stream')) return undefined;
          const { description, events_requested: requested } = body;
          if (typeof description === 'string') body.description = description.slice(0, 2);
          if (Array.isArray(requested) && requested.every((type) => typeof type === 'string')) {
            body.events_requested = requested.filter((type) => type.includes('schemas.openid.net'));
          }
          return undefined;
        },
      },
    }),
  },
  {
    name: 'other-forms',
    freedom: 'JSON is indented and ends in a line break; lists are in another order each time (SSF 8.1.1).',
    start: () => {
      let count = 0;
      const turned = <T>(list: T[]): T[] => {
        count += 1;
        const at = count % Math.max(1, list.length);
        return [...list.slice(at), ...list.slice(0, at)];
      };
      const shuffled = configurations((configuration) =>
        Object.fromEntries(
          turned(Object.entries(configuration)).map(([name, value]) => [
            name,
            Array.isArray(value) ? turned<unknown>(value) : value,
          ]),
        ),
      );
      return {
        seams: {
          after: (reply) => {
            const { body } = shuffled(reply);
            if (body === undefined || body === null) return reply;
            return {
              ...reply,
              body: `${JSON.stringify(Array.isArray(body) ? turned<unknown>(body) : body, null, 2)}\n`,
            };
          },
        },
      };
    },
  },
  {
    name: 'nulls-for-absent',
    freedom: 'Optional members without a value are null; only warned of.',
    warns: ['SSF-8.1.1-35', 'SSF-8.1.2.1-06'],
    start: () => {
      const absent = { min_verification_interval: null, inactivity_timeout: null, description: null };
      const shown = shownAs((configuration) => ({ ...absent, ...configuration }));
      return {
        seams: {
          before: (call) => {
            if (isDocument(call.body)) {
              for (const [name, value] of Object.entries(call.body))
                if (value === null) delete call.body[name];
            }
            return shown.before(call);
          },
          after: async (reply, call) =>
            isDocument(reply.body) && call.operation.endsWith('-status') && reply.status === 200
              ? { ...reply, body: { reason: null, ...reply.body } }
              : shown.after(reply, call),
        },
      };
    },
  },
  {
    name: 'events-requested-not-given-back',
    freedom: 'events_requested is OPTIONAL in a stream configuration (SSF 8.1.1).',
    start: () => ({ seams: { after: configurations(without('events_requested')) } }),
  },
  {
    name: 'own-event-types',
    freedom: 'All event types are proprietary (SSF 8.1.1).',
    start: () => ({ seams: ownTypes() }),
  },
  {
    name: 'own-event-types-only',
    freedom:
      'A create request that names none of the event types that are supported is answered 400 (SSF 8.1.1).',
    start: () => {
      const { before, after } = ownTypes();
      return {
        seams: {
          after,
          before: (call) => {
            const requested = isDocument(call.body) ? call.body.events_requested : undefined;
            const knowsNone =
              Array.isArray(requested) && !requested.some((type) => OWN_TYPES.includes(String(type)));
            return knowsNone && call.client !== null && call.operation === 'create-stream'
              ? empty(400)
              : before(call);
          },
        },
      };
    },
  },
  {
    name: 'further-event-types',
    freedom: 'events_supported names event types of CAEP 1.1 and of vendors (SSF 8.1.1).',
    start: () => ({
      seams: shownAs((configuration) => ({
        ...configuration,
        events_supported: [
          ...strings(configuration.events_supported),
          'https://schemas.openid.net/secevent/caep/event-type/v1.1/session-revoked',
          'https://schemas.example.com/secevent/event-type/seen',
        ],
      })),
    }),
  },
  {
    name: 'late-to-show',
    freedom: 'What a GET shows lags a moment behind the answers; no MUST says how soon (SSF 8.1.1.2).',
    warns: ['SSF-8.1.1.1-17'],
    start: () => ({ seams: lagging(200) }),
  },
  {
    name: 'late-to-change',
    freedom: 'PATCH and PUT are answered 202 and take effect a moment later (SSF 8.1.1.3, 8.1.1.4).',
    start: () => ({ seams: lagging(202) }),
  },
  {
    name: 'throttled',
    freedom: 'Now and then a request is answered 429, with or without Retry-After (RFC 6585 4).',
    start: () => {
      let count = 0;
      const exempt: readonly Operation[] = ['verify', 'poll', 'metadata', 'jwks'];
      return {
        seams: {
          before: ({ operation, client }) => {
            if (client === null || exempt.includes(operation)) return undefined;
            count += 1;
            if (count % 40 !== 0) return undefined;
            return { ...empty(429), headers: count % 80 === 0 ? { 'retry-after': '0' } : {} };
          },
        },
      };
    },
  },
  {
    name: 'status-for-nobody',
    freedom: 'Policy keeps the status from Receivers: 403 (SSF 8.1.2.1).',
    start: () => ({ seams: forbids('read-status', 'update-status') }),
  },
  {
    name: 'nothing-to-change',
    freedom:
      'Receivers may neither change their streams nor add subjects: 403, whatever the request (SSF 8.1).',
    start: () => ({
      seams: forbids('update-stream', 'replace-stream', 'update-status', 'add-subject', 'remove-subject'),
    }),
  },
  {
    name: 'one-subject-format',
    freedom: 'Subjects of other formats than iss_sub are answered 400; no format is mandatory (SSF 8.1.3.2).',
    start: () => ({
      seams: {
        after: (reply, { body, operation }) => {
          const subject = isDocument(body) ? body.subject : undefined;
          const isOther = isDocument(subject) && subject.format !== 'iss_sub';
          return isOther && reply.status < 300 && operation.endsWith('-subject') ? empty(400) : reply;
        },
      },
    }),
  },
  {
    name: 'same-stream-id',
    freedom: 'The one stream of a Receiver has the same id whenever it is created anew (SSF 8.1.1).',
    start: () => ({ singleStream: true, seams: { quirks: { sameStreamId: true } } }),
  },
];
