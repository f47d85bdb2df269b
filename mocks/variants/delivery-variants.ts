import type { Operation, Reply } from '../transmitter/seams.ts';
import type { Variant } from './variant.ts';

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStatus = (value: unknown): boolean => ['enabled', 'paused', 'disabled'].includes(String(value));

const empty = (status: number): Reply => ({ status, headers: {}, body: undefined });

/** Answers successes of some operations with another status and no body. */
const declines = (status: number, ...operations: Operation[]) => ({
  after: (reply: Reply, { operation }: { operation: Operation }): Reply =>
    operations.includes(operation) && reply.status >= 200 && reply.status < 300 ? empty(status) : reply,
});

/** How long a polled SET is kept back before it is delivered again, ms. */
const REST = 400;

/** Freedoms of status, subjects and delivery. */
export const deliveryVariants: readonly Variant[] = [
  {
    name: 'polled-sets-rest',
    freedom: 'A SET that was polled is delivered again only after a while (RFC 8936 2.4).',
    start: () => {
      const deliveredAt = new Map<string, number>();
      const isDue = (jti: string): boolean => {
        const due = (deliveredAt.get(jti) ?? Number.NEGATIVE_INFINITY) + REST <= performance.now();
        if (due) deliveredAt.set(jti, performance.now());
        return due;
      };
      return {
        seams: {
          after: (reply, { operation }) => {
            if (operation !== 'poll' || !isObject(reply.body) || !isObject(reply.body.sets)) return reply;
            const due = Object.entries(reply.body.sets).filter(([jti]) => isDue(jti));
            return { ...reply, body: { sets: Object.fromEntries(due) } };
          },
        },
      };
    },
  },
  {
    name: 'more-available-when-true',
    freedom: 'moreAvailable is left out where it would be false (RFC 8936 2.3).',
    start: () => ({
      seams: {
        after: (reply, { operation }) =>
          operation === 'poll' && isObject(reply.body) && reply.body.moreAvailable === false
            ? { ...reply, body: { sets: reply.body.sets } }
            : reply,
      },
    }),
  },
  {
    name: 'poll-hidden',
    freedom: 'A poll without right credentials is answered 404, as if there were nothing (RFC 8936 2.5.1).',
    start: () => ({
      seams: {
        after: (reply, { operation }) => (operation === 'poll' && reply.status === 401 ? empty(404) : reply),
      },
    }),
  },
  {
    name: 'status-not-for-receivers',
    freedom: 'Receivers may not change the status of a stream: 403 (SSF 8.1.2.2).',
    start: () => ({
      seams: {
        before: ({ operation, body }) => {
          // So that nothing changes; what is invalid, or names no stream, is still answered as such.
          if (operation === 'update-status' && isObject(body) && isStatus(body.status))
            body.status = 'enabled';
          return undefined;
        },
        after: (reply, { operation }) =>
          operation === 'update-status' && reply.status === 200 ? empty(403) : reply,
      },
    }),
  },
  {
    name: 'subjects-not-recognized',
    freedom: 'Subjects that the Transmitter does not know are answered 404 (SSF 8.1.3.2, 8.1.3.3).',
    start: () => ({ seams: declines(404, 'add-subject', 'remove-subject') }),
  },
  {
    name: 'removal-of-itself-refused',
    freedom: 'The subject that names the stream cannot be removed: 403 (SSF 8.1.3.3, 8.1.4.1).',
    start: () => ({
      seams: {
        after: (reply, { operation, body, streamId }) => {
          const subject = isObject(body) ? body.subject : undefined;
          return operation === 'remove-subject' && isObject(subject) && subject.id === streamId
            ? empty(403)
            : reply;
        },
      },
    }),
  },
];
