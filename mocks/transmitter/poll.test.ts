import { expect, test } from 'vitest';
import { type Bench, bench, claimsOf, pushDelivery, SESSION_REVOKED } from './test-bench.ts';

const hour = 3_600_000;

async function filled(count: number, options: Parameters<typeof bench>[0] = {}) {
  const made = bench(options);
  const { stream_id } = await made.stream();
  for (let i = 0; i < count; i += 1) await made.transmitter.emit({ type: SESSION_REVOKED });
  const poll = (json: unknown) => made.call('POST', made.url.poll(stream_id), { json });
  return { ...made, stream_id, ask: poll };
}

test('SETs come under their jti until they are acknowledged, the same each time', async () => {
  const { ask } = await filled(2);
  const first = await ask({});
  expect(first.status).toBe(200);
  expect(first.headers.get('content-type')).toBe('application/json');
  const sets = first.json.sets as Record<string, string>;
  for (const [jti, token] of Object.entries(sets)) expect(claimsOf(token).jti).toBe(jti);
  expect((await ask({})).json.sets).toEqual(sets);
  const [one, two] = Object.keys(sets);
  const rest = await ask({ ack: [one, 'never heard of'], returnImmediately: true });
  expect(Object.keys(rest.json.sets as object)).toEqual([two]);
  const setErrs = { [String(two)]: { err: 'invalid_request', description: 'no' } };
  expect((await ask({ setErrs, returnImmediately: true })).json).toEqual({ sets: {}, moreAvailable: false });
});

test('maxEvents limits the answer to the oldest and moreAvailable tells of the rest', async () => {
  const { ask } = await filled(3);
  const all = Object.keys((await ask({})).json.sets as object);
  const two = await ask({ maxEvents: 2 });
  expect(Object.keys(two.json.sets as object)).toEqual(all.slice(0, 2));
  expect(two.json.moreAvailable).toBe(true);
  expect((await ask({ maxEvents: 0, returnImmediately: true })).json).toEqual({
    sets: {},
    moreAvailable: true,
  });
});

test('an empty poll is held until the time-out', async () => {
  const { ask } = await filled(0, { longPollMs: 5 });
  expect((await ask({})).json.sets).toEqual({});
});

test('a held poll ends as soon as a SET comes', async () => {
  const { ask, transmitter } = await filled(0, { longPollMs: hour });
  const held = ask({});
  await transmitter.emit({ type: SESSION_REVOKED });
  expect(Object.keys((await held).json.sets as object)).toHaveLength(1);
});

test('a held poll ends when the stream is deleted, and when the Transmitter closes', async () => {
  const { ask, call, url, stream_id } = await filled(0, { longPollMs: hour });
  const held = ask({});
  await call('DELETE', `${url.streams}?stream_id=${stream_id}`);
  expect((await held).status).toBe(404);
  const other = await filled(0, { longPollMs: hour });
  const last = other.ask({});
  await other.transmitter.close();
  expect((await last).json.sets).toEqual({});
});

test('with returnImmediately an empty queue is answered at once', async () => {
  const { ask } = await filled(0, { longPollMs: hour });
  expect((await ask({ returnImmediately: true })).json.sets).toEqual({});
});

test.each([
  ['an array', []],
  ['ack that is a string', { ack: 'x' }],
  ['ack of numbers', { ack: [1] }],
  ['maxEvents that is a string', { maxEvents: '1' }],
  ['maxEvents below 0', { maxEvents: -1 }],
  ['maxEvents with a fraction', { maxEvents: 1.5 }],
  ['returnImmediately that is a string', { returnImmediately: 'true' }],
  ['setErrs that is an array', { setErrs: [] }],
  ['setErrs without err', { setErrs: { x: { description: 'no' } } }],
])('%s is refused with 400 and acknowledges nothing', async (_, json) => {
  const { ask, poll, stream_id } = await filled(1);
  const [jti] = Object.keys(await poll(stream_id));
  const answer = await ask(Array.isArray(json) ? json : { ack: [jti], ...json });
  expect(answer.status).toBe(400);
  expect(Object.keys(await poll(stream_id))).toEqual([jti]);
});

test('a poll that is no JSON is refused', async () => {
  const { call, url, stream_id } = await filled(0);
  expect((await call('POST', url.poll(stream_id), { text: '' })).status).toBe(400);
});

test('a push stream has no poll endpoint, and takes its SETs along when it becomes one of poll', async () => {
  const { call, url, stream, transmitter, poll }: Bench = bench({
    script: () => 'reset',
    push: { firstRetryMs: hour },
  });
  const { stream_id } = await stream({ delivery: pushDelivery, events_requested: [SESSION_REVOKED] });
  expect((await call('POST', url.poll(stream_id), { json: {} })).status).toBe(404);
  const { jti } = await transmitter.emit({ type: SESSION_REVOKED });
  await call('PATCH', url.streams, { json: { stream_id, delivery: { method: 'urn:ietf:rfc:8936' } } });
  expect(Object.keys(await poll(stream_id))).toEqual([jti]);
  await transmitter.close();
});

test('both scopes let a Receiver poll', async () => {
  const { call, url, stream_id } = await filled(0);
  for (const scope of ['ssf.read', 'ssf.manage']) {
    const answer = await call('POST', url.poll(stream_id), { scope, json: { returnImmediately: true } });
    expect(answer.status).toBe(200);
  }
});
