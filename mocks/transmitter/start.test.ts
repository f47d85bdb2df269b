import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';
import { Agent, request as undiciRequest } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority, selfSigned } from '../http/certificates.ts';
import { toHandlers } from '../http/handlers.ts';
import { fetchSender } from './push-sender.ts';
import { startTransmitter } from './start.ts';
import { bench, claimsOf, SESSION_REVOKED } from './test-bench.ts';

async function json(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  return (await (await fetch(url, init)).json()) as Record<string, unknown>;
}

test('a started Transmitter gives tokens, streams and pushes on real sockets', async () => {
  const started = await startTransmitter({ path: '/tenant-1' });
  onTestFinished(() => started.close());
  const bodies: string[] = [];
  const inbox = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(chunk));
    request.on('end', () => response.writeHead(202).end());
  });
  const arrived = new Promise((resolve) => inbox.once('request', (request) => request.on('end', resolve)));
  await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void inbox.close());

  const [client] = started.clients;
  const grant = {
    grant_type: 'client_credentials',
    client_id: client?.id ?? '',
    client_secret: client?.secret ?? '',
  };
  const { access_token: token } = await json(started.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams(grant),
  });
  const { configuration_endpoint: streams, issuer } = await json(started.metadataUrl);
  expect(issuer).toBe(started.issuer);
  const delivery = {
    method: 'urn:ietf:rfc:8935',
    endpoint_url: `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/`,
  };
  await json(String(streams), {
    method: 'POST',
    headers: { authorization: `Bearer ${String(token)}` },
    body: JSON.stringify({ delivery, events_requested: [SESSION_REVOKED] }),
  });
  const { jti } = await started.trigger({ type: SESSION_REVOKED });
  await arrived;
  expect(claimsOf(bodies.join('')).jti).toBe(jti);
});

test('a started Transmitter speaks TLS', async () => {
  const authority = await createAuthority();
  const started = await startTransmitter({ tls: await authority.issue() });
  onTestFinished(() => started.close());
  expect(started.issuer).toMatch(/^https:/);
  const dispatcher = new Agent({ connect: { ca: authority.ca } });
  onTestFinished(() => dispatcher.destroy());
  const { body } = await undiciRequest(started.metadataUrl, { dispatcher });
  expect(await body.json()).toMatchObject({ issuer: started.issuer });
});

test('closing ends held polls and lets go of the port', async () => {
  const started = await startTransmitter({ longPollMs: 3_600_000 });
  const [client] = started.clients;
  const headers = { authorization: `Bearer ${client?.token}` };
  const { configuration_endpoint: streams } = await json(started.metadataUrl);
  const { delivery } = await json(String(streams), { method: 'POST', headers, body: '{}' });
  const held = fetch((delivery as { endpoint_url: string }).endpoint_url, {
    method: 'POST',
    headers,
    body: '{}',
  });
  const ended = held.then(
    () => 'answered',
    () => 'cut',
  );
  await started.close();
  expect(['answered', 'cut']).toContain(await ended);
  await expect(fetch(started.metadataUrl)).rejects.toThrow('fetch failed');
});

test('its routes can be intercepted in process, pushes included', async () => {
  const { transmitter, issue, url } = bench({ issuer: 'https://ssf.example.com/t', sender: fetchSender });
  const server = setupServer(...toHandlers(transmitter.routes, 'https://ssf.example.com'));
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  const headers = { authorization: `Bearer ${issue('receiver-1', 'ssf.manage')}` };
  expect(await json(url.streams, { headers })).toEqual([]);
  expect(await json(transmitter.metadataUrl)).toMatchObject({ issuer: 'https://ssf.example.com/t' });
});

test('with mutual TLS a certificate authenticates the client, and its token works with no other', async () => {
  const authority = await createAuthority();
  const started = await startTransmitter({
    tls: await authority.issue(),
    clientCertificates: { ca: authority.ca },
  });
  onTestFinished(() => started.close());
  const agentWith = (own?: { key: string; cert: string }): Agent => {
    const agent = new Agent({ connect: { ca: authority.ca, ...own } });
    onTestFinished(() => agent.destroy());
    return agent;
  };
  const own = agentWith(await authority.issue({ names: ['receiver-1'], use: 'client' }));
  const others = agentWith(await authority.issue({ names: ['receiver-2'], use: 'client' }));
  const forged = agentWith(await selfSigned({ names: ['receiver-1'], use: 'client' }));
  const nobody = agentWith();
  const ask = (dispatcher: Agent, form: Record<string, string> = {}) =>
    undiciRequest(started.tokenEndpoint, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'receiver-1',
        ...form,
      }).toString(),
    });
  const read = async (dispatcher: Agent, token: string) => {
    const answer = await undiciRequest(`${started.issuer}/ssf/streams`, {
      dispatcher,
      headers: { authorization: `Bearer ${token}` },
    });
    return [answer.statusCode, String(answer.headers['www-authenticate'] ?? '')];
  };

  const granted = (await (await ask(own)).body.json()) as { access_token: string };
  expect(await read(own, granted.access_token)).toEqual([200, '']);
  for (const other of [others, nobody]) {
    expect(await read(other, granted.access_token)).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
  }
  for (const wrong of [others, forged, nobody]) expect((await ask(wrong)).statusCode).toBe(401);

  // RFC 8705 section 3: with a secret the token is bound to the certificate as well, and without one to none.
  const secret = { client_secret: started.clients[0]?.secret ?? '' };
  const bound = (await (await ask(others, secret)).body.json()) as { access_token: string };
  expect((await read(nobody, bound.access_token))[0]).toBe(401);
  expect((await read(others, bound.access_token))[0]).toBe(200);
  const free = (await (await ask(nobody, secret)).body.json()) as { access_token: string };
  expect((await read(others, free.access_token))[0]).toBe(200);

  const metadata = await undiciRequest(started.authorizationServer.metadataUrl, { dispatcher: nobody });
  expect(await metadata.body.json()).toMatchObject({
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'tls_client_auth'],
    tls_client_certificate_bound_access_tokens: true,
  });
});
