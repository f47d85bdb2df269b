import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpClient, MAX_RESPONSE_BYTES, type RawResult } from '../rim/http-client.ts';
import * as hostile from './hostile-servers.ts';
import type { HostileServer } from './server.ts';

const open: { close(): Promise<void> }[] = [];

async function serve(server: Promise<HostileServer>): Promise<HostileServer> {
  open.push(await server);
  return server;
}

/** What the harness's client makes of the server; the deadline is long, but for servers that use it up. */
async function get(server: Promise<HostileServer>, timeoutMs = 20_000): Promise<RawResult> {
  const { origin } = await serve(server);
  const client = new HttpClient();
  open.push(client);
  return client.send({
    method: 'GET',
    url: `${origin}/.well-known/ssf-configuration`,
    headers: { authorization: 'Bearer secret' },
    body: null,
    timeoutMs,
  });
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the client survives a server that', () => {
  test('is not there', async () => {
    expect((await get(hostile.refusing())).error?.kind).toBe('refused');
  });

  test('never answers', async () => {
    expect((await get(hostile.silent(), 100)).error?.kind).toBe('timeout');
  });

  test('speaks no HTTP', async () => {
    expect((await get(hostile.notHttp())).error?.kind).toBe('protocol');
  });

  test('closes the connection at once', async () => {
    expect((await get(hostile.closing())).error?.kind).toBe('reset');
  });

  test('resets the connection in the middle of a body', async () => {
    expect((await get(hostile.resetting())).error?.kind).toBe('reset');
  });

  test('sends 200 MB', async () => {
    const before = process.memoryUsage().rss;
    const result = await get(hostile.huge(200 * 1024 * 1024));
    expect(result.error?.kind).toBe('too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(10 * MAX_RESPONSE_BYTES);
  });

  test('never ends its body', async () => {
    expect((await get(hostile.trickling(10), 100)).error?.kind).toBe('timeout');
  });

  test('never ends its headers', async () => {
    expect((await get(hostile.endlessHeaders())).error?.kind).toBe('protocol');
  });

  test('nests its JSON 100,000 levels deep', async () => {
    expect((await get(hostile.nested(100_000))).error?.message).toContain('levels deep');
    expect((await get(hostile.nested(100))).response?.status).toBe(200);
  });

  test('sends bytes that are not UTF-8', async () => {
    expect((await get(hostile.invalidUtf8())).response?.utf8).toBe(false);
  });

  test('sends nothing, or a page', async () => {
    expect((await get(hostile.empty())).response).toMatchObject({ bytes: 0, json: undefined });
    expect((await get(hostile.html())).response).toMatchObject({ status: 200, json: undefined });
  });

  test('redirects elsewhere: nobody gets the credentials', async () => {
    const collector = await serve(hostile.failing());
    const result = await get(hostile.redirecting(collector.origin));
    expect(result.response?.status).toBe(307);
    expect(collector.seen).toEqual([]);
  });

  test('fails', async () => {
    expect((await get(hostile.failing())).response?.status).toBe(500);
  });
});

test('a hostile server closes although its connections hang', async () => {
  const server = await hostile.silent();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  await server.close();
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});
