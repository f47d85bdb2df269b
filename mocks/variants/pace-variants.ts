import { Agent, request } from 'undici';
import { empty } from '../transmitter/reply.ts';
import { isDocument } from './seams.ts';
import type { Variant } from './variant.ts';

/** Every so many-th poll, and verification request, is throttled. */
const THROTTLED = 9;
/** How long it takes until an acknowledgement, or a deletion, has taken effect, ms. */
const SETTLING = 60;
const FREEING = 150;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks at a push endpoint without sending it anything, whatever its certificate; tells nobody what came of it. */
async function lookAt(url: string, method: 'GET' | 'HEAD' | 'OPTIONS', agent: Agent): Promise<void> {
  const answer = await request(url, { method, dispatcher: agent }).catch(() => null);
  await answer?.body.dump();
}

/** Freedoms of pace: how soon, how often and in what order things are done. */
export const paceVariants: readonly Variant[] = [
  {
    name: 'throttled-deliveries',
    freedom: 'Now and then a poll or a verification request is answered 429 (RFC 6585 4, SSF 8.1.4.2).',
    start: () => {
      let count = 0;
      return {
        seams: {
          before: ({ operation, client }) => {
            if (client === null || !['verify', 'poll'].includes(operation)) return undefined;
            count += 1;
            if (count % THROTTLED !== 0) return undefined;
            return { ...empty(429), headers: count % 2 === 0 ? { 'retry-after': '0' } : {} };
          },
        },
      };
    },
  },
  {
    name: 'short-long-polls',
    freedom:
      'Long polls have a time-out that is shorter than others have; it is for both sides to agree on (RFC 8936 2.2).',
    warns: ['RFC8936-2.5-02'],
    start: () => ({ longPollMs: 220 }),
  },
  {
    name: 'unhurried-polls',
    freedom: 'Polls are answered after a moment, those that want their answer at once too (RFC 8936 2.2).',
    start: () => ({
      seams: {
        after: async (reply, { operation }) => {
          if (operation === 'poll') await pause(60);
          return reply;
        },
      },
    }),
  },
  {
    name: 'acknowledges-late',
    freedom:
      'Acknowledgements take effect a moment later; SETs may come again even after them (RFC 8936 2.4).',
    warns: ['RFC8936-2.2-10', 'RFC8936-2.4.3-01'],
    start: () => {
      let given: { jti: unknown; at: number }[] = [];
      return {
        seams: {
          before: ({ operation, body }) => {
            if (operation !== 'poll' || !isDocument(body)) return undefined;
            const now = performance.now();
            const due = given.filter(({ at }) => at + SETTLING <= now);
            given = given.filter(({ at }) => at + SETTLING > now);
            // What is no list of strings is refused by the reference, not remembered.
            const { ack } = body;
            if (ack !== undefined && !Array.isArray(ack)) return undefined;
            for (const jti of (ack ?? []) as unknown[]) given.push({ jti, at: now });
            body.ack = due.map(({ jti }) => jti);
            return undefined;
          },
        },
      };
    },
  },
  {
    name: 'deletes-late',
    freedom:
      'One stream per Receiver, and a new one only a moment after the last was deleted (SSF 8.1.1.1, 8.1.1.5).',
    start: () => {
      const deletedAt = new Map<string | null, number>();
      return {
        singleStream: true,
        seams: {
          before: ({ operation, client }) => {
            const since = performance.now() - (deletedAt.get(client) ?? Number.NEGATIVE_INFINITY);
            return operation === 'create-stream' && client !== null && since < FREEING
              ? empty(409)
              : undefined;
          },
          after: (reply, { operation, client }) => {
            if (operation === 'delete-stream' && reply.status === 204)
              deletedAt.set(client, performance.now());
            return reply;
          },
        },
      };
    },
  },
  {
    name: 'looks-before-it-pushes',
    freedom:
      'A push endpoint is looked at when it is registered; nothing is pushed by that (RFC 8935 2.1 is about SETs).',
    start: () => {
      const agent = new Agent({ connect: { rejectUnauthorized: false }, keepAliveTimeout: 10 });
      return {
        seams: {
          after: async (reply, { operation, body }) => {
            const delivery = isDocument(body) ? body.delivery : undefined;
            const url = isDocument(delivery) ? delivery.endpoint_url : undefined;
            if (operation === 'create-stream' && reply.status === 201 && typeof url === 'string') {
              for (const method of ['HEAD', 'GET', 'OPTIONS'] as const) await lookAt(url, method, agent);
            }
            return reply;
          },
        },
      };
    },
  },
];
