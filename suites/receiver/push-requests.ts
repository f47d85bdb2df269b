import { receiverCheck } from '../harness/receiver/check.ts';
import { isTaken, push, pushGood, shownAnswer, takesGoodSets } from './support/push.ts';
import { expectRefusals, type Variant } from './support/refusal.ts';

/** Bodies that are no JWT at all. What is wrong inside a JWT is the business of `refuse-*`. */
const NO_JWTS: readonly Variant[] = [
  { what: 'plain text', set: { compact: () => 'Hello, Receiver!' } },
  { what: 'a JSON object', set: { compact: () => '{"iss":"https://issuer.example.com","events":{}}' } },
  { what: 'three parts that hold no JSON', set: { compact: () => 'bm8ganNvbg.bm8ganNvbg.bm8ganNvbg' } },
  { what: 'characters that are not of base64url', set: { compact: () => '%%%.###.$$$' } },
  { what: 'a single dot', set: { compact: () => '.' } },
];

const FORM = 'application/x-www-form-urlencoded';

/** Null: no Content-Type at all. */
const OTHER_TYPES: readonly (string | null)[] = [
  'text/plain',
  'application/json',
  'application/jwt',
  'text/plain; type="application/secevent+jwt"',
  FORM,
  null,
];

/** The HTTP request that brings a SET (RFC 8935 section 2.1): what is answered to a right one, and to others. */
export const checks = [
  receiverCheck({
    id: 'push-requests/good-set',
    title: 'A good SET is answered with 202 and an empty body.',
    requirements: ['RFC8935-2.2-01', 'RFC8935-2.2-02'],
    what: 'Pushes a good SET. The status is exactly 202, and no byte of content comes with it.',
    delivery: 'push',
    async run(r) {
      const { exchange, recorded, status } = await r.deliver({});
      const response = exchange?.response ?? null;
      const evidence = { exchange: exchange ?? undefined, set: recorded };
      const isAccepted = r.expect(status === 202, 'RFC8935-2.2-01', {
        message: 'A good SET is not answered with 202 (Accepted).',
        expected: 'status 202',
        actual: exchange === null ? 'no answer' : shownAnswer(exchange),
        hint: hintFor(status),
        ...evidence,
      });
      if (!isAccepted || response === null) return;
      r.expect(response.bytes === 0, 'RFC8935-2.2-02', {
        message: 'The answer to an accepted SET has a body.',
        expected: 'no content',
        actual: `${response.bytes} bytes: ${response.text.slice(0, 100)}`,
        ...evidence,
      });
    },
  }),

  receiverCheck({
    id: 'push-requests/content-type',
    title: 'A push with another content type than application/secevent+jwt is refused.',
    requirements: ['RFC8935-2.1-06', 'RFC8935-2.3-01'],
    what: 'Pushes good SETs as text/plain, as application/json, as another JWT, as the value in a form and without any content type. Which status refuses them is open: 415 and 400 are usual.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      for (const type of OTHER_TYPES) {
        const { compact } = await r.craft();
        const body = type === FORM ? new URLSearchParams({ token: compact }).toString() : compact;
        const exchange = await push(r, { body, headers: { 'content-type': type } });
        const what = type === null ? 'without Content-Type' : `with Content-Type ${type}`;
        r.expect(!isTaken(exchange), 'RFC8935-2.1-06', {
          message: `A push ${what} is accepted.`,
          expected: 'a refusal, such as status 415 or 400',
          actual: shownAnswer(exchange),
          exchange,
        });
        r.expect(!isServerError(exchange), 'RFC8935-2.3-01', {
          message: `A push ${what} is answered like a failure of the server.`,
          expected: 'a status of the 400s, such as 415',
          actual: shownAnswer(exchange),
          exchange,
        });
      }
    },
  }),

  receiverCheck({
    id: 'push-requests/methods',
    title: 'Other methods than POST are refused.',
    requirements: ['RFC8935-2.1-07', 'RFC8935-2.3-01'],
    what: 'Sends a good SET by PUT, PATCH and DELETE, and a GET without one. 405 is usual, any refusal passes; a GET may show some page, but nothing is accepted by it.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      for (const method of ['PUT', 'PATCH', 'DELETE', 'GET']) {
        const exchange = await byMethod(r, method);
        // RFC 9110 9.1: servers are expected to know GET, and a page for people at that URL takes no SET.
        const isRefused = method === 'GET' ? exchange.response?.status !== 202 : !isTaken(exchange);
        r.expect(isRefused, 'RFC8935-2.1-07', {
          message: `The push endpoint accepts ${method}.`,
          expected: 'a refusal, such as status 405',
          actual: shownAnswer(exchange),
          exchange,
        });
        r.expect(!isServerError(exchange), 'RFC8935-2.3-01', {
          message: `${method} is answered like a failure of the server.`,
          expected: 'status 405',
          actual: shownAnswer(exchange),
          exchange,
        });
      }
    },
  }),

  receiverCheck({
    id: 'push-requests/allow',
    title: 'A 405 says with Allow which methods there are.',
    requirements: ['RFC9110-15.5.6-01'],
    what: 'Sends PUT, DELETE and GET to the push endpoint and looks at each answer that is 405.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      let judged = 0;
      for (const method of ['PUT', 'DELETE', 'GET']) {
        const exchange = await byMethod(r, method);
        if (exchange.response?.status !== 405) continue;
        judged += 1;
        const holds = r.expect(exchange.response.headers.allow !== undefined, 'RFC9110-15.5.6-01', {
          message: 'The push endpoint answers 405 without Allow.',
          expected: 'Allow: POST',
          actual: 'no header Allow',
          exchange,
        });
        if (!holds) return;
      }
      if (judged === 0) return r.notApplicable('The push endpoint answers no wrong method with 405.');
    },
  }),

  receiverCheck({
    id: 'push-requests/empty-body',
    title: 'A push without a body is refused.',
    requirements: ['RFC8935-2-01'],
    what: 'Pushes an empty body as application/secevent+jwt. Whether it is refused as a request or as a SET, and so the form of the refusal, is open.',
    delivery: 'push',
    async run(r) {
      await takesGoodSets(r);
      const exchange = await push(r, { body: '' });
      r.expect(!isTaken(exchange), 'RFC8935-2-01', {
        message: 'A push without any SET is accepted.',
        expected: 'a refusal, such as status 400',
        actual: shownAnswer(exchange),
        exchange,
      });
    },
  }),

  receiverCheck({
    id: 'push-requests/not-a-jwt',
    title: 'A body that is no JWT is refused as invalid_request.',
    requirements: ['RFC8935-2-01', 'RFC8417-2-02', 'RFC8935-2.4-01'],
    what: 'Pushes text, a JSON object, parts that hold no JSON and characters that are not of base64url, each between two good SETs.',
    delivery: 'push',
    run: (r) =>
      expectRefusals(r, NO_JWTS, {
        what: 'A body that is no JWT',
        requirement: 'RFC8935-2-01',
        codes: {
          requirement: 'RFC8935-2.4-01',
          right: [{ err: 'invalid_request', why: 'the body cannot be parsed as a SET' }],
        },
      }),
  }),
];

async function byMethod(r: Parameters<typeof pushGood>[0], method: string): ReturnType<typeof pushGood> {
  return method === 'GET' ? push(r, { method, body: '' }) : pushGood(r, { method });
}

/** 501 is an honest answer to a method, and 503 to whatever comes at a bad moment. */
function isServerError({ response }: Parameters<typeof isTaken>[0]): boolean {
  return response !== null && response.status >= 500 && response.status !== 501 && response.status !== 503;
}

function hintFor(status: number | null): string {
  if (status === null) return 'Is the push endpoint reachable from here?';
  if (status >= 200 && status < 300) return 'Only 202 acknowledges a SET, no other code of success does.';
  if (status >= 300 && status < 400) return 'Give the harness the URL to which the redirect leads.';
  if (status === 401 || status === 403) return 'Does the push endpoint want other credentials?';
  return 'Does the Receiver trust our issuer, fetch our JWK Set, and expect the audience of the run?';
}
