import { expect, test } from 'vitest';
import { ask, type Json, open, TOKEN } from './test-bench.ts';

test('Scripted answers go before our own, also at the token endpoint and on unknown paths', async () => {
  const { rim, issuer } = await open({ credentials: { clientId: 'target', clientSecret: 'its secret' } });
  await rim.scene({
    answers: [
      {
        operation: 'token',
        answers: [{ kind: 'reply', status: 503, headers: { 'retry-after': '1' } }, { kind: 'reset' }],
      },
      { operation: 'unknown', answers: [{ kind: 'reply', status: 200, body: { here: 1 } }], always: true },
    ],
    token: { token_type: 'bearer', extra: [] },
    tokenLifetimeS: 7,
  });
  const token = () =>
    fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'target',
        client_secret: 'its secret',
      }),
    });
  const refused = await token();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  await expect(token()).rejects.toThrow('fetch failed');
  expect(await (await token()).json()).toMatchObject({ token_type: 'bearer', extra: [], expires_in: 7 });
  for (const _ of [1, 2]) expect((await ask('GET', `${issuer}/nowhere`)).json).toEqual({ here: 1 });
  const calls = await rim.calls(0, 0);
  expect(calls.map(({ operation }) => operation)).toEqual(['token', 'token', 'token', 'unknown', 'unknown']);
  expect(calls[1]).toMatchObject({
    response: null,
    error: { kind: 'reset' },
    answeredAtMs: expect.any(Number) as number,
  });
});

test('Scenes change documents, keys, configurations and stream ids', async () => {
  const { rim, issuer } = await open({ credentials: { accessToken: TOKEN } });
  await rim.scene({
    metadata: { issuer: 'https://other.example', status_endpoint: null },
    configuration: { iss: 'https://other.example', aud: null },
    keys: ['next', 'weak'],
    foreignKeys: [{ kty: 'unknown' }],
    protectedResource: { resource: issuer },
    reservedStreamId: true,
    singleStream: true,
  });
  const metadata = (await ask('GET', `${issuer}/.well-known/ssf-configuration`)).json;
  expect(metadata).toMatchObject({ issuer: 'https://other.example' });
  expect(metadata).not.toHaveProperty('status_endpoint');
  const jwks = (await ask('GET', `${issuer}/jwks.json`)).json.keys as Json[];
  expect(jwks).toEqual([{ kty: 'unknown' }, await rim.publicJwk('next'), await rim.publicJwk('weak')]);
  expect((await ask('GET', `${issuer}/.well-known/oauth-protected-resource/ssf`)).json).toEqual({
    resource: issuer,
  });
  const created = await ask('POST', `${issuer}/ssf/streams`, {});
  expect(created.json).toMatchObject({ iss: 'https://other.example' });
  expect(created.json).not.toHaveProperty('aud');
  expect((await ask('POST', `${issuer}/ssf/streams`, {})).status).toBe(409);
  const id = String(created.json.stream_id);
  expect(id).toContain('&');
  expect((await ask('GET', `${issuer}/ssf/streams?stream_id=${id}`)).status).toBe(404);
  expect((await ask('GET', `${issuer}/ssf/streams?stream_id=${encodeURIComponent(id)}`)).status).toBe(200);
  const { endpoint_url: pollUrl } = created.json.delivery as { endpoint_url: string };
  expect((await ask('POST', pollUrl, { returnImmediately: true })).status).toBe(200);
  await rim.scene({});
  expect((await ask('GET', `${issuer}/.well-known/oauth-protected-resource`)).status).toBe(404);
});

test('A scripted answer that cannot be given is our own fault, and said to be', async () => {
  const { rim, issuer, recorder } = await open({});
  await rim.scene({ answers: [{ operation: 'jwks', answers: [{ kind: 'reply', status: 42 }] }] });
  expect((await ask('GET', `${issuer}/jwks.json`)).status).toBe(500);
  expect(await rim.calls(0, 0)).toMatchObject([{ operation: 'jwks', response: { status: 500 } }]);
  expect([...recorder.omissions]).toEqual([expect.stringContaining('failed at the operation jwks')]);
});
