import { expect, test } from 'vitest';
import { bench } from './test-bench.ts';

const managed = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;

test('without a token the answer is 401 with a challenge that has no error', async () => {
  const { call, url } = bench();
  for (const [method, target] of [
    ['GET', url.streams],
    ['GET', url.status],
    ['POST', url.add],
    ['POST', url.verify],
    ['POST', url.poll('any')],
  ] as const) {
    const answer = await call(method, target, { as: null });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ssf"');
  }
});

test('a wrong and an expired token are invalid', async () => {
  let now = 1_700_000_000_000;
  const { call, url, issue } = bench({ now: () => now });
  const token = issue('receiver-1', 'ssf.manage', 60);
  expect((await call('GET', url.streams, { token })).status).toBe(200);
  now += 61_000;
  for (const bad of [token, 'stranger']) {
    const answer = await call('GET', url.streams, { token: bad });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  }
});

test('a token for reading reads, and may do nothing else', async () => {
  const { call, url } = bench();
  for (const method of managed) {
    const answer = await call(method, url.streams, { scope: 'ssf.read', json: {} });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="ssf.manage"/);
  }
  expect((await call('GET', url.streams, { scope: 'ssf.read' })).status).toBe(200);
  expect((await call('GET', url.streams, { scope: 'ssf.manage' })).status).toBe(200);
  expect((await call('GET', url.streams, { scope: 'other' })).status).toBe(403);
});

test('a token in the query is no credential, and beside one in the header it is an error', async () => {
  const { call, url, issue } = bench();
  const target = `${url.streams}?access_token=${issue('receiver-1', 'ssf.manage')}`;
  const alone = await call('GET', target, { as: null });
  expect(alone.status).toBe(401);
  const both = await call('GET', target);
  expect(both.status).toBe(400);
  expect(both.headers.get('www-authenticate')).toContain('error="invalid_request"');
});

test('a foreign stream is as unknown as one that never was', async () => {
  const { call, stream, url } = bench();
  const { stream_id } = await stream({}, 'receiver-2');
  const attempts = [
    () => call('GET', `${url.streams}?stream_id=${stream_id}`),
    () => call('PATCH', url.streams, { json: { stream_id } }),
    () => call('PUT', url.streams, { json: { stream_id } }),
    () => call('DELETE', `${url.streams}?stream_id=${stream_id}`),
    () => call('GET', `${url.status}?stream_id=${stream_id}`),
    () => call('POST', url.status, { json: { stream_id, status: 'paused' } }),
    () => call('POST', url.add, { json: { stream_id, subject: { format: 'opaque', id: 'x' } } }),
    () => call('POST', url.remove, { json: { stream_id, subject: { format: 'opaque', id: 'x' } } }),
    () => call('POST', url.verify, { json: { stream_id } }),
    () => call('POST', url.poll(stream_id), { json: {} }),
  ];
  for (const attempt of attempts) expect((await attempt()).status).toBe(404);
  expect((await call('GET', url.streams)).json).toEqual([]);
});
