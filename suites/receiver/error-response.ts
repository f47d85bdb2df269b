import { receiverCheck } from '../harness/receiver/check.ts';
import { REGISTERED_ERROR_CODES } from './support/error-codes.ts';
import { shownAnswer } from './support/push.ts';
import {
  badRequests,
  expectDiscerning,
  hostilePushes,
  NOT_ABOUT_THE_SET,
  oncePer,
} from './support/refusals.ts';

/** So many answers of 503, each of them repeated for a while, are no outages: they are what the SETs are answered. */
const OUTAGES = 5;
/** Requests that we did not send, or broke off. */
const NOT_THEIRS: ReadonlySet<string> = new Set(['given-up', 'aborted', 'no-token']);

/** The error response to a pushed SET (RFC 8935 section 2.3), judged at every refusal of the run. */
export const checks = [
  receiverCheck({
    id: 'error-response/status',
    title: 'A SET that cannot be parsed, validated or authenticated is answered with 400.',
    requirements: ['RFC8935-2.3-02'],
    what: 'Looks at the answer to every hostile SET of the run that was not accepted; pushes some if there was none. Statuses that speak of load or size are left out; of 503 only a few.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      // A good SET that is refused is judged where it is; here only SETs in which there is an error to detect.
      const pushed = await hostilePushes(r);
      const isAnswer = pushed.filter(({ status }) => status === 503).length > OUTAGES;
      const hostile = pushed.filter(
        ({ status, exchange }) =>
          (!NOT_ABOUT_THE_SET.has(status ?? 0) || (status === 503 && isAnswer)) &&
          !NOT_THEIRS.has(exchange?.error?.kind ?? ''),
      );
      if (hostile.length === 0) return r.notTested('No hostile SET was refused.');
      const wrong = oncePer(hostile, ({ status, exchange }) =>
        status === 400 ? null : exchange === null ? 'no answer' : shownAnswer(exchange),
      );
      for (const [actual, [first, ...others]] of wrong) {
        r.violates('RFC8935-2.3-02', {
          message: `A SET with an error is not refused with 400 (${others.length + 1} of ${hostile.length}).`,
          expected: 'status 400',
          actual,
          hint: 'Also where the signature does not hold: 401 is for the credentials of the request.',
          exchange: first?.exchange ?? undefined,
          set: first?.recorded,
        });
      }
    },
  }),

  receiverCheck({
    id: 'error-response/content-type',
    title: 'The 400 answer to a SET is application/json.',
    requirements: ['RFC8935-2.3-03'],
    what: 'Looks at Content-Type of every 400 of the run; parameters are tolerated.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      const wrong = oncePer(await badRequests(r), ({ response }) => {
        const type = response.headers['content-type'];
        return /^\s*application\/json\s*(;|$)/i.test(type ?? '') ? null : (type ?? 'no Content-Type');
      });
      for (const [actual, [first, ...others]] of wrong) {
        r.violates('RFC8935-2.3-03', {
          message: `A SET is refused in another media type than JSON (${others.length + 1} times).`,
          expected: 'Content-Type: application/json',
          actual,
          exchange: first?.exchange,
        });
      }
      expectDiscerning(r);
    },
  }),

  receiverCheck({
    id: 'error-response/body',
    title: 'The 400 answer to a SET is a JSON object in UTF-8 with err and description.',
    requirements: ['RFC8935-2.3-04'],
    what: 'Reads the body of every 400 of the run: an object with the strings err and description. Other members are tolerated.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      const wrong = oncePer(await badRequests(r), ({ response }) => flawOf(response));
      for (const [actual, [first, ...others]] of wrong) {
        r.violates('RFC8935-2.3-04', {
          message: `The body of a refusal is not that of an error response (${others.length + 1} times).`,
          expected: '{"err": "…", "description": "…"} in UTF-8',
          actual: `${actual}: ${first?.response.text.slice(0, 200)}`,
          exchange: first?.exchange,
        });
      }
      expectDiscerning(r);
    },
  }),

  receiverCheck({
    id: 'error-response/registered-code',
    title: 'Every error code in a 400 answer is in the IANA registry.',
    requirements: ['RFC8935-2.3-05', 'RFC8935-2.4-07'],
    what: 'Compares err of every 400 of the run, with its case, with the registry of Security Event Token Error Codes.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      const coded = (await badRequests(r)).filter(({ refused }) => refused.err !== null);
      if (coded.length === 0) return r.notTested('No refusal names an error code.');
      const wrong = oncePer(coded, ({ refused: { err } }) =>
        err === null || REGISTERED_ERROR_CODES.has(err) ? null : err,
      );
      for (const [actual, [first, ...others]] of wrong) {
        r.violates('RFC8935-2.3-05', {
          message: `A refusal names an error code that is not registered (${others.length + 1} times).`,
          expected: [...REGISTERED_ERROR_CODES].join(', '),
          actual,
          exchange: first?.exchange,
        });
      }
      expectDiscerning(r);
    },
  }),

  receiverCheck({
    id: 'error-response/content-language',
    title: 'The 400 answer to a SET names the language of its description.',
    requirements: ['RFC8935-2.3-06'],
    what: 'Looks for Content-Language in every 400 of the run.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      const seen = await badRequests(r);
      const without = seen.filter(({ response }) => !response.headers['content-language']?.trim());
      r.expect(without.length === 0, 'RFC8935-2.3-06', {
        message: `A SET is refused without Content-Language (${without.length} of ${seen.length} times).`,
        expected: 'a header such as Content-Language: en',
        actual: 'no header Content-Language',
        hint: 'Set it to the language of `description`, even where there is only one.',
        exchange: without[0]?.exchange,
      });
      expectDiscerning(r);
    },
  }),
];

function flawOf({ utf8, text, json }: { utf8: boolean; text: string; json: unknown }): string | null {
  if (!utf8) return 'no well-formed UTF-8';
  if (text.trim() === '') return 'no body';
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'no JSON object';
  const { err, description } = json as Record<string, unknown>;
  if (typeof err !== 'string' || err === '') return 'no err, or no string';
  // RFC 8935 2.3 leaves the text free, so that an empty one still is one.
  if (typeof description !== 'string') return 'no description, or no string';
  return null;
}
