import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrivalOf } from './arrival.ts';
import { toHandlers } from './handlers.ts';

const origin = 'https://transmitter.example:8443';
const server = setupServer(
  ...toHandlers(
    [
      { method: 'POST', path: '/poll/:id', resolve: ({ params }) => Response.json(params) },
      { method: 'GET', path: '/headers', resolve: ({ request }) => Response.json(arrivalOf(request)) },
      { method: 'GET', path: '/reset', resolve: () => Response.error() },
    ],
    origin,
  ),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

test('the routes answer fetch within the process', async () => {
  const response = await fetch(`${origin}/poll/s1`, { method: 'POST', body: '{}' });
  expect(await response.json()).toEqual({ id: 's1' });
});

test('a wrong method is answered 405, as on the socket', async () => {
  const response = await fetch(`${origin}/poll/s1`);
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('an arrival in process has the headers of the request', async () => {
  const response = await fetch(`${origin}/headers`, { headers: { 'x-a': '1' } });
  expect(((await response.json()) as { rawHeaders: unknown[] }).rawHeaders).toContainEqual(['x-a', '1']);
});

test('Response.error() makes the fetch fail', async () => {
  await expect(fetch(`${origin}/reset`)).rejects.toBeInstanceOf(TypeError);
});

test('a path that no route serves is left to onUnhandledRequest', async () => {
  await expect(fetch(`${origin}/unknown`)).rejects.toBeInstanceOf(Error);
});
