import { describe, expect, test } from 'vitest';
import { defaultPush } from './options.ts';
import { retryDelayMs } from './push-retry.ts';
import { bench, claimsOf, pushDelivery, type Script, SESSION_REVOKED } from './test-bench.ts';

const event = { type: SESSION_REVOKED };
const ok = { status: 202, headers: {} };

async function pushing(script?: Script, options: Parameters<typeof bench>[0] = {}) {
  const made = bench({ ...options, ...(script ? { script } : {}) });
  const delivery = { ...pushDelivery, authorization_header: 'Bearer of news' };
  const { stream_id } = await made.stream({ delivery, events_requested: [SESSION_REVOKED] });
  return { ...made, stream_id };
}

test('a SET is posted with its media type, what is accepted, and the Receiver’s authorization', async () => {
  const { transmitter, pushes, pushed } = await pushing();
  await transmitter.emit(event);
  await pushed(1);
  expect(pushes[0]).toMatchObject({
    method: 'POST',
    url: pushDelivery.endpoint_url,
    headers: {
      'content-type': 'application/secevent+jwt',
      accept: 'application/json',
      authorization: 'Bearer of news',
    },
  });
});

test('without authorization_header there is no Authorization', async () => {
  const { stream, transmitter, pushes, pushed } = bench();
  await stream({ delivery: pushDelivery, events_requested: [SESSION_REVOKED] });
  await transmitter.emit(event);
  await pushed(1);
  expect(pushes[0]?.headers).not.toHaveProperty('authorization');
});

test('what failed for a while is sent again as it was, and only then the next', async () => {
  const script: Script = (index) =>
    [{ status: 503, headers: {} }, 'reset' as const, { status: 429, headers: {} }][index] ?? ok;
  const { transmitter, pushes, pushed } = await pushing(script);
  await transmitter.emit(event);
  await transmitter.emit(event);
  await pushed(5);
  const bodies = pushes.map(({ body }) => body);
  expect(new Set(bodies.slice(0, 4)).size).toBe(1);
  expect(bodies[4]).not.toBe(bodies[0]);
});

test.each([202, 200, 400, 401, 302])('after %i a SET is not sent again', async (status) => {
  const { transmitter, pushes, pushed } = await pushing(() => ({ status, headers: {} }));
  await transmitter.emit(event);
  await transmitter.emit(event);
  await pushed(2);
  expect(new Set(pushes.map(({ body }) => body)).size).toBe(2);
});

test('it gives up after so many attempts and goes on with the next SET', async () => {
  const script: Script = (index) => (index < 3 ? 'reset' : ok);
  const { transmitter, pushes, pushed } = await pushing(script, { push: { firstRetryMs: 1, attempts: 3 } });
  await transmitter.emit(event);
  const { jti } = await transmitter.emit(event);
  await pushed(4);
  expect(claimsOf(pushes[3]?.body).jti).toBe(jti);
});

test('the next attempt goes where the Receiver moved to', async () => {
  let moved: Promise<unknown> = Promise.resolve();
  const made = await pushing(
    (index) => {
      if (index > 0) return ok;
      const delivery = { ...pushDelivery, endpoint_url: 'https://elsewhere.example.com/' };
      moved = made.call('PATCH', made.url.streams, { json: { stream_id: made.stream_id, delivery } });
      return { status: 500, headers: {} };
    },
    { push: { firstRetryMs: 30 } },
  );
  await made.transmitter.emit(event);
  await made.pushed(2);
  await moved;
  expect(made.pushes[1]?.url).toBe('https://elsewhere.example.com/');
});

test('SETs that wait to be polled are pushed when the stream becomes one of push', async () => {
  const { stream, transmitter, call, url, pushes, pushed } = bench();
  const { stream_id } = await stream();
  const { jti } = await transmitter.emit(event);
  await call('PATCH', url.streams, { json: { stream_id, delivery: pushDelivery } });
  await pushed(1);
  expect(claimsOf(pushes[0]?.body).jti).toBe(jti);
});

test('nothing is pushed on a deleted stream', async () => {
  const { transmitter, call, url, stream_id, stream, pushes, pushed } = await pushing(() => 'reset');
  await transmitter.emit(event);
  await pushed(1);
  await call('DELETE', `${url.streams}?stream_id=${stream_id}`);
  const before = pushes.length;
  await stream({
    delivery: { ...pushDelivery, endpoint_url: 'https://other.example.com/' },
    events_requested: [SESSION_REVOKED],
  });
  await transmitter.emit(event);
  await pushed(before + 3);
  expect(pushes.slice(before).every(({ url: to }) => to === 'https://other.example.com/')).toBe(true);
  await transmitter.close();
});

describe('the wait before a retransmission', () => {
  const delay = (attempts: number, headers = {}) =>
    retryDelayMs({ status: 503, headers }, attempts, defaultPush, Date.parse('2026-01-01T00:00:00Z'));

  test('begins at 100 ms, doubles, and ends with the attempts', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempts) => delay(attempts))).toEqual([100, 200, 400, 800, 1600, null]);
  });

  test('is at least what Retry-After says, in seconds or as a date', () => {
    expect(delay(1, { 'retry-after': '7' })).toBe(7000);
    expect(delay(1, { 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' })).toBe(3000);
    expect(delay(2, { 'retry-after': '0' })).toBe(200);
    expect(delay(1, { 'retry-after': 'soon' })).toBe(100);
  });
});
