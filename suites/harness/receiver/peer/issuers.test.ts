import { expect, test } from 'vitest';
import { createAuthority } from '../../../../mocks/http/certificates.ts';
import { HttpClient } from '../../rim/http-client.ts';
import type { StartRequest } from '../exchange.ts';
import { ask, closers, open, TOKEN } from './test-bench.ts';

test('Over https our issuer stands at several doors; what a target does at a bad one is seen', async () => {
  const authority = await createAuthority();
  const requests: StartRequest[] = [];
  const start = async (request: StartRequest) => {
    requests.push(request);
    return { ok: true };
  };
  const { rim, facts } = await open({ start, credentials: { accessToken: TOKEN } }, { authority });
  expect(facts.https).toBe(true);
  expect(facts.hooks).toContain('trusted-authority');
  const careful = new HttpClient(authority);
  closers.push(() => careful.close());
  const get = (url: string) => careful.send({ method: 'GET', url, headers: {}, body: null, timeoutMs: 5000 });
  expect((await get(facts.metadataUrl)).response?.status).toBe(200);

  const { issuer } = await rim.start({ delivery: 'poll', door: 'path' }, null);
  expect(issuer).toBe(`${facts.issuer}/tenant/1`);
  const metadataUrl = `${facts.issuer}/.well-known/ssf-configuration/tenant/1`;
  expect(requests.at(-1)).toMatchObject({ issuer, metadataUrl });
  expect((await get(metadataUrl)).response?.json).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks.json` });
  expect((await get(`${issuer}/.well-known/ssf-configuration`)).response?.status).toBe(404);
  expect((await rim.calls(0, 0)).map(({ operation }) => operation)).toEqual([
    'metadata',
    'metadata',
    'unknown',
  ]);

  for (const door of ['unknown-authority', 'self-signed', 'wrong-name', 'expired', 'old-tls'] as const) {
    const from = (await rim.calls(0, 0)).length;
    const bad = await rim.start({ delivery: 'poll', door }, null);
    expect(bad.issuer).not.toContain(facts.issuer);
    expect((await get(requests.at(-1)?.metadataUrl ?? '')).error?.kind).toMatch(/tls|reset|protocol/);
    expect(await rim.calls(from, 0)).toEqual([]);
  }
});

test('An issuer whose path ends with a slash has its metadata where the slash is left out', async () => {
  const { rim, facts } = await open({ start: async () => ({ ok: true }) });
  const { issuer } = await rim.start({ delivery: 'poll', door: 'path-slash' }, null);
  expect(issuer).toBe(`${facts.issuer}/tenant/2/`);
  const metadata = await ask('GET', `${facts.issuer}/.well-known/ssf-configuration/tenant/2`);
  expect(metadata.json).toMatchObject({ issuer, jwks_uri: `${facts.issuer}/tenant/2/jwks.json` });
  const { json: jwks } = await ask('GET', String(metadata.json.jwks_uri));
  expect(jwks.keys).toHaveLength(2);
});

test('Behind a public URL the issuer stands at its origin', async () => {
  const { facts, rim } = await open({}, { publicUrl: 'https://tunnel.example/prefix' });
  expect(facts).toMatchObject({ issuer: 'https://tunnel.example', https: true });
  expect(facts.metadataUrl).toBe('https://tunnel.example/.well-known/ssf-configuration');
  expect(await rim.streams()).toEqual([]);
});
