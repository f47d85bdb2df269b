import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import type { ReceiverTarget } from '../session-options.ts';
import {
  ask,
  claimsOf,
  eventOf,
  managed,
  open,
  PUSH_CREDENTIALS,
  push,
  pushEndpoint,
  until,
} from './test-bench.ts';

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
