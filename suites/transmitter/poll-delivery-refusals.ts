import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { parseChallenges } from './support/challenge.ts';
import { shortPoll } from './support/poll.ts';

/** Polls that are not valid. The array comes last: who takes it as a poll without members may hold the answer. */
const WRONG_TYPES: readonly { what: string; body: unknown }[] = [
  { what: 'ack as a string', body: { returnImmediately: true, ack: 'some-jti' } },
  { what: 'maxEvents as a string', body: { returnImmediately: true, maxEvents: 'all' } },
  { what: 'a negative maxEvents', body: { returnImmediately: true, maxEvents: -1 } },
  { what: 'an array as the body', body: [] },
];

/** Polls that have to be refused (RFC 8936 2.5.1), and who may poll at all (section 3, SSF 7.1.1). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'poll-delivery/unauthorized',
    title: 'Only an authorized Receiver can poll; others get 401, which says how to authorize.',
    requirements: ['SSF-7.1.1-01', 'RFC8936-3-02', 'RFC8936-2.5.1-01'],
    what: 'Polls with the token of the management API, without any token, and with a token that was never issued.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const own = await shortPoll(t, stream);
      const status = statusOf(own.exchange);
      t.expect(status !== 401 && status !== 403, 'SSF-7.1.1-01', {
        message: 'The poll endpoint does not take the token with which the stream was created.',
        expected: 'the authorization schemes of the management API',
        actual: outcomeOf(own.exchange),
        exchange: own.exchange,
      });
      for (const as of ['nobody', 'stranger'] as const) {
        const who = as === 'nobody' ? 'without a token' : 'with a token that was never issued';
        const { exchange } = await t.poll(stream, { returnImmediately: true }, { as });
        const refused = statusOf(exchange);
        if (succeeded(exchange)) {
          t.violates('SSF-7.1.1-01', {
            message: `A poll ${who} is answered: whoever knows the URL gets the SETs.`,
            expected: 'status 401',
            actual: outcomeOf(exchange),
            hint: 'Protect the poll endpoint as the management API is protected.',
            exchange,
          });
          return;
        }
        // RFC 8936 2.5.1 leaves 400 open where a finer code would tell too much; 404 tells least of all.
        if (refused === 400 || refused === 404) continue;
        if (!t.expectStatus(exchange, [401], 'RFC8936-2.5.1-01', `A poll ${who}`)) return;
        const header = exchange.response?.headers['www-authenticate'];
        const named = t.expect(parseChallenges(header).length > 0, 'RFC8936-3-02', {
          message: `The 401 to a poll ${who} does not name an authentication scheme.`,
          expected: 'WWW-Authenticate with a scheme, such as Bearer',
          actual: header === undefined ? 'no WWW-Authenticate' : `WWW-Authenticate: ${header}`,
          exchange,
        });
        if (!named) return;
      }
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/broken-json',
    title: 'A poll that is broken JSON is answered 400.',
    requirements: ['RFC8936-2.5.1-03'],
    what: 'Sends a poll request whose body no JSON parser takes; a finer 4xx passes.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      const raw = { text: '{"returnImmediately": true, "ack": [' };
      const { exchange } = await t.poll(stream, {}, { raw, timeoutMs: t.limits.request });
      t.expectStatus(exchange, '4xx', 'RFC8936-2.5.1-03', 'A poll that is broken JSON');
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/wrong-types',
    title: 'A poll with members of the wrong type is refused.',
    requirements: ['RFC8936-2.2-15'],
    what: 'Sends polls with ack as a string, maxEvents as a string and negative, and an array as the body.',
    delivery: 'poll',
    async run(t) {
      const stream = await t.stream();
      for (const { what, body } of WRONG_TYPES) {
        const raw = { text: JSON.stringify(body) };
        const { exchange } = await t.poll(stream, {}, { raw, timeoutMs: t.limits.request });
        t.expectStatus(exchange, '4xx', 'RFC8936-2.2-15', `A poll with ${what}`);
      }
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/other-methods',
    title: 'Other methods than POST are refused at the poll URL.',
    requirements: ['RFC8936-2.1-03'],
    what: 'Sends a GET to the poll URL; any 4xx will do.',
    delivery: 'poll',
    async run(t) {
      const { pollUrl } = await t.stream();
      if (pollUrl === null) return t.notTested('The Transmitter gave no poll URL.');
      const exchange = await t.request({ method: 'GET', url: pollUrl });
      t.expectStatus(exchange, '4xx', 'RFC8936-2.1-03', 'A GET on the poll URL');
    },
  }),
];
