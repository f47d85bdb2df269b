import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { createAuthority } from '../../../mocks/http/certificates.ts';
import { type Listener, listen } from '../../../mocks/http/listen.ts';
import { HttpClient } from '../rim/http-client.ts';
import type { StartRequest } from './exchange.ts';
import { openReceiverSession, type ReceiverSession } from './session.ts';
import type { ReceiverSessionOptions, ReceiverTarget } from './session-options.ts';

const TOKEN = 'token-of-the-target-0123456789';
const PUSH_CREDENTIALS = 'Bearer push-credentials-of-the-target';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(
  target: ReceiverTarget = {},
  options: Partial<ReceiverSessionOptions> = {},
): Promise<ReceiverSession> {
  const session = await openReceiverSession({ target, profile: 'ssf', limits: { start: 2000 }, ...options });
  closers.push(() => session.close());
  return session;
}

type Json = Record<string, unknown>;

async function ask(method: string, url: string, body?: Json, token: string | null = TOKEN) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: (text === '' ? {} : JSON.parse(text)) as Json,
  };
}

/** A push endpoint that takes everything, and what came there. */
async function pushEndpoint(
  status = 202,
): Promise<{ url: string; pushes: { body: string; headers: Headers; method: string }[] }> {
  const pushes: { body: string; headers: Headers; method: string }[] = [];
  const listener: Listener = await listen(
    [
      {
        method: '*',
        path: '*',
        resolve: async ({ request }) => {
          pushes.push({ body: await request.text(), headers: request.headers, method: request.method });
          return new Response(null, { status });
        },
      },
    ],
    { maxBodyBytes: 4 * 1024 * 1024 },
  );
  closers.push(() => listener.close());
  return { url: `${listener.origin}/events`, pushes };
}

/** Creates a stream as a managed Receiver does; gives its configuration. */
async function createStream(issuer: string, delivery: Json): Promise<Json & { stream_id: string }> {
  const metadata = await ask('GET', `${issuer}/.well-known/ssf-configuration`, undefined, null);
  const created = await ask('POST', String(metadata.json.configuration_endpoint), { delivery });
  expect(created.status).toBe(201);
  return { ...created.json, stream_id: String(created.json.stream_id) };
}

const POLL = { method: 'urn:ietf:rfc:8936' };
const push = (url: string): Json => ({
  method: 'urn:ietf:rfc:8935',
  endpoint_url: url,
  authorization_header: PUSH_CREDENTIALS,
});

/** A target that a start hook begins: it creates a stream at the issuer that it is told. */
function managed(
  delivery: Json,
): ReceiverTarget & { requests: StartRequest[]; streams: string[]; stopped: number } {
  const target = {
    credentials: { accessToken: TOKEN },
    requests: [] as StartRequest[],
    streams: [] as string[],
    stopped: 0,
    start: async (request: StartRequest) => {
      target.requests.push(request);
      target.streams.push((await createStream(request.issuer, delivery)).stream_id);
      return { ok: true };
    },
    stop: async () => {
      target.stopped += 1;
    },
  };
  return target;
}

function claimsOf(compact: string): Json {
  return JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString('utf8')) as Json;
}

function eventOf(compact: string): Json {
  return Object.values(claimsOf(compact).events as Record<string, Json>)[0] ?? {};
}

async function until<T>(condition: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + 5000;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error('It did not come.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

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

test('The verification event that a push Receiver asks for is pushed with its credentials, signed by the key current', async () => {
  const endpoint = await pushEndpoint();
  const target = managed(push(endpoint.url));
  const { rim, issuer, recorder } = await open(target);
  await rim.start({ delivery: 'push' }, null);
  const [streamId = ''] = target.streams;
  expect((await ask('POST', `${issuer}/ssf/verify`, { stream_id: streamId, state: 'abc' })).status).toBe(204);
  const { body, headers } = await until(() => endpoint.pushes[0]);
  expect(headers.get('authorization')).toBe(PUSH_CREDENTIALS);
  expect(eventOf(body)).toEqual({ state: 'abc' });
  const jwks = (await ask('GET', `${issuer}/jwks.json`)).json as unknown as JSONWebKeySet;
  expect(jwks.keys.map(({ kid }) => kid)).toEqual([
    (await rim.publicJwk('current')).kid,
    (await rim.publicJwk('ec')).kid,
  ]);
  const { protectedHeader } = await compactVerify(body, createLocalJWKSet(jwks));
  expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: (await rim.publicJwk('current')).kid });
  expect(recorder.sets).toMatchObject([{ delivery: 'push', jti: claimsOf(body).jti }]);
});

test('The verification event comes late, never or with another state, as the scene says', async () => {
  const endpoint = await pushEndpoint();
  const target = managed(push(endpoint.url));
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'push' }, null);
  const verify = (state: string) =>
    ask('POST', `${issuer}/ssf/verify`, { stream_id: target.streams[0], state });
  await rim.scene({ verification: 'never' });
  await verify('never');
  await rim.scene({ verification: 'late' });
  await verify('late');
  await rim.push({ body: 'another' }, null);
  await rim.scene({ verification: 'wrong-state' });
  await verify('wrong');
  const bodies = (await until(() => endpoint.pushes.length >= 3 && endpoint.pushes)).map(({ body }) => body);
  expect(bodies).toEqual(['another', expect.any(String), expect.any(String)]);
  expect(eventOf(bodies[1] ?? '')).toEqual({ state: 'late' });
  const { state } = eventOf(bodies[2] ?? '');
  expect(state).toEqual(expect.any(String));
  expect(state).not.toBe('wrong');
});

test('Offered SETs are handed out, and what became of each is told', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  const url = `${issuer}/ssf/poll/${streamId}`;
  await rim.scene({ pollBatch: 2, poll: { extra: true } });
  await rim.offer(streamId, [
    { key: 'a', compact: 'token-a' },
    { key: 'b', compact: 'token-b' },
    { key: 'c', compact: 'token-c' },
  ]);
  const first = await ask('POST', url, { returnImmediately: true });
  expect(first.json).toEqual({ sets: { a: 'token-a', b: 'token-b' }, moreAvailable: true, extra: true });
  const setErrs = { b: { err: 'jwtSig', description: 'bad' } };
  const second = await ask('POST', url, { returnImmediately: true, ack: ['a'], setErrs });
  expect(second.json).toMatchObject({ sets: { c: 'token-c' }, moreAvailable: false });
  await rim.withdraw(streamId, ['c']);
  await rim.scene({ noMoreAvailable: true });
  expect((await ask('POST', url, { returnImmediately: true })).json).toEqual({ sets: {} });
  const polls = (await rim.calls(0, 0))
    .filter(({ operation }) => operation === 'poll')
    .map(({ index }) => index);
  const [one = -1, two = -1] = polls;
  expect(await rim.offered(streamId, ['a', 'b', 'c', 'd'])).toEqual([
    { key: 'a', handedOut: [one], settled: { how: 'ack', call: two, err: null, description: null } },
    { key: 'b', handedOut: [one], settled: { how: 'setErrs', call: two, err: 'jwtSig', description: 'bad' } },
    { key: 'c', handedOut: [two], settled: null },
    { key: 'd', handedOut: [], settled: null },
  ]);
});

test('A held long poll is seen at once, its acknowledgements count at once, and it is answered when a SET comes', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  await rim.scene({ longPollMs: 20_000 });
  await rim.offer(streamId, [{ key: 'a', compact: 'token-a' }]);
  const url = `${issuer}/ssf/poll/${streamId}`;
  await ask('POST', url, {});
  const { length } = await rim.calls(0, 0);
  const held = ask('POST', url, { ack: ['a'] });
  const [call] = await rim.calls(length, 5000);
  expect(call).toMatchObject({ operation: 'poll', response: null, answeredAtMs: null, index: length });
  await until(async () => (await rim.offered(streamId, ['a']))[0]?.settled?.call === length);
  await rim.offer(streamId, [{ key: 'b', compact: 'token-b' }]);
  expect((await held).json.sets).toEqual({ b: 'token-b' });
  expect((await rim.calls(length, 0))[0]).toMatchObject({
    response: { status: 200 },
    answeredAtMs: expect.any(Number) as number,
  });
});

test('A poll of a target that went away hands nothing out', async () => {
  const target = managed(POLL);
  const { rim, issuer } = await open(target);
  await rim.start({ delivery: 'poll' }, null);
  const [streamId = ''] = target.streams;
  await rim.scene({ longPollMs: 20_000 });
  const gone = new AbortController();
  const from = (await rim.calls(0, 0)).length;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const asked = fetch(`${issuer}/ssf/poll/${streamId}`, {
    method: 'POST',
    headers,
    body: '{}',
    signal: gone.signal,
  });
  asked.catch(() => undefined);
  await rim.calls(from, 5000);
  gone.abort();
  await until(async () => (await rim.calls(from, 0))[0]?.error?.kind === 'reset');
  await rim.offer(streamId, [{ key: 'a', compact: 'token-a' }]);
  expect((await rim.offered(streamId, ['a']))[0]?.handedOut).toEqual([]);
});

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

test('Pushes go out as they are wished for, and none where there is no endpoint', async () => {
  const endpoint = await pushEndpoint(400);
  const target: ReceiverTarget = { pushUrl: endpoint.url, pushAuthorization: PUSH_CREDENTIALS };
  const { rim, facts, recorder } = await open(target);
  expect(facts).toMatchObject({ form: 'hosted', deliveries: ['push'], pushUrl: endpoint.url });
  expect(facts.hooks).toEqual(['push-authorization']);
  const right = await rim.push({ body: 'a.b.c' }, 'family/check');
  expect(right).toMatchObject({ response: { status: 400 }, request: { body: 'a.b.c' } });
  await rim.push(
    { body: 'abc', authorization: 'none', headers: { 'Content-Type': null, 'X-More': '1' } },
    null,
  );
  await rim.push({ body: 'abc', authorization: 'wrong', chunked: true, method: 'PUT' }, null);
  await rim.push({ body: 'abcdef', slowMs: 20 }, null);
  await rim.push({ body: 'abc', padding: 1_000_000 }, null);
  const [first, second, third, fourth, fifth] = endpoint.pushes;
  expect(Object.fromEntries(first?.headers ?? [])).toMatchObject({
    'content-type': 'application/secevent+jwt',
    accept: 'application/json',
    'accept-language': 'en',
    authorization: PUSH_CREDENTIALS,
  });
  expect(second?.headers.has('authorization')).toBe(false);
  expect([second?.headers.get('content-type') ?? '', second?.headers.get('x-more')]).toEqual(['', '1']);
  expect(third).toMatchObject({ body: 'abc', method: 'PUT' });
  expect(third?.headers.get('transfer-encoding')).toBe('chunked');
  expect(third?.headers.get('authorization')).toMatch(/^Bearer (?!push-credentials)/);
  expect([fourth?.body, fourth?.headers.get('content-length')]).toEqual(['abcdef', '6']);
  expect(fifth?.headers.get('content-length')).toBe('1000003');
  expect(JSON.stringify(recorder.exchanges)).not.toContain(PUSH_CREDENTIALS);
  const { rim: without } = await open({});
  expect(await without.push({ body: 'abc' }, null)).toMatchObject({
    response: null,
    error: { kind: 'given-up' },
  });
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

test('A hosted poller has a stream at the same URL in every life', async () => {
  const target: ReceiverTarget = {
    poll: true,
    credentials: { accessToken: TOKEN },
    start: async () => ({ ok: true }),
  };
  const { rim, facts, pollUrl } = await open(target);
  expect(facts).toMatchObject({ form: 'hosted', deliveries: ['poll'], hooks: [] });
  const [stream] = await rim.streams();
  expect(stream).toMatchObject({ id: 'hosted', delivery: 'poll', life: 0, request: {} });
  await rim.offer('hosted', [{ key: 'a', compact: 'token-a' }]);
  expect((await ask('POST', String(pollUrl), {})).json.sets).toEqual({ a: 'token-a' });
  await rim.start({ delivery: 'poll' }, null);
  expect((await rim.streams()).map(({ id, life }) => [id, life])).toEqual([['hosted', 1]]);
  expect((await ask('POST', String(pollUrl), { returnImmediately: true })).json.sets).toEqual({});
});

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
  const careful = new HttpClient(authority.ca);
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

test('The trap serves the key of the attacker and remembers who asked', async () => {
  const { rim } = await open({});
  const { url } = await rim.trap();
  const served = (await (await fetch(`${url}/marker-1/jwks.json`)).json()) as JSONWebKeySet;
  expect(served.keys).toEqual([await rim.publicJwk('attacker')]);
  expect(await (await fetch(`${url}/marker-2/cert.pem`)).text()).toContain('BEGIN CERTIFICATE');
  expect(await rim.trapped('marker-1')).toMatchObject([{ method: 'GET', url: `${url}/marker-1/jwks.json` }]);
  expect(await rim.trapped('marker-3')).toEqual([]);
  const input = 'header.payload';
  const compact = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}`;
  const signature = await rim.sign({ key: 'attacker', alg: 'RS256', input: compact });
  await compactVerify(`${compact}.${signature}`, createLocalJWKSet(served));
  expect(await rim.sign({ key: 'current', alg: 'none', input })).toBe('');
  expect(await rim.sign({ key: 'current', alg: 'HS256', input })).toMatch(/^[\w-]{43}$/);
});

test('Keys are kept in the state folder, for nobody else to read, and come back in the next run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ssf-state-'));
  closers.push(() => rm(folder, { recursive: true }));
  const stateDir = join(folder, 'deeper');
  const names = ['current', 'ec', 'next'] as const;
  const { rim } = await open({}, { stateDir });
  const before = await Promise.all(names.map((name) => rim.publicJwk(name)));
  const file = join(stateDir, 'issuer-keys.json');
  expect((await stat(file)).mode & 0o077).toBe(0);
  const stored = JSON.parse(await readFile(file, 'utf8')) as Json;
  // Another order of the file, as another run would find it: what counts is what stands there.
  await writeFile(file, JSON.stringify({ ...stored, current: stored.next, next: stored.current }));
  const { rim: again } = await open({}, { stateDir });
  const after = await Promise.all(names.map((name) => again.publicJwk(name)));
  expect(after.map(({ kid }) => kid)).toEqual([before[2]?.kid, before[1]?.kid, before[0]?.kid]);
  await writeFile(file, '{"current":');
  await expect(open({}, { stateDir })).rejects.toThrow(
    /issuer-keys\.json does not hold our keys.*Remove it/s,
  );
  await expect(open({}, { stateDir: file })).rejects.toThrow(/Give another state folder/);
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
