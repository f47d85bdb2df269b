import type { Fault } from './fault.ts';
import { empty, isObject, type Members, members, requests } from './support/edits.ts';

const setsOf = (body: unknown): Members => (isObject(body) && isObject(body.sets) ? body.sets : {});
const acksOf = (body: unknown): unknown[] => (isObject(body) && Array.isArray(body.ack) ? body.ack : []);

/** How long a SET is kept back before it is delivered again, ms. */
const REST = 400;

/** Faults in what a poll brings, when, and what settles it (RFC 8936 2.2 to 2.5). */
export const faults: readonly Fault[] = [
  {
    name: 'poll-max-events-ignored',
    breaks: 'RFC8936-2.2-03',
    summary: 'maxEvents is not looked at unless it is 0.',
    seams: () =>
      requests('poll', (body) => {
        if (typeof body.maxEvents === 'number' && body.maxEvents > 0) delete body.maxEvents;
      }),
  },
  {
    name: 'poll-more-available-never',
    breaks: 'RFC8936-2.2-03',
    summary: 'moreAvailable is false although there are more SETs.',
    seams: () => members('poll', (body) => ({ ...body, moreAvailable: false })),
  },
  {
    name: 'poll-returns-late',
    breaks: 'RFC8936-2.2-08',
    summary: 'Polls are held although they have returnImmediately.',
    seams: () => ({ quirks: { alwaysLongPoll: true } }),
  },
  {
    name: 'poll-never-held',
    breaks: 'RFC8936-2.5-02',
    summary: 'Polls are answered at once although there is nothing.',
    seams: () => ({ quirks: { noLongPoll: true } }),
  },
  {
    name: 'poll-default-refused',
    breaks: 'RFC8936-2.4.1-01',
    summary: 'A poll of {} is refused.',
    seams: () => ({
      before: (call) =>
        call.operation === 'poll' && isObject(call.body) && Object.keys(call.body).length === 0
          ? empty(400)
          : undefined,
    }),
  },
  {
    name: 'poll-ack-ignored',
    breaks: 'RFC8936-2.2-10',
    summary: 'Acknowledged SETs come again.',
    seams: () => ({ quirks: { ackIgnored: true } }),
  },
  {
    name: 'poll-ack-ignored-at-rest',
    breaks: 'RFC8936-2.2-10',
    summary: 'Acknowledged SETs come again, like all others, but only after a while.',
    seams() {
      const delivered = new Map<string, number>();
      const isDue = (jti: string): boolean => {
        const due = (delivered.get(jti) ?? Number.NEGATIVE_INFINITY) + REST <= performance.now();
        if (due) delivered.set(jti, performance.now());
        return due;
      };
      return {
        ...members('poll', (body) => ({
          ...body,
          sets: Object.fromEntries(Object.entries(setsOf(body)).filter(([jti]) => isDue(jti))),
        })),
        quirks: { ackIgnored: true },
      };
    },
  },
  {
    name: 'poll-delivers-once',
    breaks: 'RFC8936-2.2-14',
    summary: 'A SET is gone once it was delivered, acknowledged or not.',
    seams: () => ({ quirks: { dropOnDelivery: true } }),
  },
  {
    name: 'poll-new-jti-each-time',
    breaks: 'RFC8936-2.2-14',
    summary: 'An unacknowledged event comes again with another jti.',
    seams: () => ({ quirks: { freshJtiOnRedelivery: 'poll' } }),
  },
  {
    name: 'poll-unknown-ack-500',
    breaks: 'RFC8936-2.2-11',
    summary: 'An acknowledgement of an unknown jti is answered 500.',
    seams() {
      const known = new Set<unknown>();
      return {
        claims(claims) {
          known.add(claims.jti);
          return claims;
        },
        before: (call) =>
          call.operation === 'poll' && acksOf(call.body).some((jti) => !known.has(jti))
            ? empty(500)
            : undefined,
      };
    },
  },
  {
    name: 'poll-unknown-ack-clears',
    breaks: 'RFC8936-2.2-11',
    summary: 'An acknowledgement of an unknown jti removes all SETs that wait.',
    seams() {
      const known = new Set<unknown>();
      return {
        ...requests('poll', (body) => {
          if (acksOf(body).some((jti) => !known.has(jti))) body.ack = [...known];
        }),
        claims(claims) {
          known.add(claims.jti);
          return claims;
        },
      };
    },
  },
  {
    name: 'poll-set-errs-ignored',
    breaks: 'RFC8936-2.2-13',
    summary: 'SETs that were reported in setErrs come again with every poll.',
    seams: () =>
      requests('poll', (body) => {
        delete body.setErrs;
      }),
  },
  {
    name: 'poll-set-errs-beside-ack-refused',
    breaks: 'RFC8936-2.4.4-02',
    summary: 'A poll with both ack and setErrs is refused.',
    seams: () => ({
      before: (call) =>
        call.operation === 'poll' && isObject(call.body) && 'setErrs' in call.body && 'ack' in call.body
          ? empty(400)
          : undefined,
    }),
  },
  {
    name: 'poll-set-errs-hide-ack',
    breaks: 'RFC8936-2.4.4-02',
    summary: 'ack is not looked at in a poll that has setErrs.',
    seams: () =>
      requests('poll', (body) => {
        if ('setErrs' in body) delete body.ack;
      }),
  },
  {
    name: 'poll-ack-brings-nothing',
    breaks: 'RFC8936-2.4.3-01',
    summary: 'A poll that acknowledges brings no SETs.',
    seams: () =>
      members('poll', (body, call) => (acksOf(call.body).length > 0 ? { ...body, sets: {} } : body)),
  },
  {
    name: 'poll-ack-after-answer',
    breaks: 'RFC8936-2.4.3-01',
    summary:
      'Acknowledgements are carried out only after the answer was made, which brings the SETs once more.',
    seams() {
      const delivered: Members = {};
      return members('poll', (body, call) => {
        Object.assign(delivered, setsOf(body));
        const late = acksOf(call.body).filter((jti) => typeof jti === 'string' && jti in delivered);
        if (isObject(call.body) && call.body.maxEvents === 0) return body;
        return {
          ...body,
          sets: { ...setsOf(body), ...Object.fromEntries(late.map((jti) => [jti, delivered[String(jti)]])) },
        };
      });
    },
  },
  {
    name: 'poll-max-events-zero-is-all',
    breaks: 'RFC8936-2.4.2-02',
    summary: 'maxEvents 0 is taken as no limit.',
    seams: () =>
      requests('poll', (body) => {
        if (body.maxEvents === 0) delete body.maxEvents;
      }),
  },
];
