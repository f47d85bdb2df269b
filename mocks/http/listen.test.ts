import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { arrivalOf, type Listener, type ListenOptions, listen } from './listen.ts';
import type { Route } from './route.ts';

const open: Listener[] = [];

async function serve(routes: Route[] | (() => Route[]), options?: ListenOptions): Promise<Listener> {
  const listener = await listen(routes, options);
  open.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

/** Sends bytes as they are and reads until the server closes. */
async function exchangeRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('a request', () => {
  test('reaches the resolver with its method, URL, headers and body', async () => {
    const { origin } = await serve([
      {
        method: 'POST',
        path: '/echo/:name',
        resolve: async ({ request, params }) =>
          Response.json({
            method: request.method,
            url: request.url,
            type: request.headers.get('content-type'),
            text: await request.text(),
            params,
          }),
      },
    ]);
    const response = await fetch(`${origin}/echo/a?q=1`, {
      method: 'POST',
      body: 'grüezi',
      headers: { 'content-type': 'text/x' },
    });
    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${origin}/echo/a?q=1`,
      type: 'text/x',
      text: 'grüezi',
      params: { name: 'a' },
    });
  });

  test('is stamped on arrival with its raw headers in order and case', async () => {
    const before = performance.now();
    const { port } = await serve([
      { method: 'GET', path: '/', resolve: ({ request }) => Response.json(arrivalOf(request)) },
    ]);
    const answer = await exchangeRaw(
      port,
      'GET / HTTP/1.0\r\nX-B: 1\r\nhost: h\r\nx-b: 2\r\nX-A: 3\r\nConnection: close\r\n\r\n',
    );
    const arrival = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, unknown>;
    expect(arrival).toMatchObject({
      httpVersion: '1.0',
      rawHeaders: [
        ['X-B', '1'],
        ['host', 'h'],
        ['x-b', '2'],
        ['X-A', '3'],
        ['Connection', 'close'],
      ],
    });
    expect(arrival.at).toBeGreaterThan(before);
    expect(arrival.remotePort).toBeGreaterThan(0);
  });

  test('gets the URL of the listener, whatever Host and an absolute target say', async () => {
    const { port, origin } = await serve([
      { method: 'GET', path: '/a', resolve: ({ request }) => new Response(request.url) },
    ]);
    const answer = await exchangeRaw(
      port,
      'GET http://evil.example/a?x=1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain(`${origin}/a?x=1`);
  });

  test('for an unknown path is answered 404', async () => {
    const { origin } = await serve([{ method: 'GET', path: '/a', resolve: () => new Response() }]);
    expect((await fetch(`${origin}/b`)).status).toBe(404);
    expect((await fetch(`${origin}//evil.example/a`)).status).toBe(404);
  });

  test('with a method that the path has not is answered 405 with Allow', async () => {
    const { origin, port } = await serve([
      { method: 'GET', path: '/a', resolve: () => new Response() },
      { method: 'POST', path: '/a', resolve: () => new Response() },
    ]);
    const response = await fetch(`${origin}/a`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
    const trace = await exchangeRaw(port, 'TRACE /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(trace).toMatch(/^HTTP\/1.1 405 /);
  });

  test('finds the routes of the moment when they come from a function', async () => {
    const routes: Route[] = [];
    const { origin } = await serve(() => routes);
    expect((await fetch(`${origin}/late`)).status).toBe(404);
    routes.push({ method: 'GET', path: '/late', resolve: () => new Response('here') });
    expect(await (await fetch(`${origin}/late`)).text()).toBe('here');
  });

  test('with a body over the cap is answered 413 and never reaches the resolver', async () => {
    let called = false;
    const { origin } = await serve(
      [
        {
          method: 'POST',
          path: '/',
          resolve: () => {
            called = true;
            return new Response();
          },
        },
      ],
      { maxBodyBytes: 1000 },
    );
    expect((await fetch(origin, { method: 'POST', body: 'x'.repeat(1001) })).status).toBe(413);
    expect(called).toBe(false);
    expect((await fetch(origin, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200);
  });

  test('with a body over the cap can be taken with its first bytes and its true length', async () => {
    const { origin } = await serve(
      [
        {
          method: 'POST',
          path: '/',
          resolve: async ({ request }) =>
            Response.json({ text: await request.text(), bytes: arrivalOf(request).bodyBytes }),
        },
      ],
      { maxBodyBytes: 4, overlongBody: 'cut' },
    );
    const post = (body: string) => fetch(origin, { method: 'POST', body }).then((answer) => answer.json());
    expect(await post('0123456789')).toEqual({ text: '0123', bytes: 10 });
    expect(await post('012')).toEqual({ text: '012', bytes: 3 });
    expect(await post('0123456789'.repeat(100_000))).toMatchObject({ text: '0123' });
  });

  test('whose client goes away in the middle of its body is told, not resolved', async () => {
    let told: (error: Error) => void = () => {};
    const error = new Promise<Error>((resolve) => {
      told = resolve;
    });
    let called = false;
    const resolve = () => {
      called = true;
      return new Response();
    };
    const { port } = await serve([{ method: 'POST', path: '/', resolve }], {
      onConnectionError: (e) => told(e),
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf');
    await once(socket, 'connect');
    socket.end();
    expect(await error).toBeInstanceOf(Error);
    expect(called).toBe(false);
  });

  test('whose client goes away aborts the signal', async () => {
    let aborted: () => void = () => {};
    const seen = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    let arrived: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { origin } = await serve([
      {
        method: 'POST',
        path: '/poll',
        resolve: ({ request }) =>
          new Promise((resolve) => {
            request.signal.addEventListener('abort', () => {
              aborted();
              resolve(new Response());
            });
            arrived();
          }),
      },
    ]);
    const client = new AbortController();
    const poll = fetch(`${origin}/poll`, { method: 'POST', body: '{}', signal: client.signal });
    await held;
    client.abort();
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
    await seen;
  });

  test('that is no HTTP is answered 400 and told', async () => {
    const errors: string[] = [];
    const { port } = await serve([], { onConnectionError: (error) => errors.push(error.message) });
    expect(await exchangeRaw(port, 'this is not http\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(errors).toHaveLength(1);
  });
});

describe('an answer', () => {
  test('keeps its status, reason, and several Set-Cookie', async () => {
    const { origin } = await serve([
      {
        method: 'GET',
        path: '/',
        resolve: () =>
          new Response('x', {
            status: 418,
            statusText: 'Short And Stout',
            headers: [
              ['set-cookie', 'a=1'],
              ['set-cookie', 'b=2'],
            ],
          }),
      },
    ]);
    const response = await fetch(origin);
    expect([response.status, response.statusText]).toEqual([418, 'Short And Stout']);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('of 204 has no body', async () => {
    const { port } = await serve([
      { method: 'GET', path: '/', resolve: () => new Response(null, { status: 204 }) },
    ]);
    const answer = await exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 204 No Content\r\n/);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  test('may be a stream whose parts arrive while it goes on', async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (c) => {
        controller = c;
      },
    });
    const { origin } = await serve([{ method: 'GET', path: '/', resolve: () => new Response(body) }]);
    controller?.enqueue(Buffer.from('one'));
    const reader = (await fetch(origin)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    controller?.enqueue(Buffer.from('two'));
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('two');
    controller?.close();
    expect((await reader?.read())?.done).toBe(true);
  });

  test('whose stream fails midway breaks the connection', async () => {
    const { origin } = await serve([
      {
        method: 'GET',
        path: '/',
        resolve: () => {
          let sent = false;
          return new Response(
            new ReadableStream({
              pull: (controller) => {
                if (sent) controller.error(new Error('midway'));
                else controller.enqueue(Buffer.from('start'));
                sent = true;
              },
            }),
          );
        },
      },
    ]);
    await expect(fetch(origin).then((response) => response.text())).rejects.toBeInstanceOf(TypeError);
  });

  test('of Response.error() resets the connection', async () => {
    const { port } = await serve([{ method: 'GET', path: '/', resolve: () => Response.error() }]);
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      httpRequest({ port, host: '127.0.0.1' }).on('error', resolve).end();
    });
    expect(error.code).toBe('ECONNRESET');
  });

  test('of a resolver that throws is 500, and the listener lives on', async () => {
    let fine = false;
    const { origin } = await serve([
      {
        method: 'GET',
        path: '/',
        resolve: () => {
          if (fine) return new Response('fine');
          throw new Error('broken on purpose');
        },
      },
    ]);
    const response = await fetch(origin);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('broken on purpose');
    fine = true;
    expect(await (await fetch(origin)).text()).toBe('fine');
  });
});

describe('the listener', () => {
  test('closes although requests hang and connections idle', async () => {
    let arrived: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const listener = await listen([
      {
        method: 'GET',
        path: '/',
        resolve: () => {
          arrived();
          return new Promise<Response>(() => {});
        },
      },
    ]);
    const idle = connect(listener.port, '127.0.0.1');
    await once(idle, 'connect');
    const hanging = fetch(listener.origin);
    hanging.catch(() => {});
    await held;
    await listener.close();
    await expect(hanging).rejects.toBeInstanceOf(TypeError);
  });

  test('rejects when the port is taken', async () => {
    const { port } = await serve([]);
    await expect(listen([], { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
