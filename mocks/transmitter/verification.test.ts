import { expect, test } from 'vitest';
import { bench, claimsOf } from './test-bench.ts';

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

test('the state comes back unchanged, about the stream itself', async () => {
  const { call, url, stream, poll } = bench();
  const { stream_id } = await stream({});
  const state = 'ä "quoted" \u{1f512}';
  const answer = await call('POST', url.verify, { json: { stream_id, state } });
  expect([answer.status, answer.text]).toEqual([204, '']);
  const [token] = Object.values(await poll(stream_id));
  expect(claimsOf(token)).toMatchObject({
    sub_id: { format: 'opaque', id: stream_id },
    events: { [VERIFICATION]: { state } },
  });
});

test('without a state the event has none', async () => {
  const { call, url, stream, poll, transmitter } = bench();
  const { stream_id } = await stream({});
  await call('POST', url.verify, { json: { stream_id } });
  await transmitter.verify(stream_id);
  await transmitter.emit({ type: VERIFICATION, event: { state: 'mine' } });
  const tokens = Object.values(await poll(stream_id));
  expect(tokens).toHaveLength(3);
  for (const token of tokens) expect(claimsOf(token).events).toEqual({ [VERIFICATION]: {} });
});

test('wrong requests are 400, unknown streams 404', async () => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream({});
  for (const json of [{}, { stream_id, state: 5 }, [], { stream_id: 5 }]) {
    expect((await call('POST', url.verify, { json })).status).toBe(400);
  }
  expect((await call('POST', url.verify, { json: { stream_id: 'unknown' } })).status).toBe(404);
});

test('more frequent requests than min_verification_interval are 429, on each stream for itself', async () => {
  let now = 0;
  const { call, url, stream } = bench({ minVerificationIntervalS: 60, now: () => now });
  const first = await stream({});
  expect(first.min_verification_interval).toBe(60);
  const ask = (stream_id: string) => call('POST', url.verify, { json: { stream_id } });
  expect((await ask(first.stream_id)).status).toBe(204);
  const soon = await ask(first.stream_id);
  expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '60']);
  expect((await ask((await stream({})).stream_id)).status).toBe(204);
  now += 60_000;
  expect((await ask(first.stream_id)).status).toBe(204);
});

test('a paused stream sends the event later, a disabled one takes no request', async () => {
  const { call, url, stream, poll } = bench();
  const { stream_id } = await stream({});
  const set = (status: string) => call('POST', url.status, { json: { stream_id, status } });
  await set('paused');
  expect((await call('POST', url.verify, { json: { stream_id } })).status).toBe(204);
  expect(await poll(stream_id)).toEqual({});
  await set('enabled');
  expect(Object.keys(await poll(stream_id))).toHaveLength(1);
  await set('disabled');
  expect((await call('POST', url.verify, { json: { stream_id } })).status).toBe(400);
});
