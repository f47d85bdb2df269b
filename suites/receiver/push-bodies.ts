import type { Exchange } from '../harness/exchange.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import { expectGoodAfter, isTaken, pushGood, shownAnswer, takesGoodSets } from './support/push.ts';

const MB = 1_000_000;

/**
 * Bodies of a push that are long, slow or chunked (RFC 9112). No standard obliges a size or a patience: what is judged
 * is that a valid SET is acknowledged, where nothing lets the server refuse its transport.
 */
export const checks = [
  receiverCheck({
    id: 'push-bodies/long',
    title: 'A very long push leaves the Receiver in order.',
    requirements: ['RFC8935-2.2-01', 'RFC8935-2.3-01'],
    what: 'Pushes SETs followed by 1 MB and by 20 MB of blanks. They may be refused, accepted or cut off; the next good SET is accepted.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      for (const megabytes of [1, 20]) {
        const exchange = await pushGood(r, { padding: megabytes * MB });
        // A server may close the connection instead of reading all (RFC 9110 15.5.14); to leave it open is unkind.
        r.expect(!hangs(exchange), 'RFC8935-2.3-01', {
          message: `A push of ${megabytes} MB gets no answer in time.`,
          expected: 'an answer, such as status 413, or the end of the connection',
          actual: shownAnswer(exchange),
          exchange,
        });
        await expectGoodAfter(r, 'RFC8935-2.2-01', `a push of ${megabytes} MB`);
      }
    },
  }),

  receiverCheck({
    id: 'push-bodies/slow',
    title: 'A SET whose body comes slowly is accepted.',
    requirements: ['RFC8935-2.2-01'],
    what: 'Spreads the body of a good SET over half a second. A server that will not wait says 408 or closes the connection: that is only noted.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      const exchange = await pushGood(r, { slowMs: 500 });
      judgeTransport(r, exchange, {
        what: 'A good SET whose body takes half a second',
        // RFC 9110 15.5.9, RFC 9112 9.5: how long a server waits is its own affair.
        isFree: exchange.response?.status === 408 || (exchange.response === null && !hangs(exchange)),
      });
    },
  }),

  receiverCheck({
    id: 'push-bodies/chunked',
    title: 'A SET in a chunked body is accepted.',
    requirements: ['RFC8935-2.2-01'],
    what: 'Pushes a good SET with Transfer-Encoding: chunked, which every recipient of HTTP/1.1 must be able to decode (RFC 9112 section 7.1). A server may insist on a length with 411: that is only noted.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      const exchange = await pushGood(r, { chunked: true });
      judgeTransport(r, exchange, {
        what: 'A good SET in a chunked body',
        // RFC 9112 6.3: content without Content-Length may be refused with 411.
        isFree: exchange.response?.status === 411,
      });
    },
  }),
];

function judgeTransport(
  r: Parameters<typeof takesGoodSets<'RFC8935-2.2-01'>>[0],
  exchange: Exchange,
  { what, isFree }: { what: string; isFree: boolean },
): void {
  // That it is exactly 202 is a matter of push-requests/good-set.
  if (isTaken(exchange)) return;
  const finding = {
    message: `${what} is not accepted.`,
    expected: 'status 202',
    actual: shownAnswer(exchange),
    exchange,
  };
  if (isFree) r.notes('RFC8935-2.2-01', finding);
  else r.violates('RFC8935-2.2-01', finding);
}

/** The connection stands open, but no answer comes. */
function hangs({ error }: Exchange): boolean {
  return error?.kind === 'timeout';
}
