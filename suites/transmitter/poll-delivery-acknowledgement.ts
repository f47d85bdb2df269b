import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { type Order, orderSet } from './support/order-set.ts';
import {
  acknowledging,
  fetchOne,
  fetchSome,
  fetchTwo,
  isAgain,
  jtiOf,
  type PollAnswer,
  pollFor,
  shortPoll,
} from './support/poll.ts';
import { until } from './support/until.ts';

/** Acknowledgement and redelivery of polled SETs (RFC 8936 2.2, 2.4). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'poll-delivery/acknowledged',
    title: 'An acknowledged SET does not come again.',
    requirements: ['RFC8936-2.2-10'],
    what: 'Fetches two SETs, acknowledges one with maxEvents 0, and polls until the other one comes again, twice at least.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const [set, other] = await fetchSome(t, stream);
      const acknowledged = await shortPoll(t, stream, { ack: acknowledging(set), maxEvents: 0 });
      if (!succeeded(acknowledged.exchange)) {
        return t.notTested(`The acknowledgement was not accepted: ${outcomeOf(acknowledged.exchange)}.`);
      }
      const acknowledgedAt = await t.now();
      let rounds = 0;
      let early: PollAnswer | null = null;
      let late: PollAnswer | null = null;
      // A target that keeps back for a while what it has delivered shows only when that while is over whether it heeds
      // acknowledgements: then the SET that was not acknowledged comes again.
      let isDue = other === null;
      const look = async (): Promise<PollAnswer> => {
        const answer = await shortPoll(t, stream);
        rounds += 1;
        if (other !== null && answer.sets.some(isAgain(other))) isDue = true;
        if (answer.sets.some(isAgain(set))) {
          if ((await t.now()) - acknowledgedAt > t.limits.quiet) late = answer;
          else early = answer;
        }
        return answer;
      };
      const ends = ({ sets }: PollAnswer): boolean =>
        late !== null || (rounds >= 2 && isDue && !sets.some(isAgain(set)));
      await until(t, look, ends, t.limits.redelivery);
      // Assigned inside `look`, which the compiler does not see.
      const repeated = (late ?? early) as PollAnswer | null;
      if (repeated === null) return;
      const again = repeated.sets.find(isAgain(set));
      const finding = {
        expected: `no more of ${jtiOf(set)}`,
        actual: `it is in the answer to a later poll${again !== undefined && jtiOf(again) !== jtiOf(set) ? `, as ${jtiOf(again)}` : ''}`,
        exchange: repeated.exchange,
        set: again,
      };
      if (late !== null) {
        t.violates('RFC8936-2.2-10', {
          message: 'A SET comes again although it was acknowledged.',
          ...finding,
        });
      } else {
        // RFC 8936 2.4 foresees SETs that come again after their acknowledgement; a moment is no matter of principle.
        t.warns('RFC8936-2.2-10', {
          message: 'A SET comes once more just after it was acknowledged, and then no longer.',
          ...finding,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/unacknowledged',
    title: 'A SET that was not acknowledged is delivered again, as the same SET.',
    requirements: ['RFC8936-2.2-14', 'RFC8936-2.3-04'],
    what: 'Fetches a SET without acknowledging it, and polls until it is there again.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const { set, answer } = await fetchOne(t, stream);
      const again = await pollFor(t, stream, isAgain(set), t.limits.redelivery);
      if (again === null) {
        t.violates('RFC8936-2.2-14', {
          message: 'A SET that was never acknowledged is not delivered again: a lost answer loses the event.',
          expected: `${jtiOf(set)} once more within ${t.limits.redelivery / 1_000} s`,
          actual: 'it did not come again',
          hint: 'If the Transmitter waits longer before it delivers again, raise the limit "redelivery".',
          exchange: answer.exchange,
        });
        return;
      }
      t.expect(jtiOf(again.set) === jtiOf(set), 'RFC8936-2.2-14', {
        message: 'The event is delivered again as another SET: its jti has changed.',
        expected: jtiOf(set),
        actual: jtiOf(again.set),
        hint: 'By the jti a Receiver tells a repetition from a new event.',
        set: again.set,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/acknowledge-unknown',
    title: 'Acknowledging a jti that the Transmitter does not know does no harm.',
    requirements: ['RFC8936-2.2-11'],
    what: 'Acknowledges a random jti while a SET waits, and sees that it is still delivered.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const waiting = await orderSet(t, stream);
      const { exchange } = await shortPoll(t, stream, { ack: [`unknown-${t.random()}`], maxEvents: 0 });
      const status = statusOf(exchange);
      if (status === null || status >= 500) {
        t.expectStatus(exchange, [200], 'RFC8936-2.2-11', 'Acknowledging an unknown jti');
        return;
      }
      if (!succeeded(exchange)) {
        t.notes('RFC8936-2.2-11', {
          message:
            'Acknowledging an unknown jti is refused; a Receiver that does not remember well cannot go on.',
          expected: 'status 200',
          actual: outcomeOf(exchange),
          exchange,
        });
      }
      const arrives = async ({ isMet, limitMs }: Order): Promise<boolean> =>
        (await pollFor(t, stream, isMet, limitMs)) !== null;
      if (await arrives(waiting)) return;
      // Was it the acknowledgement? Without one the event has to come. Two of a trigger cannot be told apart, though.
      if (waiting.state === null || !(await arrives(await orderSet(t, stream))))
        return t.notTested('The SET that was ordered does not come.');
      t.violates('RFC8936-2.2-11', {
        message: 'After an unknown jti was acknowledged, another SET that waited is gone.',
        expected: 'the SET that was ordered before',
        actual: 'it does not come; one ordered afterwards does',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/acknowledge-and-poll',
    title: 'One request acknowledges SETs and fetches others.',
    requirements: ['RFC8936-2.4.3-01'],
    what: 'Fetches a SET and orders another one; polls with ack for the first until the second is there.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const { set } = await fetchOne(t, stream);
      const { limitMs } = await orderSet(t, stream);
      const next = (other: typeof set): boolean => !isAgain(set)(other);
      const ends = ({ exchange, sets }: PollAnswer): boolean => !succeeded(exchange) || sets.some(next);
      const gone = ({ sets }: PollAnswer): boolean => !sets.some(isAgain(set));
      const repetitions: PollAnswer[] = [];
      const look = async (): Promise<PollAnswer> => {
        const answer = await shortPoll(t, stream, { ack: acknowledging(set) });
        if (!gone(answer)) repetitions.push(answer);
        return answer;
      };
      const answer = await until(t, look, ends, limitMs);
      if (!ends(answer)) {
        const plain = await shortPoll(t, stream);
        if (!plain.sets.some(next)) return t.notTested('The second SET did not come.');
        t.violates('RFC8936-2.4.3-01', {
          message: 'A poll that acknowledges brings no SETs, though there are some.',
          expected: 'the acknowledgement and the next SETs in one exchange',
          actual: 'the SET comes only to a poll without ack',
          exchange: plain.exchange,
        });
        return;
      }
      if (!succeeded(answer.exchange)) {
        t.expectStatus(answer.exchange, [200], 'RFC8936-2.4.3-01', 'A poll that acknowledges');
        return;
      }
      const repetition = repetitions[0];
      if (repetition === undefined) return;
      const finding = {
        expected: 'only SETs that are not acknowledged',
        actual: repetition.sets.map(jtiOf).join(', '),
        exchange: repetition.exchange,
      };
      if (gone(await until(t, look, gone, t.limits.quiet))) {
        t.warns('RFC8936-2.4.3-01', {
          message:
            'The answer to a poll brings the very SET that the poll acknowledges; a later one no longer.',
          ...finding,
        });
        return;
      }
      if (!gone(await shortPoll(t, stream))) {
        return t.notTested(
          'Acknowledged SETs come again and again; so nothing can be said of this one request.',
        );
      }
      t.violates('RFC8936-2.4.3-01', {
        message: 'The answer to a poll brings the very SET that the poll acknowledges.',
        ...finding,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/set-errors',
    title: 'A poll may report errors beside acknowledgements, and both settle their SETs.',
    requirements: ['RFC8936-2.4.4-02', 'RFC8936-2.2-13'],
    what: 'Fetches two SETs, acknowledges one and reports the other in setErrs, in one request; then polls three times more.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const [good, bad] = await fetchTwo(t, stream);
      const error = { err: 'invalid_request', description: 'Conformance test: this SET is reported.' };
      const exchange = await t.request({
        method: 'POST',
        url: stream.pollUrl ?? '',
        json: {
          ack: acknowledging(good),
          setErrs: Object.fromEntries(acknowledging(bad).map((jti) => [jti, error])),
          maxEvents: 0,
          returnImmediately: true,
        },
        headers: { 'content-language': 'en' },
      });
      if (!succeeded(exchange)) {
        t.expectStatus(exchange, [200], 'RFC8936-2.4.4-02', 'A poll with ack and setErrs');
        return;
      }
      const later = [await shortPoll(t, stream), await shortPoll(t, stream), await shortPoll(t, stream)];
      const gone = ({ sets }: PollAnswer): boolean => !sets.some(isAgain(good));
      // What is acknowledged may come again for a moment (RFC 8936 2.4); poll-delivery/acknowledged speaks of that.
      if (!later.every(gone)) {
        const last = await until(t, () => shortPoll(t, stream), gone, t.limits.quiet);
        if (!gone(last)) {
          // Was it the error report beside it? An acknowledgement alone has to work.
          await shortPoll(t, stream, { ack: acknowledging(good), maxEvents: 0 });
          if (!gone(await until(t, () => shortPoll(t, stream), gone, t.limits.quiet))) {
            return t.notTested('Acknowledged SETs come again, with and without an error report beside them.');
          }
          t.violates('RFC8936-2.4.4-02', {
            message: 'A SET that was acknowledged beside an error report comes again.',
            expected: `no more of ${jtiOf(good)}`,
            actual: 'it is in the answers to later polls; acknowledged alone it is gone',
            exchange: last.exchange,
          });
        }
      }
      t.expect(!later.every(({ sets }) => sets.some(isAgain(bad))), 'RFC8936-2.2-13', {
        message: 'A SET that was reported as invalid comes again with every poll; it will not become valid.',
        expected: `no more of ${jtiOf(bad)}`,
        actual: 'it is in the answers to three later polls',
        exchange: later.at(-1)?.exchange,
      });
    },
  }),
];
