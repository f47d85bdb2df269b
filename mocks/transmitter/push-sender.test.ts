import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../http/certificates.ts';
import { listen } from '../http/listen.ts';
import { fetchSender, socketSender } from './push-sender.ts';

const never = new AbortController().signal;

function pushTo(url: string) {
  return { method: 'POST', url, headers: { accept: 'application/json' }, body: 'a.b.c' };
}

function sender(ca?: string) {
  const made = socketSender(ca);
  onTestFinished(() => made.close());
  return made.send;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([
  ['undici', () => sender()],
  ['fetch', () => fetchSender],
])('%s does not follow redirects', async (_, make) => {
  const url = await serve((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
  const answer = await make()(pushTo(url), never);
  expect([answer.status, answer.headers.location]).toEqual([307, '/elsewhere']);
});

test('an answer counts although its body breaks off', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(202, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  expect((await sender()(pushTo(url), never)).status).toBe(202);
});

test('a Receiver whose certificate is not vouched for gets nothing', async () => {
  const authority = await createAuthority();
  let arrived = 0;
  const resolve = () => {
    arrived += 1;
    return new Response(null, { status: 202 });
  };
  const receiver = await listen([{ method: 'POST', path: '/', resolve }], { tls: await authority.issue() });
  onTestFinished(() => receiver.close());
  await expect(sender()(pushTo(`${receiver.origin}/`), never)).rejects.toThrow('certificate');
  expect(arrived).toBe(0);
  expect((await sender(authority.ca)(pushTo(`${receiver.origin}/`), never)).status).toBe(202);
});
