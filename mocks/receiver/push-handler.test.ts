import { expect, test } from 'vitest';
import { ReceiverBench } from './receiver-bench.ts';
import type { ReceiverSeams } from './seams.ts';

async function push(
  bench: ReceiverBench,
  body: string | null,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Response> {
  const request = new Request('https://receiver.example.com/push', {
    method,
    headers: { 'content-type': 'application/secevent+jwt', authorization: 'Bearer right', ...headers },
    body,
  });
  return bench.core.pushRoute('/push', () => 'Bearer right').resolve({ request, params: {} });
}

test('a good SET is answered 202 without a body, whatever follows the content type', async () => {
  const bench = new ReceiverBench();
  const response = await push(bench, bench.set(), {
    'content-type': 'Application/secevent+jwt; charset=utf-8',
  });
  expect([response.status, await response.text()]).toEqual([202, '']);
});

test('a bad SET is answered 400 with code, description and language', async () => {
  const response = await push(new ReceiverBench(), 'abc');
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('content-language')).toBe('en');
  expect(await response.json()).toEqual({
    err: 'invalid_request',
    description: expect.any(String) as string,
  });
});

test('requests that are no pushes are answered with the status of HTTP', async () => {
  const bench = new ReceiverBench();
  const get = await push(bench, null, {}, 'GET');
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  const stranger = await push(bench, bench.set(), { authorization: 'Bearer wrong' });
  expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="push"']);
  expect((await push(bench, bench.set(), { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await push(bench, 'a'.repeat(1024 * 1024 + 1))).status).toBe(413);
});

test('while the keys cannot be had the Transmitter is told to come again', async () => {
  const bench = new ReceiverBench();
  bench.published = null;
  expect((await push(bench, bench.set())).status).toBe(503);
});

test('seams answer first and last', async () => {
  const seams: ReceiverSeams = {
    beforePush: ({ method }) => (method === 'GET' ? { status: 200, headers: {}, body: 'hello' } : undefined),
    pushReply: (reply, _push, refusal) => (refusal ? null : { ...reply, headers: { 'x-seam': 'yes' } }),
  };
  const bench = new ReceiverBench({ seams });
  expect((await push(bench, null, {}, 'GET')).status).toBe(200);
  expect((await push(bench, bench.set())).headers.get('x-seam')).toBe('yes');
  expect((await push(bench, 'abc')).type).toBe('error');
});
