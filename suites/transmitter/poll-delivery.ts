import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { isObject, mediaType, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { orderSet } from './support/order-set.ts';
import { drain, type PollAnswer, shortPoll } from './support/poll.ts';
import { until } from './support/until.ts';

/** `sets` of an answer has something in it, whatever its form. */
function hasSets({ document }: PollAnswer): boolean {
  const sets = document?.sets;
  return typeof sets === 'object' && sets !== null && Object.keys(sets).length > 0;
}

/** The poll answer (RFC 8936 sections 2 and 2.3): its form, whatever is in it. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'poll-delivery/answer',
    title: 'A poll is answered 200 with a JSON object that has the member sets.',
    requirements: ['RFC8936-2.3-01', 'RFC8936-2-01', 'RFC8936-2.5-03'],
    what: 'Orders a SET, polls until there is something to deliver, and looks at status, Content-Type and body of the answer.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const { limitMs } = await orderSet(t, stream, { insist: true });
      const { exchange, document } = await until(
        t,
        () => shortPoll(t, stream),
        (one) => hasSets(one) || statusOf(one.exchange) !== 200 || one.document === null,
        limitMs,
      );
      if ([401, 403].includes(statusOf(exchange) ?? 0)) {
        // SSF 7.1.1 only recommends that polls are authorized as the management API is; poll-delivery/unauthorized warns.
        return t.notTested(`The Receiver's token does not open the poll endpoint: ${outcomeOf(exchange)}.`);
      }
      if (!t.expectStatus(exchange, [200], 'RFC8936-2.3-01', 'A valid poll')) return;
      t.expect(mediaType(exchange) === 'application/json', 'RFC8936-2-01', {
        message: 'The poll answer is not declared as JSON.',
        expected: 'Content-Type: application/json',
        actual: mediaType(exchange) ?? 'no Content-Type',
        exchange,
      });
      const isJson = t.expect(document !== null, 'RFC8936-2.3-01', {
        message: 'The poll answer is no JSON object.',
        expected: 'a JSON object with the member sets',
        actual: outcomeOf(exchange),
        exchange,
      });
      if (!isJson) return;
      t.expect(document?.sets !== undefined, 'RFC8936-2.5-03', {
        message: 'The poll answer has no member sets.',
        expected: 'sets, with the SET that was ordered',
        actual: `the members ${Object.keys(document ?? {}).join(', ') || '(none)'}`,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/sets',
    title: 'Each member of sets is named by the jti of its SET, and its value is the SET as a string.',
    requirements: ['RFC8936-2.3-02'],
    what: 'Orders a SET, polls until it is there and compares names and values in sets with the SETs.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const { limitMs } = await orderSet(t, stream, { insist: true });
      const answer = await until(t, () => shortPoll(t, stream), hasSets, limitMs);
      if (!hasSets(answer)) return t.notTested('No SET came.');
      const { exchange, document } = answer;
      const members = document?.sets;
      if (!isObject(members)) {
        t.violates('RFC8936-2.3-02', {
          message: 'The member sets is no JSON object.',
          expected: 'an object: jti to SET',
          actual: members,
          exchange,
        });
        return;
      }
      const wrong = Object.entries(members).find(([, value]) => typeof value !== 'string');
      if (wrong !== undefined) {
        t.violates('RFC8936-2.3-02', {
          message: 'A value in sets is not a string.',
          expected: 'the SET as a compact JWT',
          actual: wrong[1],
          hint: 'The SET is not to be unpacked: the Receiver needs the signature.',
          exchange,
        });
        return;
      }
      for (const set of answer.sets) {
        const jti = set.parsed.claims?.jti;
        // A SET that cannot be read, or has no jti, is judged elsewhere.
        if (typeof jti !== 'string') continue;
        t.expect(set.pollKey === jti, 'RFC8936-2.3-02', {
          message: 'The name of a SET in sets is not its jti, so that no Receiver can acknowledge it.',
          expected: jti,
          actual: set.pollKey,
          set,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/empty',
    title: 'With nothing to deliver, sets is an empty object.',
    requirements: ['RFC8936-2.3-03'],
    what: 'Fetches and acknowledges all there is, then polls once more with returnImmediately.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      if (!(await drain(t, stream)))
        return t.notTested('The stream does not run empty, or cannot be polled.');
      const { exchange, document } = await shortPoll(t, stream);
      const status = statusOf(exchange);
      if (status === 204) {
        t.violates('RFC8936-2.3-03', {
          message: 'A poll for which there is nothing to deliver is answered 204 instead of with empty sets.',
          expected: 'status 200, {"sets": {}}',
          actual: 'status 204',
          exchange,
        });
        return;
      }
      if (!succeeded(exchange) || document === null) {
        return t.notTested(`The poll was not answered as it should be: ${outcomeOf(exchange)}.`);
      }
      const sets = document.sets;
      t.expect(isObject(sets), 'RFC8936-2.3-03', {
        message: 'With nothing to deliver, sets is not an empty object.',
        expected: { sets: {} },
        actual: document,
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/more-available',
    title: 'moreAvailable, where it is sent, is a boolean.',
    requirements: ['RFC8936-2.3-08', 'RFC8936-2.3-05'],
    what: 'Polls without and with something to deliver, also with maxEvents 0, and looks at the type of moreAvailable.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const answers = [await shortPoll(t, stream)];
      await orderSet(t, stream);
      answers.push(await shortPoll(t, stream, { maxEvents: 0 }), await shortPoll(t, stream));
      const present = answers.filter(({ document }) => document?.moreAvailable !== undefined);
      if (present.length === 0) return t.notApplicable('moreAvailable is optional, and no answer had it.');
      const wrong = present.find(({ document }) => typeof document?.moreAvailable !== 'boolean');
      t.expect(wrong === undefined, 'RFC8936-2.3-08', {
        message: 'The member moreAvailable is no boolean.',
        expected: 'true or false',
        actual: wrong?.document?.moreAvailable,
        exchange: wrong?.exchange,
      });
    },
  }),
];
