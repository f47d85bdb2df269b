import { expect, test } from 'vitest';
import type { ReceiverTarget } from '../session-options.ts';
import { ask, eventOf, managed, open, POLL, TOKEN, until } from './test-bench.ts';

test('Offered SETs are handed out, and what became of each is told', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  const url = `${issuer}/ssf/poll/${streamId}`;
  await rim.scene({ pollBatch: 2, poll: { extra: true } });
  await rim.offer(streamId, [
    { key: 'a', compact: 'token-a' },
    { key: 'b', compact: 'token-b' },
    { key: 'c', compact: 'token-c' },
  ]);
  const first = await ask('POST', url, { returnImmediately: true });
  expect(first.json).toEqual({ sets: { a: 'token-a', b: 'token-b' }, moreAvailable: true, extra: true });
  const setErrs = { b: { err: 'jwtSig', description: 'bad' } };
  const second = await ask('POST', url, { returnImmediately: true, ack: ['a'], setErrs });
  expect(second.json).toMatchObject({ sets: { c: 'token-c' }, moreAvailable: false });
  await rim.withdraw(streamId, ['c']);
  await rim.scene({ noMoreAvailable: true });
  expect((await ask('POST', url, { returnImmediately: true })).json).toEqual({ sets: {} });
  const polls = (await rim.calls(0, 0))
    .filter(({ operation }) => operation === 'poll')
    .map(({ index }) => index);
  const [one = -1, two = -1] = polls;
  expect(await rim.offered(streamId, ['a', 'b', 'c', 'd'])).toEqual([
    { key: 'a', handedOut: [one], settled: { how: 'ack', call: two, err: null, description: null } },
    { key: 'b', handedOut: [one], settled: { how: 'setErrs', call: two, err: 'jwtSig', description: 'bad' } },
    { key: 'c', handedOut: [two], settled: null },
    { key: 'd', handedOut: [], settled: null },
  ]);
});

test('A held long poll is seen at once, its acknowledgements count at once, and it is answered when a SET comes', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  await rim.scene({ longPollMs: 20_000 });
  await rim.offer(streamId, [{ key: 'a', compact: 'token-a' }]);
  const url = `${issuer}/ssf/poll/${streamId}`;
  await ask('POST', url, {});
  const { length } = await rim.calls(0, 0);
  const held = ask('POST', url, { ack: ['a'] });
  const [call] = await rim.calls(length, 5000);
  expect(call).toMatchObject({ operation: 'poll', response: null, answeredAtMs: null, index: length });
  await until(async () => (await rim.offered(streamId, ['a']))[0]?.settled?.call === length);
  await rim.offer(streamId, [{ key: 'b', compact: 'token-b' }]);
  expect((await held).json.sets).toEqual({ b: 'token-b' });
  expect((await rim.calls(length, 0))[0]).toMatchObject({
    response: { status: 200 },
    answeredAtMs: expect.any(Number) as number,
  });
});

test('A poll of a target that went away hands nothing out', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  await rim.scene({ longPollMs: 20_000 });
  const gone = new AbortController();
  const from = (await rim.calls(0, 0)).length;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const asked = fetch(`${issuer}/ssf/poll/${streamId}`, {
    method: 'POST',
    headers,
    body: '{}',
    signal: gone.signal,
  });
  asked.catch(() => undefined);
  await rim.calls(from, 5000);
  gone.abort();
  await until(async () => (await rim.calls(from, 0))[0]?.error?.kind === 'reset');
  await rim.offer(streamId, [{ key: 'a', compact: 'token-a' }]);
  expect((await rim.offered(streamId, ['a']))[0]?.handedOut).toEqual([]);
});

test('A hosted poller has a stream at the same URL in every life', async () => {
  const target: ReceiverTarget = {
    poll: true,
    credentials: { accessToken: TOKEN },
    start: async () => ({ ok: true }),
  };
  const { rim, facts, pollUrl } = await open(target);
  expect(facts).toMatchObject({ form: 'hosted', deliveries: ['poll'], hooks: [] });
  const [stream] = await rim.streams();
  expect(stream).toMatchObject({ id: 'hosted', delivery: 'poll', life: 0, request: {} });
  await rim.offer('hosted', [{ key: 'a', compact: 'token-a' }]);
  expect((await ask('POST', String(pollUrl), {})).json.sets).toEqual({ a: 'token-a' });
  await rim.start({ delivery: 'poll' }, null);
  expect((await rim.streams()).map(({ id, life }) => [id, life])).toEqual([['hosted', 1]]);
  expect((await ask('POST', String(pollUrl), { returnImmediately: true })).json.sets).toEqual({});
});

test('In the scene verification late a poller gets the event after another SET', async () => {
  const target = managed(POLL);
  const { rim, issuer, recorder } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  await rim.scene({ verification: 'late' });
  await ask('POST', `${issuer}/ssf/verify`, { stream_id: streamId, state: 'abc' });
  const poll = async (): Promise<[string, string][]> => {
    const { json } = await ask('POST', `${issuer}/ssf/poll/${streamId}`, { returnImmediately: true });
    return Object.entries(json.sets as Record<string, string>);
  };
  expect(await poll()).toEqual([]);
  await rim.offer(streamId, [{ key: 'a', compact: 'token-a' }]);
  expect(await poll()).toEqual([['a', 'token-a']]);
  const [another, verification] = await poll();
  expect(another).toEqual(['a', 'token-a']);
  expect(eventOf(verification?.[1] ?? '')).toEqual({ state: 'abc' });
  expect(recorder.sets).toMatchObject([{ delivery: 'poll', jti: verification?.[0], streamId }]);
});
