import { expect, test } from 'vitest';
import { bench, claimsOf, pushDelivery, SESSION_REVOKED } from './test-bench.ts';

const event = { type: SESSION_REVOKED };
const stateOf = (token: string | undefined) => Object.values(claimsOf(token).events as object)[0] as unknown;

test('a new stream is enabled; an update shows with its reason', async () => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream();
  const asked = `${url.status}?stream_id=${stream_id}`;
  expect((await call('GET', asked)).json).toEqual({ stream_id, status: 'enabled' });
  const paused = { stream_id, status: 'paused', reason: 'maintenance' };
  const answer = await call('POST', url.status, { json: paused });
  expect([answer.status, answer.json]).toEqual([200, paused]);
  expect((await call('GET', asked)).json).toEqual(paused);
});

test('wrong status requests are 400, unknown streams 404', async () => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream();
  for (const json of [
    { stream_id, status: 'off' },
    { stream_id },
    { stream_id, status: 'paused', reason: 1 },
    [],
  ]) {
    expect((await call('POST', url.status, { json })).status).toBe(400);
  }
  expect((await call('POST', url.status, { json: { status: 'paused' } })).status).toBe(400);
  expect((await call('POST', url.status, { json: { stream_id: 'x', status: 'paused' } })).status).toBe(404);
  expect((await call('GET', url.status)).status).toBe(400);
  expect((await call('GET', `${url.status}?stream_id=x`)).status).toBe(404);
  expect((await call('GET', `${url.status}?stream_id=${stream_id}`)).json.status).toBe('enabled');
});

test('paused holds events and gives them in order when enabled; disabled drops them', async () => {
  const { call, url, stream, transmitter, poll } = bench();
  const { stream_id } = await stream();
  const set = (status: string) => call('POST', url.status, { json: { stream_id, status } });
  await set('paused');
  const held = [await transmitter.emit(event), await transmitter.emit(event)].map(({ jti }) => jti);
  expect(await poll(stream_id)).toEqual({});
  await set('enabled');
  expect(Object.keys(await poll(stream_id))).toEqual(held);
  await set('disabled');
  expect((await transmitter.emit(event)).streams).toEqual([
    { streamId: stream_id, jti: null, why: 'disabled' },
  ]);
  await set('enabled');
  expect(await poll(stream_id)).toEqual({});
});

test('a push stream that is paused pushes when it is enabled again', async () => {
  const { call, url, stream, transmitter, pushes, pushed } = bench();
  const { stream_id } = await stream({ delivery: pushDelivery, events_requested: [SESSION_REVOKED] });
  await call('POST', url.status, { json: { stream_id, status: 'paused' } });
  const { jti } = await transmitter.emit(event);
  expect(pushes).toHaveLength(0);
  await call('POST', url.status, { json: { stream_id, status: 'enabled' } });
  await pushed(1);
  expect(claimsOf(pushes[0]?.body).jti).toBe(jti);
});

test('a change that the Transmitter decides is announced in whatever status', async () => {
  const { stream, transmitter, poll, call, url } = bench();
  const { stream_id } = await stream({});
  for (const status of ['paused', 'enabled', 'disabled'] as const) {
    const jti = await transmitter.changeStatus(stream_id, status, 'because');
    const sets = await poll(stream_id);
    const token = sets[String(jti)];
    expect(stateOf(token)).toEqual({ status, reason: 'because' });
    expect(claimsOf(token).sub_id).toEqual({ format: 'opaque', id: stream_id });
    expect((await call('GET', `${url.status}?stream_id=${stream_id}`)).json.status).toBe(status);
  }
});
