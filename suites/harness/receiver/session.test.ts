import { expect, test } from 'vitest';
import { ask, managed, open, POLL, PUSH_CREDENTIALS, push, pushEndpoint, TOKEN } from './peer/test-bench.ts';
import type { ReceiverTarget } from './session-options.ts';

test('A managed Receiver creates a stream, is told its audience, and every call of it is seen', async () => {
  const target = managed(POLL);
  const { rim, facts, issuer } = await open(target);
  expect(facts).toMatchObject({
    form: 'managed',
    deliveries: ['push', 'poll'],
    audience: 'https://receiver.example.com',
  });
  expect(facts.hooks).toEqual(['start', 'restart', 'push-authorization']);
  const started = await rim.start({ delivery: 'poll' }, 'family/check');
  expect(started).toEqual({ ok: true, life: 1, issuer });
  expect(target.requests).toMatchObject([
    { issuer, scenario: 'family/check', delivery: 'poll', pollUrl: null },
  ]);
  const [stream] = await rim.streams();
  expect(stream).toMatchObject({
    id: target.streams[0],
    delivery: 'poll',
    audience: facts.audience,
    request: { delivery: POLL },
    endpointUrl: null,
    life: 1,
    status: 'enabled',
  });
  const calls = await rim.calls(0, 0);
  expect(calls.map(({ index, operation, client, life }) => ({ index, operation, client, life }))).toEqual([
    { index: 0, operation: 'metadata', client: null, life: 1 },
    { index: 1, operation: 'create-stream', client: 'receiver', life: 1 },
  ]);
  expect(calls[1]).toMatchObject({
    json: { delivery: POLL },
    response: { status: 201, json: { aud: facts.audience } },
  });
  expect(calls[1]?.request.headers.authorization).toBe(`Bearer ${TOKEN}`);
});

test('A new life ends the one before: its streams are gone, and its late calls are still put down to it', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [first = ''] = target.streams;
  expect(await rim.start({ delivery: 'poll' }, null)).toMatchObject({ ok: true, life: 2 });
  expect(target.stopped).toBe(1);
  expect((await rim.streams()).map(({ life }) => life)).toEqual([2]);
  const late = await ask('POST', `${issuer}/ssf/poll/${first}`, {});
  expect(late.status).toBe(404);
  expect((await rim.calls(0, 0)).at(-1)).toMatchObject({ operation: 'poll', streamId: first, life: 1 });
  await rim.stop();
  expect(await rim.streams()).toEqual([]);
});

test('A start that fails, or does not end, is told and masked', async () => {
  const slow: ReceiverTarget = {
    start: () => new Promise(() => undefined),
    credentials: { accessToken: TOKEN },
  };
  const { rim } = await open(slow, { limits: { start: 50 } });
  expect(await rim.start({ delivery: 'poll' }, null)).toMatchObject({ ok: false, life: 1 });
  const failing = { ...slow, start: () => Promise.reject(new Error(`no such thing as ${TOKEN}`)) };
  const { message } = await (await open(failing)).rim.start({ delivery: 'poll' }, null);
  expect(message).toMatch(/^no such thing as ‹masked/);
  const { rim: none } = await open({});
  expect(await none.start({ delivery: 'push' }, null)).toMatchObject({
    ok: false,
    message: expect.any(String) as string,
  });
  expect(await none.effects(null)).toMatchObject({ ok: false, effects: [] });
});

test('The process of the target is stopped with its life', async () => {
  let ended = false;
  const process = {
    ended: () => ended,
    stop: async () => {
      ended = true;
    },
  };
  const start = async () => {
    ended = false;
    return { ok: true, process };
  };
  const { rim, facts } = await open({ start, startOnce: true });
  expect(facts.hooks).not.toContain('restart');
  expect(await rim.ended()).toBeNull();
  expect(await rim.start({ delivery: 'push' }, null)).toEqual({ ok: true, life: 1, issuer: facts.issuer });
  expect(await rim.ended()).toBe(false);
  await rim.stop();
  expect([ended, await rim.ended()]).toEqual([true, null]);
});
test('Tokens of our token endpoint open the API until they are revoked', async () => {
  const { rim, issuer } = await open({ credentials: { clientId: 'target', clientSecret: 'its secret' } });
  const authorization = `Basic ${Buffer.from('target:its%20secret').toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'ssf.read' });
  const answered = await fetch(`${issuer}/token`, { method: 'POST', headers: { authorization }, body });
  const { access_token: token } = (await answered.json()) as { access_token: string };
  expect((await ask('GET', `${issuer}/ssf/streams`, undefined, token)).status).toBe(200);
  await rim.revokeTokens();
  expect((await ask('GET', `${issuer}/ssf/streams`, undefined, token)).status).toBe(401);
  const clients = (await rim.calls(0, 0)).map(({ client }) => client);
  expect(clients).toEqual([null, 'target', null]);
});

test('Without configured credentials any token will do, or none', async () => {
  const { rim, issuer, facts } = await open({});
  expect(facts.hooks).not.toContain('client-credentials');
  expect((await ask('POST', `${issuer}/ssf/streams`, {}, null)).status).toBe(201);
  expect((await ask('GET', `${issuer}/ssf/streams`, undefined, 'anything')).json).toHaveLength(1);
  const form = { grant_type: 'client_credentials', client_id: 'any', client_secret: 'whatever' };
  const granted = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
  expect(granted.status).toBe(200);
  expect((await rim.calls(0, 0)).map(({ client }) => client)).toEqual([null, 'receiver', null]);
});

test('Secrets of the target and tokens of ours are masked in the record, not in what checks see', async () => {
  const endpoint = await pushEndpoint();
  const target = managed(push(endpoint.url));
  const { rim, recorder } = await open(target);
  await rim.start({ delivery: 'push' }, 'family/check');
  await rim.push({ body: `the body tells ${PUSH_CREDENTIALS} and ${TOKEN}` }, 'family/check');
  const recorded = JSON.stringify(recorder.exchanges);
  for (const secret of [TOKEN, PUSH_CREDENTIALS.slice('Bearer '.length)])
    expect(recorded).not.toContain(secret);
  expect(recorder.exchanges.map(({ check }) => check)).toEqual(Array(3).fill('family/check'));
  expect(JSON.stringify(await rim.calls(0, 0))).toContain(TOKEN);
  expect(recorder.exchanges.find(({ request }) => request.url.endsWith('/streams'))?.response?.status).toBe(
    201,
  );
});
