import { setTimeout as sleep } from 'node:timers/promises';
import { without } from '../seams.ts';
import { bodies, bodyOf, send, withBody } from './seams.ts';
import type { ReceiverVariant } from './variant.ts';

const poll = { form: 'managed', deliveries: ['poll'] } as const;

/** Freedoms of polling (RFC 8936). */
export const pollVariants: readonly ReceiverVariant[] = [
  {
    name: 'short-poller',
    freedom: 'Asks with returnImmediately, and rests between polls (RFC 8936 2.4).',
    ...poll,
    start: () => ({
      seams: {
        async request(call) {
          if (call.operation !== 'poll') return call;
          await sleep(80);
          return withBody(call, { ...bodyOf(call), returnImmediately: true });
        },
      },
    }),
  },
  {
    name: 'one-at-a-time',
    freedom: 'maxEvents is 1: it takes one SET after the other (RFC 8936 2.2).',
    ...poll,
    start: () => ({
      seams: bodies(['poll'], (body) => ({ maxEvents: 1, ...body })),
    }),
  },
  {
    name: 'acknowledges-apart',
    freedom: 'Acknowledges in a request of its own that asks for nothing (RFC 8936 2.4.2).',
    ...poll,
    start: () => ({
      seams: {
        async request(call) {
          const { ack, setErrs, ...rest } = bodyOf(call);
          if (call.operation !== 'poll' || (ack === undefined && setErrs === undefined)) return call;
          const apart = { ack, setErrs, maxEvents: 0, returnImmediately: true };
          const answer = await send(call, 'POST', call.url, apart).catch(() => null);
          // What did not arrive is said once more.
          return answer === null ? call : withBody(call, rest);
        },
      },
    }),
  },
  {
    name: 'acknowledges-later',
    freedom: 'Keeps what it has to say until the poll after the next (RFC 8936 2.4.1 names no time).',
    ...poll,
    start: () => {
      let kept: Record<string, unknown> = {};
      return {
        seams: {
          async request(call) {
            if (call.operation !== 'poll') return call;
            const { ack, setErrs, ...rest } = bodyOf(call);
            // What comes again meanwhile is no reason to hurry.
            await sleep(30);
            const said = kept;
            kept = { ack, setErrs };
            const headers = { ...call.headers, 'content-language': 'en' };
            return withBody({ ...call, headers }, { ...rest, ...said });
          },
        },
      };
    },
  },
  {
    name: 'silent-about-errors',
    freedom: 'Says nothing about SETs that it does not take: setErrs is a MAY (RFC 8936 2.4.4).',
    ...poll,
    start: () => ({
      seams: {
        async request(call) {
          if (call.operation !== 'poll') return call;
          const { setErrs, ...rest } = bodyOf(call);
          // They come again at once.
          if (setErrs !== undefined) await sleep(50);
          const { 'content-language': _, ...headers } = call.headers;
          return withBody({ ...call, headers }, rest);
        },
      },
    }),
  },
  {
    name: 'empty-lists',
    freedom: 'ack and setErrs are always there, empty or not, and so are all other members (RFC 8936 2.2).',
    ...poll,
    start: () => ({
      seams: bodies(['poll'], (body) => ({
        ack: [],
        setErrs: {},
        maxEvents: 100,
        returnImmediately: false,
        ...body,
      })),
    }),
  },
  {
    name: 'acknowledges-twice',
    freedom:
      'What it acknowledged it acknowledges once more, for the first time may not have arrived (RFC 8936 2.4).',
    ...poll,
    start: () => {
      let before: unknown[] = [];
      return {
        seams: bodies(['poll'], (body) => {
          const now = Array.isArray(body.ack) ? (body.ack as unknown[]) : [];
          const ack = [...now, ...before.filter((name) => !now.includes(name))];
          before = now;
          return ack.length === 0 ? body : { ...body, ack };
        }),
      };
    },
  },
  {
    name: 'default-delivery',
    freedom: 'Leaves `delivery` out of its create request: polling is the default (SSF 8.1.1.1).',
    ...poll,
    start: () => ({
      seams: bodies(['create-stream'], without('delivery')),
    }),
  },
  {
    name: 'poll-only',
    freedom: 'Takes SETs by poll only (SSF 6.1).',
    ...poll,
    start: () => ({}),
  },
];
