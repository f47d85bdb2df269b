import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ReceiverQuirks, Refusal } from '../seams.ts';
import { GivenUp, NoAnswer, StreamGone } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';
import { type OutgoingRequest, Outlet } from './outlet.ts';
import { PollLoop } from './poll-loop.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A SET by its jti; those that begin with `bad` are refused. */
const set = (jti: string): string => `${encode({})}.${encode({ jti })}.x`;
const sets = (...jtis: string[]): Record<string, unknown> => ({
  sets: Object.fromEntries(jtis.map((jti) => [jti, set(jti)])),
});

interface Polled {
  requests: OutgoingRequest[];
  bodies: (Record<string, unknown> | undefined)[];
  loop: PollLoop;
  error: unknown;
}

/** Polls until the answers are used up: an object is a good answer, a number a status, null no answer. */
async function polls(
  answers: readonly (Record<string, unknown> | number | null)[],
  quirks: Partial<ReceiverQuirks> = {},
): Promise<Polled> {
  const ending = new AbortController();
  const outlet = new Outlet({ firstRetryMs: 1, seams: { quirks } }, () => undefined);
  const requests: OutgoingRequest[] = [];
  const once = async (request: OutgoingRequest): Promise<HttpAnswer> => {
    const answer = answers[requests.length];
    requests.push(request);
    await setImmediate();
    if (requests.length > answers.length) {
      ending.abort();
      throw new GivenUp('Ended.');
    }
    if (answer === null || answer === undefined) throw new NoAnswer('reset');
    if (typeof answer === 'number') return { status: answer, headers: {}, json: '<html>' };
    return { status: 200, headers: {}, json: answer };
  };
  const refusal: Refusal = { err: 'invalid_key', description: 'bad' };
  const core = {
    examine: async (compact: string) => ({
      refusal: compact.includes(encode({ jti: 'bad' })) ? refusal : null,
      examined: { compact, header: {}, claims: {}, delivery: 'poll' as const },
      repeated: false,
      later: false,
    }),
  };
  const loop = new PollLoop({ outlet, once }, 'https://a.example/poll', core);
  const error: unknown = await loop.run(ending.signal).catch((reason: unknown) => reason);
  return { requests, bodies: requests.map(({ json }) => json), loop, error };
}

describe('a poll loop', () => {
  test('long-polls, acknowledges what it took and reports what it refused, in a language', async () => {
    const { bodies, requests } = await polls([sets('a', 'bad'), sets('b'), { sets: {} }]);
    expect(bodies).toEqual([
      {},
      { ack: ['a'], setErrs: { bad: { err: 'invalid_key', description: 'bad' } } },
      { ack: ['b'] },
      {},
    ]);
    expect(requests.map(({ headers }) => headers?.['content-language'])).toEqual([
      undefined,
      'en',
      undefined,
      undefined,
    ]);
  });

  test('keeps acknowledgements until an answer came', async () => {
    const { bodies } = await polls([sets('a'), null, 503, 400, {}]);
    expect(bodies.slice(1)).toEqual([{ ack: ['a'] }, { ack: ['a'] }, { ack: ['a'] }, { ack: ['a'] }, {}]);
  });

  test('acknowledges a SET that comes again', async () => {
    const { bodies } = await polls([sets('a'), sets('a'), {}]);
    expect(bodies).toEqual([{}, { ack: ['a'] }, { ack: ['a'] }, {}]);
  });

  test('copes with answers that have more, or less, than is usual', async () => {
    const { bodies } = await polls([{}, { sets: null, x: 1 }, { ...sets('a'), x: 1 }]);
    expect(bodies).toEqual([{}, {}, {}, { ack: ['a'] }]);
  });

  test('refuses what is no SET, or comes under the name of another', async () => {
    const { bodies } = await polls([{ sets: { a: set('b'), c: 1, d: set('d') } }]);
    expect(bodies[1]).toMatchObject({
      ack: ['d'],
      setErrs: { a: { err: 'invalid_request' }, c: { err: 'invalid_request' } },
    });
  });

  test('acknowledges what is open at its end, without asking for more', async () => {
    const { loop, requests } = await polls([sets('a')]);
    await loop.finish(new AbortController().signal).catch(() => undefined);
    expect(requests.at(-1)?.json).toEqual({ maxEvents: 0, returnImmediately: true, ack: ['a'] });
  });

  test('stops when the stream is gone, or when it is not allowed to poll', async () => {
    expect((await polls([404])).error).toBeInstanceOf(StreamGone);
    expect((await polls([403])).error).toBeInstanceOf(GivenUp);
    expect((await polls([404, 404], { ignoresDeletedStream: true })).requests).toHaveLength(3);
  });

  test('acknowledges wrongly, or hurries, only by quirks', async () => {
    expect((await polls([sets('a', 'bad')], { acks: 'everything' })).bodies[1]).toEqual({
      ack: ['a', 'bad'],
    });
    expect((await polls([sets('a')], { acks: 'nothing' })).bodies[1]).toEqual({});
    expect((await polls([sets('a')], { acks: 'invented' })).bodies[1]?.ack).toHaveLength(2);
    expect((await polls([{}], { hammers: true })).bodies[1]).toEqual({ returnImmediately: true });
    expect((await polls([{ x: 1 }], { strictAnswers: true })).error).toBeInstanceOf(GivenUp);
  });
});
