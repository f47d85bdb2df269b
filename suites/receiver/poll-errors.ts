import type { JsonObject } from '../harness/probe.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import { REGISTERED_ERROR_CODES } from './support/error-codes.ts';
import { entriesOf, reports } from './support/set-errors.ts';

/** What a polling Receiver says of SETs that it cannot take (RFC 8936 sections 2.2 and 2.6). */
export const checks = [
  receiverCheck({
    id: 'poll-errors/form',
    title: 'setErrs holds an object with err and description for each jti.',
    requirements: ['RFC8936-2.2-12'],
    what: 'Reads setErrs of every poll of the run; offers hostile SETs if there was none. A Receiver that reports nothing is not judged: to report is its choice.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      for (const { call, setErrs } of await reports(r)) {
        const flaw = flawOf(setErrs);
        if (flaw === null) continue;
        return r.violates('RFC8936-2.2-12', {
          message: 'A poll reports errors in another form than the standard has.',
          expected: '{"jti of the SET": {"err": "…", "description": "…"}}',
          actual: `${flaw}: ${JSON.stringify(setErrs)}`,
          exchange: call,
        });
      }
    },
  }),

  receiverCheck({
    id: 'poll-errors/registered-code',
    title: 'Every error code in setErrs is in the IANA registry.',
    requirements: ['RFC8936-2.6-01'],
    what: 'Compares err of every entry in setErrs of the run, with its case, with the registry of Security Event Token Error Codes.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const judged = new Set<string>();
      for (const { call, setErrs } of await reports(r)) {
        for (const { err } of entriesOf(setErrs)) {
          if (typeof err !== 'string' || judged.has(err)) continue;
          judged.add(err);
          r.expect(REGISTERED_ERROR_CODES.has(err), 'RFC8936-2.6-01', {
            message: 'setErrs names an error code that is not registered.',
            expected: [...REGISTERED_ERROR_CODES].join(', '),
            actual: err,
            exchange: call,
          });
        }
      }
      if (judged.size === 0) return r.notTested('No entry in setErrs names an error code.');
    },
  }),

  receiverCheck({
    id: 'poll-errors/content-language',
    title: 'A poll with setErrs names the language of its descriptions.',
    requirements: ['RFC8936-2.6-02'],
    what: 'Looks for Content-Language in every poll of the run that has entries in setErrs.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const seen = await reports(r);
      const without = seen.filter(({ call }) => !call.request.headers['content-language']?.trim());
      r.expect(without.length === 0, 'RFC8936-2.6-02', {
        message: `A poll reports errors without Content-Language (${without.length} of ${seen.length} times).`,
        expected: 'a header such as Content-Language: en',
        actual: 'no header Content-Language',
        exchange: without[0]?.call,
      });
    },
  }),

  receiverCheck({
    id: 'poll-errors/only-for-the-set',
    title: 'setErrs is not used for what happens after validation.',
    requirements: ['RFC8936-2-07'],
    what: 'Offers a valid SET about a user that the Receiver cannot know, in the format of a subject that it takes. It is acknowledged or ignored; access_denied passes too, as a Receiver may look at who may send SETs about whom.',
    delivery: 'poll',
    async run(r) {
      const plain = await r.deliver({});
      if (plain.outcome !== 'accepted') return r.notTested('A plain SET is not acknowledged either.');
      const { outcome, err, exchange, recorded } = await r.deliver({
        subject: nobody(plain.set.subject, r.random()),
      });
      if (outcome === 'unanswered') return r.notTested('The Receiver does not poll.');
      r.expect(outcome !== 'refused' || err === 'access_denied', 'RFC8936-2-07', {
        message: 'A valid SET about an unknown subject is reported as an error.',
        expected: 'its jti in ack',
        actual: `in setErrs, ${err}`,
        hint: 'That a subject is not known shows when the event is worked on; setErrs is for SETs that do not hold.',
        exchange: exchange ?? undefined,
        set: recorded,
      });
    },
  }),
];

/** An unknown user. Not every Receiver has a use for every format (SSF 3.4), so that it is named like a known one. */
function nobody({ format, iss }: JsonObject, id: string): JsonObject {
  if (format === 'email') return { format, email: `nobody-${id}@example.com` };
  if (format === 'iss_sub') return { format, iss, sub: `nobody-${id}` };
  return { format: 'opaque', id: `nobody-${id}` };
}

function flawOf(setErrs: unknown): string | null {
  if (typeof setErrs !== 'object' || setErrs === null || Array.isArray(setErrs)) return 'no object';
  for (const entry of Object.values(setErrs)) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'an entry is no object';
    const { err, description } = entry as Record<string, unknown>;
    if (typeof err !== 'string' || err === '') return 'an entry without the string err';
    if (typeof description !== 'string') return 'an entry without the string description';
  }
  return null;
}
