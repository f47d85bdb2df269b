import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { mediaTypeOf, objectIn } from './support/calls.ts';
import { ackOf, handedOutIn, seenPolls } from './support/polls.ts';

// The form of every poll request of the run (RFC 8936 2.1, 2.2); what `setErrs` says is judged by poll-errors/*.

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'poll-requests/post',
    title: 'Polls are HTTP POST requests.',
    requirements: ['RFC8936-2.1-01'],
    what: 'Looks at the method of every poll of the run.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const wrong = (await seenPolls(r)).find(({ request }) => request.method !== 'POST');
      if (wrong === undefined) return;
      r.violates('RFC8936-2.1-01', {
        message: `The Receiver polled with ${wrong.request.method}.`,
        expected: 'POST',
        actual: wrong.request.method,
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'poll-requests/json',
    title: 'The body of a poll is a JSON object, declared as application/json.',
    requirements: ['RFC8936-2.2-01', 'RFC8936-2-01'],
    what: 'Looks at Content-Type and body of every poll of the run; parameters of the media type are tolerated.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const polls = (await seenPolls(r)).filter(({ request }) => request.method === 'POST');
      const undeclared = polls.find((poll) => mediaTypeOf(poll) !== 'application/json');
      if (undeclared !== undefined) {
        r.violates('RFC8936-2.2-01', {
          message: 'A poll is not declared as JSON.',
          expected: 'Content-Type: application/json',
          actual: undeclared.request.headers['content-type'] ?? 'no Content-Type',
          exchange: undeclared,
        });
        return;
      }
      const strange = polls.find((poll) => objectIn(poll) === null);
      if (strange === undefined) return;
      r.violates('RFC8936-2.2-01', {
        message: 'The body of a poll is no JSON object.',
        expected: 'a JSON object, {} if there is nothing to say',
        actual: strange.request.body ?? 'no body',
        exchange: strange,
      });
    },
  }),

  receiverCheck({
    id: 'poll-requests/types',
    title: '`maxEvents` is an integer and `returnImmediately` a boolean.',
    requirements: ['RFC8936-2.2-16'],
    what: 'Looks at these members in every poll of the run that has them.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      for (const poll of await seenPolls(r)) {
        const { maxEvents, returnImmediately } = objectIn(poll) ?? {};
        const counts = maxEvents === undefined || (Number.isInteger(maxEvents) && Number(maxEvents) >= 0);
        const returns = returnImmediately === undefined || typeof returnImmediately === 'boolean';
        if (counts && returns) continue;
        r.violates('RFC8936-2.2-16', {
          message: `A poll has ${counts ? 'returnImmediately' : 'maxEvents'} of a wrong type.`,
          expected: counts ? 'true or false' : 'a whole number from 0',
          actual: counts ? returnImmediately : maxEvents,
          exchange: poll,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'poll-requests/ack',
    title: '`ack` is an array of the names of SETs that were handed out.',
    requirements: ['RFC8936-2.2-09'],
    what: 'Compares the `ack` of every poll of the run with the SETs that the answers before it held.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const handedOut = new Set<string>();
      for (const poll of await seenPolls(r)) {
        const ack = ackOf(poll);
        const named = Array.isArray(ack) ? ack : [];
        if (ack !== undefined && (!Array.isArray(ack) || !ack.every((one) => typeof one === 'string'))) {
          r.violates('RFC8936-2.2-09', {
            message: '`ack` is not an array of strings.',
            expected: 'an array of jti strings',
            actual: ack,
            exchange: poll,
          });
          return;
        }
        const invented = named.filter((one: string) => !handedOut.has(one));
        if (invented.length > 0) {
          r.violates('RFC8936-2.2-09', {
            message: 'The Receiver acknowledged a SET that it never got.',
            expected: 'only the names under which SETs stood in `sets`',
            actual: invented,
            hint: 'The name in `sets` is what counts, and it is the jti of the SET.',
            exchange: poll,
          });
          return;
        }
        for (const name of handedOutIn(poll)) handedOut.add(name);
      }
    },
  }),

  receiverCheck({
    id: 'poll-requests/acknowledge-only',
    title: 'A poll that only acknowledges asks for an immediate answer.',
    requirements: ['RFC8936-2.4.2-01'],
    what: 'Looks at every poll of the run with maxEvents 0: without returnImmediately it is held for nothing.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const held = (await seenPolls(r)).find((poll) => {
        const { maxEvents, returnImmediately } = objectIn(poll) ?? {};
        return maxEvents === 0 && returnImmediately !== true;
      });
      if (held === undefined) return;
      r.violates('RFC8936-2.4.2-01', {
        message: 'A poll asks for no SETs and does not ask for an immediate answer either.',
        expected: 'maxEvents 0 together with returnImmediately true',
        actual: held.json,
        exchange: held,
      });
    },
  }),
];
