import { request as httpRequest } from 'node:http';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { createAuthority } from '../http/certificates.ts';
import { createInboxServer, type InboxServer, type InboxServerOptions } from './inbox.ts';

const open: { close(): Promise<void> }[] = [];
/** Long enough for a slow machine: waits end as soon as what they wait for is there. */
const SOON = 10_000;

async function serve(options?: InboxServerOptions): Promise<InboxServer> {
  const server = await createInboxServer(options);
  open.push(server);
  return server;
}

const push = (url: string, body = 'a.b.c', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/secevent+jwt', ...headers } });

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('an inbox', () => {
  test('accepts a push with 202 and an empty body, and records it', async () => {
    const server = await serve();
    const { id, url } = server.open();
    expect(url).toBe(`${server.origin}/push/${id}`);
    const response = await push(url, 'grüezi', { 'X-Custom': 'v' });
    expect([response.status, await response.text()]).toEqual([202, '']);
    const [arrival] = await server.arrivals(id, 0, SOON);
    expect(arrival).toMatchObject({
      inbox: id,
      index: 0,
      method: 'POST',
      url,
      httpVersion: '1.1',
      bytes: 7,
      truncated: false,
      answer: { kind: 'reply', status: 202 },
    });
    expect(arrival?.body.toString()).toBe('grüezi');
    expect(arrival?.rawHeaders).toContainEqual(['X-Custom', 'v']);
    expect(arrival?.answeredAt).toBeGreaterThan(arrival?.at ?? Number.POSITIVE_INFINITY);
  });

  test('gives scripted answers in order and then accepts again', async () => {
    const server = await serve();
    const { id, url } = server.open();
    server.script(id, [
      {
        kind: 'reply',
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: '{"err":"invalid_key"}',
      },
      { kind: 'reply', status: 429, headers: { 'retry-after': '1' } },
      { kind: 'reply', status: 503, delayMs: 5 },
    ]);
    const refused = await push(url);
    expect([refused.status, await refused.json()]).toEqual([400, { err: 'invalid_key' }]);
    const limited = await push(url);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await push(url)).status).toBe(503);
    expect((await push(url)).status).toBe(202);
    const answers = (await server.arrivals(id, 0, 0)).map(({ answer }) => answer);
    expect(answers.map((answer) => answer.kind === 'reply' && answer.status)).toEqual([400, 429, 503, 202]);
  });

  test('resets the connection when told to, and records what came', async () => {
    const server = await serve();
    const { id, url } = server.open();
    server.script(id, [{ kind: 'reset' }]);
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      httpRequest(url, { method: 'POST' }).on('error', resolve).end('x');
    });
    expect(error.code).toBe('ECONNRESET');
    expect(await server.arrivals(id, 0, SOON)).toHaveLength(1);
  });

  test('shows an arrival before its late answer is given', async () => {
    const server = await serve();
    const { id, url } = server.open();
    server.script(id, [{ kind: 'reply', status: 202, delayMs: 60_000 }]);
    const pending = push(url);
    const [arrival] = await server.arrivals(id, 0, SOON);
    expect(arrival?.answeredAt).toBeNull();
    await server.close();
    await expect(pending).rejects.toBeInstanceOf(TypeError);
  });

  test('takes any method, and an unusable answer does not stop it', async () => {
    const server = await serve();
    const { id, url } = server.open();
    server.script(id, [{ kind: 'reply', status: 99 }]);
    expect((await fetch(url)).status).toBe(500);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(202);
    expect((await server.arrivals(id, 0, 0)).map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  test('keeps the beginning of a long body and says that it was cut', async () => {
    const server = await serve({ maxBodyBytes: 1000 });
    const { id, url } = server.open();
    expect((await push(url, 'x'.repeat(5000))).status).toBe(202);
    const [arrival] = await server.arrivals(id, 0, 0);
    expect(arrival).toMatchObject({ bytes: 5000, truncated: true });
    expect(arrival?.body).toHaveLength(1000);
  });

  test('keeps apart from other inboxes', async () => {
    const server = await serve();
    const [one, two] = [server.open(), server.open()];
    server.script(one.id, [{ kind: 'reply', status: 500 }]);
    expect((await push(two.url)).status).toBe(202);
    expect(await server.arrivals(one.id, 0, 0)).toEqual([]);
    expect(await server.arrivals(two.id, 0, 0)).toHaveLength(1);
  });
});

describe('an inbox with a relay', () => {
  test('answers what the relay finds, after what is scripted', async () => {
    const server = await serve();
    const { id, url } = server.open();
    server.relay(id, async ({ body }) => ({
      kind: 'reply',
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: `{"got":"${body.toString()}"}`,
    }));
    server.script(id, [{ kind: 'reply', status: 503 }]);
    expect((await push(url)).status).toBe(503);
    const response = await push(url, 'second');
    expect([response.status, await response.text()]).toEqual([400, '{"got":"second"}']);
    const [first, second] = await server.arrivals(id, 0, 0);
    expect(first?.answer).toMatchObject({ status: 503 });
    expect(second?.answer).toMatchObject({ status: 400 });
  });

  test('shows an arrival before its answer is found', async () => {
    const answered: (number | null)[] = [];
    const server = await serve({ onAnswered: ({ answeredAt }) => answered.push(answeredAt) });
    const { id, url } = server.open();
    let found: (answer: { kind: 'reply'; status: number }) => void = () => undefined;
    server.relay(id, () => new Promise((resolve) => (found = resolve)));
    const pending = push(url);
    const [arrival] = await server.arrivals(id, 0, SOON);
    expect([arrival?.decided, arrival?.answeredAt, answered]).toEqual([false, null, []]);
    found({ kind: 'reply', status: 202 });
    expect((await pending).status).toBe(202);
    expect([arrival?.decided, answered]).toEqual([true, [arrival?.answeredAt]]);
  });
});

describe('waiting for arrivals', () => {
  test('ends as soon as one comes', async () => {
    const server = await serve();
    const { id, url } = server.open();
    await push(url);
    const next = server.arrivals(id, 1, SOON);
    await push(url, 'second');
    expect((await next).map(({ index, body }) => [index, body.toString()])).toEqual([[1, 'second']]);
  });

  test('ends empty at its deadline, and when the server closes', async () => {
    const server = await serve();
    const { id } = server.open();
    expect(await server.arrivals(id, 0, 5)).toEqual([]);
    const waiting = server.arrivals(id, 0, SOON);
    await server.close();
    expect(await waiting).toEqual([]);
  });
});

describe('the server of inboxes', () => {
  test('answers unknown paths 404 and remembers the last of them', async () => {
    const server = await serve();
    for (let i = 0; i < 22; i += 1) expect((await push(`${server.origin}/push/${i}`)).status).toBe(404);
    const { count, last } = server.strays();
    expect(count).toBe(22);
    expect(last.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, i) => `/push/${i + 2}`));
  });

  test('hands out URLs under its public URL, and takes requests with or without its path', async () => {
    const server = await serve({ publicUrl: 'https://tunnel.example/abc/' });
    const { id, url } = server.open();
    expect(url).toBe(`https://tunnel.example/abc/push/${id}`);
    await push(`${server.origin}/push/${id}`);
    await push(`${server.origin}/abc/push/${id}`);
    expect((await server.arrivals(id, 0, 0)).map((arrival) => arrival.url)).toEqual([url, url]);
  });

  test('tells of each arrival', async () => {
    const told: string[] = [];
    const server = await serve({ onArrival: (arrival) => told.push(arrival.body.toString()) });
    await push(server.open().url, 'one');
    expect(told).toEqual(['one']);
  });

  test('serves https', async () => {
    const { ca, issue } = await createAuthority();
    const server = await serve({ tls: await issue() });
    const { id, url } = server.open();
    expect(url).toMatch(/^https:/);
    const dispatcher = new Agent({ connect: { ca } });
    open.push(dispatcher);
    expect((await request(url, { method: 'POST', body: 'x', dispatcher })).statusCode).toBe(202);
    expect(await server.arrivals(id, 0, 0)).toHaveLength(1);
  });

  test('answers a flood whole, keeps 2,000 arrivals and counts the rest', async () => {
    let told = 0;
    const server = await serve({
      onDropped: () => {
        told += 1;
      },
    });
    const { id, url } = server.open();
    const dispatcher = new Agent({ connections: 20 });
    open.push(dispatcher);
    let accepted = 0;
    const lane = async (): Promise<void> => {
      for (let i = 0; i < 125; i += 1) {
        const response = await request(url, { method: 'POST', body: 'x', dispatcher });
        await response.body.dump();
        if (response.statusCode === 202) accepted += 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, lane));
    expect(accepted).toBe(2500);
    expect(await server.arrivals(id, 0, 0)).toHaveLength(2000);
    expect([server.dropped(id), told]).toEqual([500, 500]);
  });
});
